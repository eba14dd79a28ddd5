import { availableParallelism } from 'node:os';
import { CannotMeasure } from '../../cannot-measure.ts';
import type { HeapGraph } from '../../heap/graph.ts';
import type { HeapLinking } from '../../heap/graph-linker.ts';
import { linkPart } from '../../heap/part-linker.ts';
import { type RepeatedStrings, repeatedStrings } from '../../heap/repeated-strings.ts';
import { isLackOfMemory, moreMemory } from '../../lack-of-memory.ts';
import type { ThreadName } from '../runtime.ts';
import { joinDump, type ReadPart, skippedLinesOf } from './dump/dump-joiner.ts';
import { type DumpFile, type DumpStream, openDump } from './dump/dump-source.ts';
import { DumpWorker, type ForDumpWorker, readHere } from './dump/dump-workers.ts';
import { RowBuffer } from './dump/row-buffer.ts';
import { RowReader } from './dump/row-reader.ts';

export interface DumpReaderOptions {
  /** Hash the values of strings, so that equal ones can be told. */
  readonly stringHashes?: boolean;
  /** Threads that read a plain file besides this one; by default as many as pay. */
  readonly workers?: number;
  /** A thread reads so many bytes at once. */
  readonly blockBytes?: number;
  /** A thread takes so many bytes of a plain file, then the next so many that no other has taken. */
  readonly stretchBytes?: number;
}

/** The share of unreadable rows above which a dump says nothing trustworthy. */
const largestSkippedShare = 0.001;
/** While a worker starts this thread reads about so much. */
const bytesPerWorker = 2 ** 26;
const mostWorkers = 3;

/**
 * Reads a dump written by `ObjectSpace.dump_all` (JSON, one row a line), plain or packed by gzip or zstd, from a file or
 * a pipe; `-` is standard input. Throws `CannotMeasure` when it is no such dump or too many of its rows cannot be read.
 */
export async function readRubyDump(
  file: string,
  threads: readonly ThreadName[] = [],
  options: DumpReaderOptions = {},
): Promise<HeapGraph> {
  await using reading = new DumpReading(file, options);
  return await reading.graph(threads);
}

/** Reads a dump, and helps with its graph. */
interface DumpReaders {
  /** All parts in their order. */
  parts(): Promise<ReadPart[]>;
  /** Threads beside this one. */
  readonly workers: readonly DumpWorker[];
}

/** A dump that other threads read from now on; this one takes part once the graph is asked for. */
export class DumpReading implements AsyncDisposable {
  readonly #file: string;
  readonly #opened = new AsyncDisposableStack();
  readonly #begun: Promise<DumpReaders>;
  #workers: readonly DumpWorker[] = [];

  constructor(file: string, options: DumpReaderOptions = {}) {
    this.#file = file;
    this.#begun = this.#begin(options);
    this.#begun.catch(() => {}); // whoever asks for the graph gets it
  }

  /** Throws as `readRubyDump` does. */
  async graph(threads: readonly ThreadName[] = []): Promise<HeapGraph> {
    try {
      const readers = await this.#begun;
      const parts = await readers.parts();
      assertReadable(parts);
      this.#workers = readers.workers;
      return await link(joinDump(parts, threads), readers.workers);
    } catch (error) {
      throw refusal(shownName(this.#file), error);
    }
  }

  /** Which strings of the graph hold the same value: where there is another thread, it begins with that at once. */
  async repeatedStrings(graph: HeapGraph, limit: number): Promise<RepeatedStrings> {
    const [worker] = this.#workers;
    return worker ? worker.repeatedStrings(graph, limit) : repeatedStrings(graph, limit);
  }

  async #begin(options: DumpReaderOptions): Promise<DumpReaders> {
    const source = this.#opened.use(await openDump(this.#file));
    return source.kind === 'stream'
      ? { parts: () => readStream(source, options), workers: [] }
      : this.#opened.use(new FileReaders(source, options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#begun.catch(() => {});
    await this.#opened.disposeAsync();
  }
}

/** Has each part linked, as many by one thread as by another. */
async function link(linking: HeapLinking, workers: readonly DumpWorker[]): Promise<HeapGraph> {
  const { parts, columns } = linking;
  const share = Math.ceil(parts.length / (workers.length + 1));
  const elsewhere = workers.map((worker, i) =>
    worker.link(parts.slice(share * (i + 1), share * (i + 2)), columns),
  );
  const here = parts.slice(0, share).map((part) => linkPart(part, columns));
  return linking.graph([here, ...(await Promise.all(elsewhere))].flat());
}

/** The threads that read a plain file. */
class FileReaders implements DumpReaders, AsyncDisposable {
  readonly #task: ForDumpWorker;
  readonly #hired = new AsyncDisposableStack();
  readonly workers: readonly DumpWorker[];

  constructor(
    { fd, fileBytes }: DumpFile,
    { stringHashes = false, workers, blockBytes = 2 ** 17, stretchBytes = 2 ** 24 }: DumpReaderOptions,
  ) {
    const next = new Int32Array(new SharedArrayBuffer(4));
    this.#task = { stretches: { fd, fileBytes, stretchBytes, blockBytes, next }, withHashes: stringHashes };
    this.workers = Array.from({ length: workers ?? workersThatPay(fileBytes) }, () =>
      this.#hired.use(new DumpWorker(this.#task)),
    );
  }

  /** What no other thread took is read in this one. */
  async parts(): Promise<ReadPart[]> {
    const read = [readHere(this.#task), ...(await Promise.all(this.workers.map((worker) => worker.read)))];
    return read
      .flatMap(({ parts, tables }) => [...parts].map(([number, part]) => ({ number, part, tables })))
      .sort((a, b) => a.number - b.number);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#hired.disposeAsync();
  }
}

const workersThatPay = (fileBytes: number): number =>
  Math.min(mostWorkers, availableParallelism() - 1, Math.floor(fileBytes / bytesPerWorker));

async function readStream(
  { chunks }: DumpStream,
  { stringHashes = false, blockBytes = 2 ** 20, stretchBytes = 2 ** 24 }: DumpReaderOptions,
): Promise<ReadPart[]> {
  const reader = new RowReader(stringHashes);
  const buffer = new RowBuffer(reader, blockBytes);
  const parts = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const count = chunk.copy(buffer.room(), 0, at);
      buffer.took(count);
      at += count;
    }
    bytes += chunk.length;
    if (bytes < stretchBytes) continue;
    parts.push(reader.part());
    bytes = 0;
  }
  buffer.end();
  parts.push(reader.part());
  const tables = reader.tables();
  return parts.map((part) => ({ part, tables }));
}

function assertReadable(parts: readonly ReadPart[]): void {
  const rows = parts.reduce((sum, { part }) => sum + part.rows, 0);
  const skipped = parts.reduce((sum, { part }) => sum + part.skippedRows, 0);
  if (rows === 0) throw new CannotMeasure('this is empty: no heap dump was written to it');
  if (skipped === rows) {
    throw new CannotMeasure(
      'this is no heap dump of Ruby (ObjectSpace.dump_all): no line of it is a row of one',
    );
  }
  if (skipped > rows * largestSkippedShare) {
    const first = skippedLinesOf(parts)[0];
    const fault =
      skipped === 1
        ? `is not a row of a Ruby heap dump (line ${first})`
        : `are not rows of a Ruby heap dump (the first is line ${first})`;
    throw new CannotMeasure(`${skipped} of ${rows} rows ${fault}; was the disk full, or the dump cut short?`);
  }
}

const shownName = (file: string): string => (file === '-' ? 'standard input' : file || 'the heap dump');

function refusal(name: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof CannotMeasure) return new CannotMeasure(`${name}: ${error.message}`, { cause: error });
  if (isLackOfMemory(error)) return new CannotMeasure(`${name}: ${moreMemory}`, { cause: error });
  return syscall === 'read'
    ? new CannotMeasure(`${name}: it cannot be read (${code})`, { cause: error })
    : error;
}
