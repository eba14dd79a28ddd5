import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CannotMeasure } from '../cannot-measure.ts';

/** How dumps begin, plain or packed by gzip or zstd. Nothing that heapgate writes begins so. */
const plainStart = /^\s*\{\s*"(address|type)"\s*:/;
const packedStarts: readonly string[] = ['1f8b', '28b52ffd'];

/**
 * Throws `CannotMeasure` where a result would be written over a dump: in `--json a.json b.json c.json` the first dump
 * stands where the file to write does.
 */
export async function assertNoDump(...files: readonly (string | undefined)[]): Promise<void> {
  for (const file of files) {
    if (file === undefined || !isStartOfDump(await firstBytes(file))) continue;
    throw new CannotMeasure(`the result would write over the heap dump ${file}: put options after the dumps`);
  }
}

/** Throws `CannotMeasure` where a result would be written over what is read, or over another result. */
export function assertApart(
  read: Readonly<Record<string, string | readonly string[] | undefined>>,
  ...files: readonly (string | undefined)[]
): void {
  const taken = new Map<string, string>();
  for (const [what, named] of Object.entries(read))
    for (const file of [named ?? []].flat()) taken.set(resolve(file), `is the ${what} itself`);
  for (const file of files) {
    if (file === undefined) continue;
    const fault = taken.get(resolve(file));
    if (fault !== undefined) throw new CannotMeasure(`${file} ${fault}: name another file to write`);
    taken.set(resolve(file), 'is named twice');
  }
}

/** Where to write what takes long to find out. Throws `CannotMeasure` where that is nowhere. */
export function fileFor(what: string, json: string | undefined): string {
  if (json !== undefined) return json;
  throw new CannotMeasure(`${what} would be measured and lost: name a file to write it to with --json`);
}

function isStartOfDump(bytes: Buffer): boolean {
  const hexadecimal = bytes.toString('hex');
  return (
    plainStart.test(bytes.toString('latin1')) || packedStarts.some((start) => hexadecimal.startsWith(start))
  );
}

/** Nothing where there is no such file yet, or no regular one: from a pipe nothing would come. */
async function firstBytes(file: string): Promise<Buffer> {
  try {
    if (!(await stat(file)).isFile()) return Buffer.alloc(0);
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return Buffer.alloc(0);
  }
}
