import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { AddressPages } from '../../../../src/heap/address-pages.ts';
import type { HeapGraph } from '../../../../src/heap/graph.ts';
import { HeapPartWriter } from '../../../../src/heap/heap-part.ts';
import { linkPart } from '../../../../src/heap/part-linker.ts';
import { joinDump } from '../../../../src/runtimes/ruby/dump/dump-joiner.ts';
import type { DumpPart } from '../../../../src/runtimes/ruby/dump/dump-part.ts';
import { byte, malformed } from '../../../../src/runtimes/ruby/dump/json-bytes.ts';
import { PlainRows } from '../../../../src/runtimes/ruby/dump/plain-rows.ts';
import { absent, Row } from '../../../../src/runtimes/ruby/dump/row.ts';
import { RowBuffer } from '../../../../src/runtimes/ruby/dump/row-buffer.ts';
import { RowReader } from '../../../../src/runtimes/ruby/dump/row-reader.ts';
import { RowScanner } from '../../../../src/runtimes/ruby/dump/row-scanner.ts';
import { TextTable } from '../../../../src/runtimes/ruby/dump/text-table.ts';
import { seededRandom } from '../../../../src/traffic/random.ts';
import { mutated } from './mutations.ts';

const inputs = 120_000;
const longestSeed = 600;

/** Rows of every version's dump, so short that many are tried in a second. */
async function seedRows(): Promise<Buffer[]> {
  const rows: Buffer[] = [];
  const fixture = (name: string) => readFile(new URL(`../fixtures/${name}`, import.meta.url));
  for (const version of ['3.1', '3.2', '3.3', '3.4', '4.0']) {
    const lines = gunzipSync(await fixture(`ruby-${version}.json.gz`))
      .toString('latin1')
      .split('\n');
    rows.push(...lines.filter((_, i) => i % 23 === 0).map((line) => Buffer.from(line, 'latin1')));
  }
  const synthetic = (await fixture('synthetic-2.7.jsonl')).toString('latin1').split('\n');
  rows.push(...synthetic.map((line) => Buffer.from(line, 'latin1')));
  return rows.filter(({ length }) => length > 0 && length < longestSeed);
}

describe('damaged rows', () => {
  let seeds: Buffer[];
  beforeAll(async () => {
    seeds = await seedRows();
  });

  function* damage(seed: number): Generator<Buffer, void, void> {
    const random = seededRandom('fuzz', seed);
    const one = () => seeds[Math.floor(random() * seeds.length)] ?? Buffer.alloc(0);
    for (let i = 0; i < inputs; i++) yield mutated(one(), one(), random);
  }

  it('never hang or crash the reader, and every line is counted', () => {
    let reader = new RowReader(true);
    let parts: DumpPart[] = [];
    let joined = 0;
    for (const bytes of damage(1)) {
      const lines = linesOf(bytes);
      const buffer = new RowBuffer(reader, 2048);
      buffer.took(bytes.copy(buffer.room()));
      buffer.end();
      const part = reader.part();
      if (part.lines !== lines) expect(part.lines, bytes.toString('latin1')).toBe(lines);
      parts.push(part);
      if (parts.length < 1000) continue;
      const tables = reader.tables();
      const linking = joinDump(
        parts.map((each) => ({ part: each, tables })),
        [],
      );
      expectSound(linking.graph(linking.parts.map((placed) => linkPart(placed, linking.columns))));
      joined += parts.length;
      parts = [];
      reader = new RowReader(true);
    }
    expect(joined).toBe(inputs);
  }, 60_000);

  it('are read by compiled code as the general scanner reads them, or left to it', () => {
    const [texts, pages] = [new TextTable(), new AddressPages()];
    const [fastRow, row] = [new Row(), new Row()];
    const rows = new PlainRows(new HeapPartWriter(false), {
      placeOf: (address) => pages.placeOf(address),
      textNumber: (bytes, start, end) => texts.numberOf(bytes, start, end),
      siteNumber: () => 0,
      sortOf: () => absent,
    });
    const general = new RowScanner(row, texts, pages);
    let read = 0;
    for (const bytes of damage(2)) {
      rows.resize(bytes.length + 1);
      bytes.copy(rows.bytes);
      rows.bytes[bytes.length] = byte.newline;
      const end = rows.scan(0, fastRow);
      if (end === malformed) continue;
      read++;
      if (end !== general.scan(rows, 0) || plain(fastRow) !== plain(row)) {
        expect(plain(fastRow), bytes.toString('latin1')).toBe(plain(row));
      }
    }
    expect(read).toBeGreaterThan(inputs / 20);
  }, 60_000);
});

const linesOf = (bytes: Buffer): number => {
  const text = bytes.toString('latin1');
  return text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0);
};

const plain = ({ references, ...row }: Row): string =>
  JSON.stringify([row, [...references.subarray(0, row.referenceCount)]]);

function expectSound({ nodeCount, edgeStarts, edgeTargets, labels, names, siteOf, sites }: HeapGraph): void {
  expect(edgeStarts.at(-1)).toBe(edgeTargets.length);
  expect(edgeTargets.every((target) => target < nodeCount)).toBe(true);
  expect(labels.every((label) => label < names.length)).toBe(true);
  expect(siteOf.every((site) => site < sites.length)).toBe(true);
}
