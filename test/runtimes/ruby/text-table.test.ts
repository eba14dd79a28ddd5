import { expect, it } from 'vitest';
import { TextTable } from '../../../src/runtimes/ruby/text-table.ts';

function numberOf(table: TextTable, spelling: string | Buffer): number {
  const bytes = Buffer.concat([Buffer.from('before'), Buffer.from(spelling), Buffer.from('after')]);
  return table.numberOf(bytes, 6, bytes.length - 5);
}

it('gives a text the same number every time, however many there are', () => {
  const table = new TextTable();
  const texts = Array.from({ length: 5000 }, (_, i) => `app/models/${i}.rb`);
  const numbers = texts.map((text) => numberOf(table, text));
  expect(numbers.map((number) => table.texts[number])).toEqual(texts);
  expect(texts.map((text) => numberOf(table, text))).toEqual(numbers);
  expect(table.texts).toHaveLength(texts.length);
});

it('tells texts apart whose hashes are equal', () => {
  const table = new TextTable();
  // Pairs with one FNV-1a hash, of equal and of different lengths.
  const texts = ['declinate', 'macallums', 'costarring', 'liquid'];
  expect(texts.map((text) => table.texts[numberOf(table, text)])).toEqual(texts);
});

it('undoes escapes and replaces bytes that are not UTF-8', () => {
  const table = new TextTable();
  expect(table.texts[numberOf(table, 'a\\"\\\\\\u00e9\\n')]).toBe('a"\\\u00e9\n');
  expect(table.texts[numberOf(table, Buffer.from([0x61, 0xff, 0x62]))]).toBe('a\ufffdb');
  expect(table.texts[numberOf(table, '')]).toBe('');
});
