import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { AddressPages } from '../../../../src/heap/address-pages.ts';
import { HeapPartWriter } from '../../../../src/heap/heap-part.ts';
import { malformed } from '../../../../src/runtimes/ruby/dump/json-bytes.ts';
import { PlainRows } from '../../../../src/runtimes/ruby/dump/plain-rows.ts';
import { absent, Row } from '../../../../src/runtimes/ruby/dump/row.ts';
import { TextTable } from '../../../../src/runtimes/ruby/dump/text-table.ts';

describe('what compiled code reads of a row', () => {
  let pages: AddressPages;
  let texts: TextTable;
  let rows: PlainRows;
  beforeEach(() => {
    pages = new AddressPages();
    texts = new TextTable();
    rows = new PlainRows(new HeapPartWriter(false), {
      placeOf: (address) => pages.placeOf(address),
      textNumber: (bytes, start, end) => texts.numberOf(bytes, start, end),
      siteNumber: () => 0,
      sortOf: () => absent,
    });
    rows.resize(2 ** 16);
  });

  /** `undefined` where the row is left to others. */
  function scanned(text: string): Row | undefined {
    const row = new Row();
    const length = rows.bytes.write(`${text}\n`);
    const end = rows.scan(0, row);
    if (end === malformed) return undefined;
    expect(end).toBe(length);
    return row;
  }

  it('is the place that an address has, however many digits it is spelled with and whichever came before', () => {
    // Addresses 8 GiB apart are remembered in the same entry.
    const address = fc
      .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.nat({ max: 0x7fff }))
      .map(([lower, upper]) => lower + upper * 2 ** 33);
    const spelled = fc.tuple(address, fc.integer({ min: 1, max: 16 }));
    fc.assert(
      fc.property(fc.array(spelled), (all) => {
        for (const [value, digits] of [...all, ...all]) {
          const text = `0x${value.toString(16).padStart(digits, '0')}`;
          expect(scanned(`{"address":"${text}", "class":"0x10028"}`)).toMatchObject({
            address: pages.placeOf(value),
            class: pages.placeOf(0x1_0028),
          });
        }
      }),
    );
  });

  it('is no place for an address of more than 48 bits, or for what is none', () => {
    for (const text of ['0x1000000000000', '0xFF', '0x', '0xg', 'ff', '0x12345678123456789']) {
      expect(scanned(`{"address":"${text}"}`), text).toBeUndefined();
    }
  });

  it('is the number that a text has, however long it is and however many came between', () => {
    const all = Array.from({ length: 20_000 }, (_, i) => `${'lib/'.repeat(i % 71)}${i}\\n\u00e9.rb`);
    const numbers = all.map((text) => scanned(`{"file":"${text}", "name":""}`)?.file ?? absent);
    expect(numbers.map((number) => texts.texts[number])).toEqual(
      all.map((text) => text.replace('\\n', '\n')),
    );
    const again = all.toReversed().map((text) => scanned(`{"type":"x", "file":"${text}"}`)?.file);
    expect(again).toEqual(numbers.toReversed());
  });

  it('is a number of up to eight digits, and none with more or with a zero before', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99_999_999 }), fc.nat({ max: 99_999_999 }), (memsize, line) => {
        expect(scanned(`{"memsize":${memsize}, "line":${line}}`)).toMatchObject({ memsize, line });
      }),
    );
    for (const number of ['123456789', '01', '00', '-1', '1.5', '1e3', '']) {
      expect(scanned(`{"memsize":${number}}`), number).toBeUndefined();
    }
  });

  it('is every reference, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 2000 }), (addresses) => {
        const spelled = addresses.map((each) => `"0x${each.toString(16)}"`).join(', ');
        const row = scanned(`{"references":[${spelled}], "memsize":40}`);
        expect([...(row?.references ?? [])]).toEqual(addresses.map((each) => pages.placeOf(each)));
        expect(row?.memsize).toBe(40);
      }),
    );
  });

  it('is where the value of a string is spelled, escapes and all', () => {
    for (const value of [
      '',
      'a',
      'tea \\"Earl\\" \\\\',
      '\\u00e9\\n',
      'x'.repeat(100),
      '\u00e9'.repeat(40),
    ]) {
      const row = scanned(`{"value":"${value}", "encoding":"UTF-8", "flags":{"old":true, "age":3}}`);
      expect(rows.bytes.toString('utf8', row?.valueStart, row?.valueEnd)).toBe(value);
    }
    for (const value of ['\\x', '\\u12g4', '\t', 'a"b']) {
      expect(scanned(`{"value":"${value}"}`), value).toBeUndefined();
    }
  });

  it('is a truth, or that nothing is said of it', () => {
    const said = ['{"singleton":true}', '{"singleton":false}', '{"shared":true}'];
    expect(said.map((text) => scanned(text)?.singleton)).toEqual([1, 0, absent]);
  });

  it('stays where it is while room is made for a longer row', () => {
    rows.bytes.write('{"memsize":12345678}\n');
    rows.resize(2 ** 20);
    const row = new Row();
    expect(rows.scan(0, row)).toBe(21);
    expect(row.memsize).toBe(12_345_678);
  });
});
