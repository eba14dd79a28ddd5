/**
 * heapgate could not measure. This is an error (exit status 2), never a verdict.
 * The message is one line that says what is wrong, where, and what to do about it.
 */
export class CannotMeasure extends Error {
  override readonly name: string = 'CannotMeasure';
  #logTail: readonly string[];

  constructor(message: string, options: { logTail?: readonly string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.#logTail = options.logTail ?? [];
  }

  /** The app's last log lines, where they help to see why. Untrusted text. */
  get logTail(): readonly string[] {
    return this.#logTail;
  }

  /** Puts other words in place of its own, such as without what may not be shown. */
  reword(message: (text: string) => string, logLine: (text: string) => string): void {
    this.message = message(this.message);
    this.#logTail = this.#logTail.map(logLine);
  }
}
