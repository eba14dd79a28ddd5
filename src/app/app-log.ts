import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Bytes of an app's output that are kept: as many from its start, and as many from its end. */
const KEPT_BYTES = 2 * 1024 * 1024;

/** Bytes of it that lines for a message are taken from. */
const SHOWN_BYTES = 64 * 1024;

/**
 * What an app prints, in a file that stays small whatever it prints: the beginning at once, the end on dispose. The
 * text is the app's: raw and untrusted.
 */
export class AppLog implements AsyncDisposable {
  readonly #file: WriteStream;
  #totalBytes = 0;
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;

  /** Adds to the file at `path` where it exists. */
  constructor(path: string) {
    this.#file = createWriteStream(path, { flags: 'a', mode: 0o600 });
    // Neither a full disk nor a folder that is gone is a reason to fail.
    this.#file.on('error', () => undefined);
  }

  write(chunk: Buffer): void {
    const head = chunk.subarray(0, KEPT_BYTES - this.#headBytes);
    if (head.length > 0) this.#file.write(head);
    this.#headBytes += head.length;
    this.#totalBytes += chunk.length;
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    this.#trimTail();
  }

  /** The last `count` lines; the first of them may be cut where lines are very long. */
  tail(count: number): string[] {
    const lines = Buffer.concat(this.#tail).subarray(-SHOWN_BYTES).toString('utf8').split(/\r?\n/);
    if (lines.at(-1) === '') lines.pop();
    return lines.slice(-count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const notInHead = this.#totalBytes - this.#headBytes;
    const end = Buffer.concat(this.#tail).subarray(-Math.min(notInHead, KEPT_BYTES));
    if (notInHead > end.length) this.#file.write(`\n[${notInHead - end.length} bytes left out]\n`);
    if (notInHead > 0) this.#file.write(end);
    this.#file.end();
    await finished(this.#file).catch(() => undefined);
  }

  #trimTail(): void {
    for (let oldest = this.#tail[0]; oldest !== undefined; oldest = this.#tail[0]) {
      if (this.#tailBytes - oldest.length < KEPT_BYTES) return;
      this.#tail.shift();
      this.#tailBytes -= oldest.length;
    }
  }
}
