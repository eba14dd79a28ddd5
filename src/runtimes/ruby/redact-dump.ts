import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DumpRedaction } from '../runtime.ts';
import { RowRedactor } from './dump/row-redactor.ts';

/**
 * Writes a dump, which is plain, once more without the values of strings, packed by gzip. It is read as the same graph,
 * in which equal strings are still equal.
 */
export async function redactRubyDump(source: string, target: string, how: DumpRedaction): Promise<void> {
  const redactor = new RowRedactor(how);
  await pipeline(
    createReadStream(source, { encoding: 'latin1', highWaterMark: 2 ** 20 }),
    (chunks: AsyncIterable<string>) => redactedRows(chunks, redactor),
    createGzip(),
    createWriteStream(target, { flags: 'wx', mode: 0o600 }),
  );
}

async function* redactedRows(chunks: AsyncIterable<string>, redactor: RowRedactor): AsyncGenerator<Buffer> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield bytesOf(lines.map((line) => `${redactor.redact(line)}\n`));
  }
  if (rest !== '') yield bytesOf([redactor.redact(rest)]);
}

const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(lines.join(''), 'latin1');
