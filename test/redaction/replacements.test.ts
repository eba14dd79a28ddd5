import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Replacements } from '../../src/redaction/replacements.ts';

const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array).toString('latin1'));
const text = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((each) => Buffer.from(each).toString('latin1'));
const key = new Uint8Array(32).fill(7);

const classes = (value: string): string =>
  value.replaceAll(/[a-z]/g, 'a').replaceAll(/[A-Z]/g, 'A').replaceAll(/\d/g, '0');

describe('what stands in for a secret', () => {
  it('is as long, of the same classes, and keeps no letter or digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (secret) => {
        const replacement = new Replacements(key).of(secret);
        expect(classes(replacement)).toBe(classes(secret));
        const kept = [...secret].filter(
          (each, index) => /\w/.test(each) && each !== '_' && replacement[index] === each,
        );
        expect(kept).toEqual([]);
      }),
    );
  });

  it('keeps bytes that are no UTF-8, and text that is UTF-8', () => {
    expect(new Replacements(key).of('\xe9-\xff')).toBe('\xe9-\xff');
    fc.assert(
      fc.property(fc.oneof(bytes, text), (secret) => {
        const isText = (value: string) => isUtf8(Buffer.from(value, 'latin1'));
        const replacement = new Replacements(key).of(secret);
        expect([replacement.length, isText(replacement)]).toEqual([secret.length, isText(secret)]);
      }),
    );
  });

  it('is hex for hex', () => {
    expect(new Replacements(key).of('00ffaa99')).toMatch(/^[0-9a-f]{8}$/);
  });

  it('is the same for the same secret, and another with another key', () => {
    const replacements = new Replacements();
    expect(replacements.of('hunter2hunter2')).toBe(replacements.of('hunter2hunter2'));
    expect(new Replacements().of('hunter2hunter2')).not.toBe(replacements.of('hunter2hunter2'));
  });

  it('stands for itself', () => {
    const replacements = new Replacements();
    const replacement = replacements.of('hunter2hunter2');
    expect(replacements.of(replacement)).toBe(replacement);
    expect(replacements.isIssued(`${replacement}-${replacement}`)).toBe(true);
    expect(replacements.isIssued(`${replacement}-hunter3`)).toBe(false);
  });
});
