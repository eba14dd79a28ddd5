import { expect, test } from 'vitest';
import { type Config, parseConfig } from '../src/config.ts';
import { configDigest } from '../src/config-digest.ts';

const digestOf = (text: string, head: Partial<Config> = {}): string => {
  const config = parseConfig(text, 'heapgate.yml');
  return configDigest({ config, own: { base: config, head: { ...config, ...head } } });
};

test('is the same for the same configuration alone', () => {
  const digest = digestOf('threshold: 5');
  expect(digestOf('threshold: 5')).toBe(digest);
  expect(digestOf('threshold: 6')).not.toBe(digest);
  expect(digestOf('threshold: 5', { start: 'bin/other' })).not.toBe(digest);
});

test('says nothing of values that may be secret', () => {
  const withToken = (token: string) => digestOf(`setup-env: { TOKEN: ${token} }\nenv: { KEY: ${token} }`);
  expect(withToken('abc')).toBe(withToken('xyz'));
  expect(withToken('abc')).not.toBe(digestOf('env: { KEY: abc }'));
});
