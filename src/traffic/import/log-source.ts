import { createReadStream } from 'node:fs';
import { addAbortSignal, pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CannotMeasure } from '../../cannot-measure.ts';

/** As files are read. */
const unpackedBytes = 64 * 1024;
/** Enough lines to tell a format by. */
const startBytes = 256 * 1024;

/** The bytes of a source, unpacked, with its start already known. */
export interface LogSource extends AsyncDisposable {
  readonly start: Buffer;
  /** All bytes, the start included. Can be read once. */
  readonly chunks: AsyncIterable<Buffer>;
}

/**
 * Opens a file, or standard input for `-`; gzip is told by its first bytes. Throws `CannotMeasure` in one line, also
 * while it is read, and when `signal` says so.
 */
export async function openLogSource(file: string, signal: AbortSignal): Promise<LogSource> {
  const bytes = addAbortSignal(signal, file === '-' ? process.stdin : createReadStream(file));
  const packed = await withStart(explained(bytes, file), 2);
  const isGzip = packed.start[0] === 0x1f && packed.start[1] === 0x8b;
  const unpacked = isGzip
    ? pipeline(Readable.from(packed.chunks), createGunzip({ chunkSize: unpackedBytes }), () => {})
    : packed.chunks;
  const source = await withStart(explained(unpacked, file), startBytes);
  return {
    ...source,
    async [Symbol.asyncDispose]() {
      if (file !== '-') bytes.destroy();
    },
  };
}

async function withStart(
  chunks: AsyncIterable<Buffer>,
  leastBytes: number,
): Promise<{ start: Buffer; chunks: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let bytes = 0;
  while (bytes < leastBytes) {
    const { value, done } = await iterator.next();
    if (done) break;
    read.push(value);
    bytes += value.length;
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield* read.splice(0);
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { start: Buffer.concat(read), chunks: all() };
}

async function* explained(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof CannotMeasure) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const isBroken = code.startsWith('Z_');
    throw new CannotMeasure(
      isBroken
        ? `${file}: the gzip data ends early or is damaged (${code}): copy the file again`
        : `${file}: cannot be read (${code}): name an existing log, or - for standard input`,
      { cause: error },
    );
  }
}
