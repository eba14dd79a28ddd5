import type { Answer } from './answer-reader.ts';

/** Headers that a server's own parser may send as well, so that they tell nothing about who answered. */
const generic = new Set([
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
]);

/**
 * Tells answers of the app from those of its server's own parser, which refuses malformed requests before the app
 * sees them: by the headers that all answers to ordinary requests share.
 */
export class ReachJudge {
  /** Header names; undefined until the first ordinary answer. */
  #shared: ReadonlySet<string> | undefined;

  /** Takes in the answer to an ordinary request. Errors teach nothing: a server reports an app's crash itself. */
  learn({ headers, status }: Answer): void {
    if (status >= 400) return;
    this.#shared = new Set([...(this.#shared ?? headers.keys())].filter((name) => headers.has(name)));
  }

  /** Whether the app itself gave this answer to a hostile request. */
  reached({ headers, status }: Answer): boolean {
    const marks = [...(this.#shared ?? [])].filter((name) => !generic.has(name));
    if (marks.length > 0) return marks.some((name) => headers.has(name));
    // An app that sets no headers of its own. A server's refusal is an error, and seldom has as many headers.
    const shared = [...(this.#shared ?? [])];
    return status < 400 || (shared.length > 0 && shared.every((name) => headers.has(name)));
  }
}
