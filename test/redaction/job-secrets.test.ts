import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobSecrets } from '../../src/redaction/job-secrets.ts';

const hidden = (environment: Record<string, string>, text: string) => new JobSecrets(environment).hide(text);

describe('values of variables are hidden', () => {
  it.each([
    ['DEPLOY_TOKEN', 'tulip-and-42-spoons'],
    ['PGPASSWORD', 'correct horse battery'],
    ['RAILS_MASTER_KEY', '3b9ac9ff3b9ac9ff'],
    ['ARTIFACTORY_AUTH', 'shop:tulip42'],
    ['BUNDLE_GEMS__EXAMPLE__COM', 'shop:tulip42'],
    ['INPUT_GITHUB-TOKEN', 'tulip_42_tulip'],
  ])('whose name says that it is secret: %s', (name, value) => {
    expect(hidden({ [name]: value }, `<${value}>`)).toBe('<***>');
  });

  it('as far as they are the password in a URL', () => {
    const environment = { DATABASE_URL: 'postgres://shop:tulip42@db:5432/shop' };
    expect(hidden(environment, 'shop with tulip42 at db:5432')).toBe('shop with *** at db:5432');
  });

  it('line by line, where they have several', () => {
    const key = '-----BEGIN KEY-----\nMIIBtulip42\n-----END KEY-----';
    expect(hidden({ SIGNING_KEY: key }, 'line 2 is MIIBtulip42')).toBe('line 2 is ***');
  });

  it('whole, where one is the beginning of another', () => {
    expect(hidden({ A_TOKEN: 'tulip-42', B_TOKEN: 'tulip-42-rose' }, 'tulip-42-rose')).toBe('***');
  });

  it('as URLs, JSON and base64 have them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 13 }), (value) => {
        fc.pre(value.trim() === value && !/^\//.test(value) && !/^(?:true|false|null)$/.test(value));
        const secrets = new JobSecrets();
        secrets.add([value]);
        const written = [
          encodeURIComponent(value),
          JSON.stringify(value),
          Buffer.from(value).toString('base64'),
        ];
        for (const text of written) expect(secrets.hide(text)).toMatch(/^"?\*\*\*"?=*$/);
      }),
    );
  });
});

describe('what is shown as it is:', () => {
  it.each([
    ['the plain word of a test database', { PGPASSWORD: 'postgres' }, 'ActiveRecord::postgres'],
    ['a value too short to be told from chance', { PIN_TOKEN: '1234' }, '1234 requests'],
    ['where a socket lies', { SSH_AUTH_SOCK: '/tmp/ssh-1/agent.1' }, '/tmp/ssh-1/agent.1'],
    ['what no name calls secret', { SHOP_COLOUR: 'tulip-42-yellow' }, 'tulip-42-yellow'],
    ['how a gem is built', { BUNDLE_BUILD__NOKOGIRI: '--use-system-libraries' }, '--use-system-libraries'],
  ])('%s', (_what, environment, text) => {
    expect(hidden(environment, text)).toBe(text);
  });
});
