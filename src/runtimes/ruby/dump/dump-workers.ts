import { Worker } from 'node:worker_threads';
import { CannotMeasure } from '../../../cannot-measure.ts';
import type { DumpPart, DumpTables } from './dump-part.ts';
import { RowReader } from './row-reader.ts';
import { readStretches, type Stretches } from './stretches.ts';

/** What one reader has read: its parts by the number of the stretch. */
export interface ReadStretches {
  readonly parts: Map<number, DumpPart>;
  readonly tables: DumpTables;
}

export interface ForDumpWorker {
  readonly stretches: Stretches;
  readonly withHashes: boolean;
}

export type FromDumpWorker =
  | { readonly number: number; readonly part: DumpPart }
  | { readonly tables: DumpTables }
  | { readonly refusal: string };

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

/** A thread that reads stretches until none is free. */
export class DumpWorker implements AsyncDisposable {
  /** Rejects with `CannotMeasure` where the worker refuses the dump. */
  readonly read: Promise<ReadStretches>;
  readonly #worker: Worker;

  constructor(task: ForDumpWorker) {
    this.#worker = new Worker(entry(), { workerData: task });
    this.read = this.#collected();
    this.read.catch(() => {}); // whoever awaits it gets it
  }

  #collected(): Promise<ReadStretches> {
    const parts = new Map<number, DumpPart>();
    return new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromDumpWorker) => {
        if ('part' in message) parts.set(message.number, message.part);
        else if ('tables' in message) resolve({ parts, tables: message.tables });
        else reject(new CannotMeasure(message.refusal));
      });
      this.#worker.on('error', reject);
      this.#worker.on('exit', () => reject(new Error('a reader of the dump ended early')));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The sources run as they are; in the bundle the entry lies beside the file that this is part of. */
const entry = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './dump-worker.ts' : './dump-worker.js', import.meta.url);
