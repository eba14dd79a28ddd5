import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName } from '../../src/redaction/secret-names.ts';
import { findSecrets } from '../../src/redaction/secret-values.ts';
import { secret } from './secrets.ts';

describe('a value', () => {
  it('is found whole, whatever stands around it', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom('', '(', ' ', '"'), (value, around) => {
        const found = findSecrets(`${around}${value}${around}`).map(({ start, end }) => [start, end]);
        // The check character of base64 may be left.
        const end = around.length + value.replace(/=$/, '').length;
        expect(found[0]?.[0]).toBe(around.length);
        expect(found[0]?.[1]).toBeGreaterThanOrEqual(end);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a slug', 'how-to-train-your-dragon-in-ten-easy-steps-2020'],
    ['a long word', 'Donaudampfschifffahrtsgesellschaft'],
    ['a UUID', '123e4567-e89b-12d3-a456-426614174000'],
    ['an id of a document', '507f1f77bcf86cd799439011'],
    ['a number', '1234567890123456789012'],
    ['a time in milliseconds', '1763805600000'],
    ['a picture for sharp screens', 'logo@2x.png'],
    ['a package with its version', 'left-pad@1.3.0'],
    ['a browser', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    ['a class name', 'ActiveSupport::Notifications::Instrumenter'],
    ['a number that fails the check digit', '4111 1111 1111 1112'],
    ['filler', 'a'.repeat(8192)],
  ])('is no secret when it is %s', (_, value) => {
    expect(findSecrets(value)).toEqual([]);
  });

  it('is a password in front of a host', () => {
    expect(findSecrets('postgres://app:pass@db/shop').map(({ start, end }) => [start, end])).toEqual([
      [11, 19],
    ]);
  });
});

describe('a name', () => {
  it.each([
    'password',
    'user[password_confirmation]',
    'accessToken',
    'X-CSRF-Token',
    'api_key',
    'apiKey',
    'sid',
    'email',
    'card[number]',
    'Authorization',
  ])('tells a secret: %s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(['q', 'page', 'author', 'shipping', 'assignee', 'keyboard', 'sidebar', 'format', 'considered'])(
    'tells none: %s',
    (name) => {
      expect(isSecretName(name)).toBe(false);
    },
  );
});
