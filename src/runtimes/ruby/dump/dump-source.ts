import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CannotMeasure } from '../../../cannot-measure.ts';
import { isPacked, unpacked } from './packing.ts';

/** A plain dump that can be read at any place, by several threads at once. */
export interface DumpFile extends AsyncDisposable {
  readonly kind: 'file';
  readonly fd: number;
  readonly fileBytes: number;
}

/** A dump that comes in order: from a pipe, or unpacked on the way. */
export interface DumpStream extends AsyncDisposable {
  readonly kind: 'stream';
  readonly chunks: AsyncIterable<Buffer>;
}

/** A first look takes so much: enough for every sign by which a file is known. */
const headBytes = 512;
const chunkBytes = 2 ** 18;

/**
 * Opens a dump, plain or packed, which its first bytes tell and not its name; `-` is standard input. Throws
 * `CannotMeasure` where there is nothing to read, or something that is known to be no dump.
 */
export async function openDump(file: string): Promise<DumpFile | DumpStream> {
  if (file === '-') return await dumpStream(process.stdin);
  await using opening = new AsyncDisposableStack();
  const handle = opening.use(await opened(file));
  const status = await handle.stat();
  const head = status.isFile() ? await headOf(handle) : undefined;
  opening.move(); // what reads it closes it
  if (head !== undefined && !isPacked(head)) return await dumpFile(handle, head, status.size);
  return await dumpStream(
    handle.createReadStream({ highWaterMark: chunkBytes, ...(status.isFile() && { start: 0 }) }),
  );
}

async function opened(file: string): Promise<FileHandle> {
  if (file === '') throw new CannotMeasure('its name is empty: name a heap dump');
  const handle = await open(file).catch(({ code = 'unknown' }: NodeJS.ErrnoException) => {
    throw new CannotMeasure(whyNotOpened[code] ?? `it cannot be opened (${code})`);
  });
  if (!(await handle.stat()).isDirectory()) return handle;
  await handle.close();
  throw new CannotMeasure('this is a directory: name a heap dump');
}

const whyNotOpened: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file: a part of its path is no directory',
  EACCES: 'this user may not read it (EACCES): check its permissions and those of its folders',
};

async function headOf(handle: FileHandle): Promise<Buffer> {
  const head = Buffer.alloc(headBytes);
  const { bytesRead } = await handle.read(head, 0, headBytes, 0);
  return head.subarray(0, bytesRead);
}

async function dumpFile(handle: FileHandle, head: Buffer, fileBytes: number): Promise<DumpFile> {
  await using opening = new AsyncDisposableStack();
  opening.use(handle);
  assertMayBeDump(head);
  const open = opening.move();
  return { kind: 'file', fd: handle.fd, fileBytes, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

async function dumpStream(stream: Readable): Promise<DumpStream> {
  await using opening = new AsyncDisposableStack();
  opening.defer(() => void stream.destroy());
  const packed = await peeked(stream);
  const plain = isPacked(packed.head) ? await peeked(unpacked(packed.head, packed.chunks)) : packed;
  assertMayBeDump(plain.head);
  const open = opening.move();
  return { kind: 'stream', chunks: plain.chunks, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

/** The first bytes of `chunks`, and all of them as if nothing had been read. */
async function peeked(
  chunks: AsyncIterable<Buffer>,
): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> }> {
  const rest = chunks[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  for (let bytes = 0; bytes < headBytes; ) {
    const { done, value } = await rest.next();
    if (done) break;
    read.push(value);
    bytes += value.length;
  }
  async function* all(): AsyncGenerator<Buffer, void, void> {
    yield* read;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  }
  return { head: Buffer.concat(read).subarray(0, headBytes), chunks: all() };
}

function assertMayBeDump(head: Buffer): void {
  if (head.length === 0) throw new CannotMeasure('this is empty: no heap dump was written to it');
  if (/^\s*\{\s*"snapshot"\s*:/.test(head.toString('latin1'))) {
    throw new CannotMeasure(
      'this is a heap snapshot of V8 (Node.js or Chrome), not a heap dump of Ruby (ObjectSpace.dump_all)',
    );
  }
}
