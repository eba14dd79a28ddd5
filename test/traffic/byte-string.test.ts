import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWellFormedTarget, readBytes, showBytes } from '../../src/traffic/byte-string.ts';

const byteString = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'));

describe('readBytes', () => {
  it('is the inverse of showBytes for every byte string', () => {
    fc.assert(
      fc.property(byteString, (bytes) => {
        expect(readBytes(showBytes(bytes))).toBe(bytes);
      }),
    );
  });

  it('turns plain text into its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = text.replaceAll('\\', '');
        expect(Buffer.from(readBytes(plain), 'latin1')).toEqual(Buffer.from(plain, 'utf8'));
      }),
    );
  });

  it('reads escapes', () => {
    expect(readBytes('/p/caf\\xE9\\\\\\r\\n')).toBe('/p/caf\xE9\\\r\n');
  });

  it('refuses a backslash that starts no escape', () => {
    expect(() => readBytes('/a\\p')).toThrow('"\\p" is no escape; write \\\\ for a backslash');
    expect(() => readBytes('/a\\')).toThrow(SyntaxError);
  });
});

describe('showBytes', () => {
  it('shows printable ASCII only', () => {
    fc.assert(
      fc.property(byteString, (bytes) => {
        expect(showBytes(bytes)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('isWellFormedTarget', () => {
  it('accepts every path and query that encodeURIComponent builds', () => {
    const part = fc.string({ unit: 'grapheme' }).map(encodeURIComponent);
    fc.assert(
      fc.property(fc.array(part), part, (segments, query) => {
        expect(isWellFormedTarget(`/${segments.join('/')}?q=${query}`)).toBe(true);
      }),
    );
  });

  it.each(['/p/[x', '/p/a|b', '/p/%zz', '/p/caf\xE9', '/a b', '/a\n', 'p', '*', '/a#b', '/?q=[x', ''])(
    'refuses %j',
    (target) => expect(isWellFormedTarget(target)).toBe(false),
  );
});
