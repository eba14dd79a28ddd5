import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { shownLine, shownName, shownSentence, shownTarget } from '../../src/redaction/shown-text.ts';
import { newKind } from '../../src/traffic/kind.ts';
import { placeholder } from '../../src/traffic/placeholder.ts';

/** As Amazon makes its keys; nobody's. */
const key = 'AKIAQ7RHTW2ZK5MXV3NJ';

describe('a name that the app gave', () => {
  it('is shown without a key in it', () => {
    expect(shownName(`Tenant_${key}`)).toBe('***');
  });

  it('is shown without what looks random in it', () => {
    expect(shownName('class Session::T9fKq2LxW7vZp4Rm8Ns3Yd')).toBe('class Session::***');
  });

  it('is shown as it is, however long, where it is made of words', () => {
    const dump = gunzipSync(
      readFileSync(new URL('../runtimes/ruby/fixtures/ruby-3.4.json.gz', import.meta.url)),
    );
    const names = [...dump.toString().matchAll(/"name":"([^"]+)"/g)].map(([, name = '']) => name);
    names.push('ActiveSupport::HashWithIndifferentAccess', 'OAuth::AccessToken', '(anonymous) < Session');
    names.push('ActiveModel::Attribute::WithCastValue', 'puma srv tp 001', 'SharedPasswordCredentialsError');
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => shownName(name) !== name)).toEqual([]);
  });
});

describe('a sentence', () => {
  it('is shown without what a command in it calls secret', () => {
    expect(shownSentence('setup failed: GEM_TOKEN=tulip42 bundle install')).toBe(
      'setup failed: GEM_TOKEN=*** bundle install',
    );
  });

  it('is shown without credentials in a URL', () => {
    expect(shownSentence('cannot fetch https://octo:tulip42@github.com/octo/app')).toBe(
      'cannot fetch https://***@github.com/octo/app',
    );
  });

  it('names commits', () => {
    const sentence = 'no merge base of 43c18f9dd30db17c3e2290b2adfec4f729c32561 and main';
    expect(shownSentence(sentence)).toBe(sentence);
  });
});

it('a line that the app printed is shown without anything that looks secret', () => {
  const line = `login of mona@shop.test with ${key} and T9fKq2LxW7vZp4Rm8Ns3Yd`;
  expect(shownLine(line)).toBe('login of *** with *** and ***');
});

describe('a request', () => {
  it('is shown without values that their names call secret', () => {
    expect(shownTarget('/orders?page=2&token=tulip42&sort=name')).toBe(
      '/orders?page=2&token=*******&sort=name',
    );
  });

  it('is shown without secrets in its path', () => {
    expect(shownTarget(`/hooks/${key}/run`)).toBe(`/hooks/${'*'.repeat(key.length)}/run`);
  });

  it('is shown with the names of its variables', () => {
    const target = `/orders?token=${placeholder('target', '$SHOP_TOKEN')}`;
    const { label } = newKind('order', { method: 'GET', target, headers: [], body: undefined });
    expect(label).toMatch(/^GET \/orders\?token=\$\{SHOP_TOKEN\}$/);
  });

  it.each(['/p/[x', '/p/%zz', '/p/caf\xe9', '/orders/42?q=a+b', '/assets/app-3f2a9c81d0.js'])(
    'that holds nothing secret is shown as it is: %s',
    (target) => {
      expect(shownTarget(target)).toBe(target);
    },
  );
});
