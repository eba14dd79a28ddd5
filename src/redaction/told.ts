import { CannotMeasure } from '../cannot-measure.ts';
import type { JobSecrets } from './job-secrets.ts';
import { shownLine, shownName, shownSentence } from './shown-text.ts';

/** Fields of results that hold names which the app gave: of classes, of threads, of what leads from one to the other. */
const namesOfApp: ReadonlySet<string> = new Set([
  'name',
  'class',
  'className',
  'classes',
  'edge',
  'holder',
  'alsoHeldBy',
]);
/** Fields that hold sentences of heapgate's. */
const sentences: ReadonlySet<string> = new Set(['reasons', 'notices', 'changes', 'reason']);

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** What heapgate tells, without the job's secrets and without what looks like one. */
export class Told {
  readonly #secrets: JobSecrets;

  constructor(secrets: JobSecrets) {
    this.#secrets = secrets;
  }

  readonly sentence = (text: string): string => this.#secrets.hide(shownSentence(text));

  readonly line = (text: string): string => this.#secrets.hide(shownLine(text));

  /** A result of texts, numbers, lists and plain objects, such as a report. */
  result<Result>(result: Result): Result {
    return this.#hidden(result, '') as Result;
  }

  /** The same error with other words. One that is no `CannotMeasure` has a stack, which is told as a whole. */
  error(error: unknown): unknown {
    if (error instanceof CannotMeasure) error.reword(this.sentence, this.line);
    return error;
  }

  #hidden(value: unknown, field: string): unknown {
    if (typeof value === 'string') return this.#text(value, field);
    if (Array.isArray(value)) return value.map((each) => this.#hidden(each, field));
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.#hidden(each, key)]));
  }

  #text(text: string, field: string): string {
    if (namesOfApp.has(field)) return this.#secrets.hide(shownName(text));
    return sentences.has(field) ? this.sentence(text) : this.#secrets.hide(text);
  }
}
