import { CannotMeasure } from '../cannot-measure.ts';

/** What becomes of what is printed: who reads it may have enough before its end, as `head` does, or a disk be full. */
export class StandardOutput {
  #failure: NodeJS.ErrnoException | undefined;

  constructor() {
    process.stdout.on('error', (error) => {
      this.#failure ??= error;
    });
    // Progress that nobody can read is no reason to fail.
    process.stderr.on('error', () => {});
  }

  /** Ends once all is written. Throws `CannotMeasure` where it could not be, unless its reader had enough. */
  async finish(): Promise<void> {
    await new Promise((resolve) => process.stdout.write('', resolve));
    const { code } = this.#failure ?? {};
    if (this.#failure === undefined || code === 'EPIPE') return;
    throw new CannotMeasure(`cannot print the result (${code}): is the disk full?`, { cause: this.#failure });
  }
}
