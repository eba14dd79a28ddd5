import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNamedSecret, isSecretName, isSecretSegment } from '../../src/redaction/secret-names.ts';
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
      { numRuns: 2000, seed: 1 },
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
    ['a slug that begins like a key', 'glass-coffee-table-for-living-room-oak'],
    ['a page of Slovakia', 'sk-bratislava-hotels-and-apartments-2026'],
    ['a slug of a model', 'iphone-15-pro-max-256gb-natural-titanium'],
    ['words of another language', 'geschirrspueler-und-kuehlschraenke'],
    ['a page of documentation', 'ActionController/HttpAuthentication/Token/ControllerMethods'],
    ['a reference in base64 as GraphQL has it', 'UHJvZHVjdDoxMjM0NTY3'],
    ['the number of a book', '978-0-06-440018-8'],
    ['a place', '52.520008,13.404954'],
    ['a moment', '2026-11-22T10:00:00+01:00'],
    ['an account number that fails the check digits', 'DE89370400440532013001'],
  ])('is no secret when it is %s', (_, value) => {
    expect(findSecrets(value)).toEqual([]);
  });

  it('is one from end to end where it holds another', () => {
    // The digits of a card number
    expect(findSecrets('1f140b62d0f2f2616a2433032577398b22d01d46')).toMatchObject([{ start: 0, end: 40 }]);
  });

  it('is found in base64', () => {
    const encoded = Buffer.from('to: joe@shop.example').toString('base64');
    expect(findSecrets(`u=${encoded}`)).toMatchObject([{ end: 2 + encoded.length, sort: 'encoded secret' }]);
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
    'JSESSIONID',
    'oauth_verifier',
    'first_name',
    'totp',
    'account_number',
  ])('tells a secret: %s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'q',
    'page',
    'author',
    'shipping',
    'assignee',
    'keyboard',
    'sidebar',
    'format',
    'considered',
    'tokenize',
  ])('tells none: %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it.each([
    ['state', 'open', false],
    ['state', '4f8a1c2e9b7d', true],
    ['code', 'SUMMER', false],
    ['code', '482913', true],
    ['sort_key', 'price', false],
    ['password', 'on', false],
  ])('that is %s tells whether %s is secret: %s', (name, value, isSecret) => {
    expect(isNamedSecret(value, name)).toBe(isSecret);
  });

  it.each([
    ['reset', 'x9k2m4q8', true],
    ['invitations', '123e4567-e89b-12d3-a456-426614174000', true],
    ['tokens', '42', false],
    ['password', 'new', false],
    ['products', 'x9k2m4q8', false],
  ])('in front of a segment, such as /%s/%s, tells whether that is secret: %s', (name, segment, isSecret) => {
    expect(isSecretSegment(segment, name)).toBe(isSecret);
  });
});
