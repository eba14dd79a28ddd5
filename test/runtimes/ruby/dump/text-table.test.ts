import { expect, it } from 'vitest';
import { TextTable } from '../../../../src/runtimes/ruby/dump/text-table.ts';

function numberOf(table: TextTable, spelling: string | Buffer): number {
  const bytes = Buffer.concat([Buffer.from('before'), Buffer.from(spelling), Buffer.from('after')]);
  const words = new DataView(bytes.buffer, bytes.byteOffset);
  return table.numberOf({ bytes, words }, 6, bytes.length - 5);
}

it('gives a text the same number every time, however many there are', () => {
  const table = new TextTable();
  const texts = Array.from({ length: 5000 }, (_, i) => `app/models/${i}.rb`);
  const numbers = texts.map((text) => numberOf(table, text));
  expect(numbers.map((number) => table.texts[number])).toEqual(texts);
  expect(texts.map((text) => numberOf(table, text))).toEqual(numbers);
  expect(table.texts).toHaveLength(texts.length);
});

it('tells texts apart by their last bytes, and those that begin with one another', () => {
  const table = new TextTable();
  const texts = [
    'app.rb',
    'app.rbx',
    'app.r',
    'app.ra',
    'app',
    'ap',
    'a',
    '',
    '\0',
    '\0\0\0\0',
    '\0\0\0\0\0',
  ];
  expect(texts.map((text) => table.texts[numberOf(table, text)])).toEqual(texts);
});

it('undoes escapes and replaces bytes that are not UTF-8', () => {
  const table = new TextTable();
  expect(table.texts[numberOf(table, 'a\\"\\\\\\u00e9\\n')]).toBe('a"\\\u00e9\n');
  expect(table.texts[numberOf(table, Buffer.from([0x61, 0xff, 0x62]))]).toBe('a\ufffdb');
  expect(table.texts[numberOf(table, '')]).toBe('');
});
