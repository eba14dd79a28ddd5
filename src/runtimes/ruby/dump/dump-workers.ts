import { Worker } from 'node:worker_threads';
import { CannotMeasure } from '../../../cannot-measure.ts';
import { type GraphColumns, type LinkedPart, linkPart, type PlacedPart } from '../../../heap/part-linker.ts';
import { type RepeatedStrings, repeatedStrings, type StringColumns } from '../../../heap/repeated-strings.ts';
import type { DumpPart, DumpTables } from './dump-part.ts';
import { RowReader } from './row-reader.ts';
import { readStretches, type Stretches } from './stretches.ts';

/** What one reader has read: its parts by the number of the stretch. */
export interface ReadStretches {
  readonly parts: Map<number, DumpPart>;
  readonly tables: DumpTables;
}

/** What a worker does first. */
export interface ForDumpWorker {
  readonly stretches: Stretches;
  readonly withHashes: boolean;
}

/** What it is asked for afterwards, one thing at a time. */
export type DumpWorkerTask =
  | { readonly link: readonly PlacedPart[]; readonly columns: GraphColumns }
  | { readonly strings: StringColumns; readonly limit: number };

export type FromDumpWorker =
  | { readonly number: number; readonly part: DumpPart }
  | { readonly tables: DumpTables }
  | { readonly refusal: string }
  | { readonly linked: readonly LinkedPart[] }
  | { readonly strings: RepeatedStrings };

/** Reads in this thread what is free. */
export function readHere({ stretches, withHashes }: ForDumpWorker): ReadStretches {
  const reader = new RowReader(withHashes);
  const parts = new Map<number, DumpPart>();
  readStretches(stretches, reader, (number, part) => parts.set(number, part));
  return { parts, tables: reader.tables() };
}

/** What a worker does: parts are moved to the main thread as they are read, tables copied in the end. */
export function readAsWorker(
  { stretches, withHashes }: ForDumpWorker,
  tell: (message: FromDumpWorker, moved: ArrayBuffer[]) => void,
): void {
  const reader = new RowReader(withHashes);
  try {
    readStretches(stretches, reader, (number, part) =>
      tell({ number, part }, [part.nodes.buffer, part.edges.buffer]),
    );
    tell({ tables: reader.tables() }, []);
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    tell({ refusal: error.message }, []);
  }
}

/** What a worker answers to a task. */
export function doTask(task: DumpWorkerTask): FromDumpWorker {
  return 'link' in task
    ? { linked: task.link.map((part) => linkPart(part, task.columns)) }
    : { strings: repeatedStrings(task.strings, task.limit) };
}

/** A thread that reads stretches until none is free, and takes tasks off this one from then on. */
export class DumpWorker implements AsyncDisposable {
  /** Rejects with `CannotMeasure` where the worker refuses the dump. */
  readonly read: Promise<ReadStretches>;
  readonly #worker: Worker;

  constructor(task: ForDumpWorker) {
    this.#worker = new Worker(entry(), { workerData: task });
    const parts = new Map<number, DumpPart>();
    this.read = this.#answer((message) => {
      if ('part' in message) parts.set(message.number, message.part);
      return 'tables' in message ? { parts, tables: message.tables } : undefined;
    });
    this.read.catch(() => {}); // whoever awaits it gets it
  }

  /** Moves `parts` to the worker, which writes their rows. */
  link(parts: readonly PlacedPart[], columns: GraphColumns): Promise<readonly LinkedPart[]> {
    const moved = parts.flatMap(({ part }) => [part.nodes.buffer, part.edges.buffer]);
    this.#worker.postMessage({ link: parts, columns } satisfies DumpWorkerTask, moved);
    return this.#answer((message) => ('linked' in message ? message.linked : undefined));
  }

  repeatedStrings({ nodeCount, ...columns }: StringColumns, limit: number): Promise<RepeatedStrings> {
    const { stringBytes, stringHashes, shallowBytes } = columns;
    const strings = { nodeCount, stringBytes, stringHashes, shallowBytes };
    this.#worker.postMessage({ strings, limit } satisfies DumpWorkerTask);
    return this.#answer((message) => ('strings' in message ? message.strings : undefined));
  }

  /** What `read` makes of the first message that it makes anything of. */
  #answer<Value>(read: (message: FromDumpWorker) => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      const settle = (end: () => void) => {
        worker.off('message', hear).off('error', fail).off('exit', failEarly);
        end();
      };
      const fail = (error: unknown) => settle(() => reject(error));
      const failEarly = () => fail(new Error('a reader of the dump ended early'));
      const hear = (message: FromDumpWorker) => {
        if ('refusal' in message) return fail(new CannotMeasure(message.refusal));
        const value = read(message);
        if (value !== undefined) settle(() => resolve(value));
      };
      worker.on('message', hear).on('error', fail).on('exit', failEarly);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The sources run as they are; in the bundle the entry lies beside the file that this is part of. */
const entry = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './dump-worker.ts' : './dump-worker.js', import.meta.url);
