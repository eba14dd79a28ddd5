import { expect, test } from 'vitest';
import { matchesAny } from '../../src/github/relevance.ts';

test('one changed file that a glob asks for is enough', () => {
  expect(matchesAny(['README.md', 'app/models/user.rb'], ['app/**'])).toBe(true);
});

test('files that no glob asks for are irrelevant', () => {
  expect(matchesAny(['README.md', 'docs/app.rb'], ['app/**', 'Gemfile.lock'])).toBe(false);
});

test('a glob with an exclamation mark takes files out', () => {
  expect(matchesAny(['app/README.md'], ['app/**', '!**/*.md'])).toBe(false);
});

test('a later glob overrules an earlier one', () => {
  expect(matchesAny(['app/README.md'], ['app/**', '!**/*.md', 'app/README.md'])).toBe(true);
});

test('dot files are files', () => {
  expect(matchesAny(['.github/workflows/ci.yml', 'app/.env'], ['app/*'])).toBe(true);
});

test('a name with glob characters is matched as it is', () => {
  expect(matchesAny(['app/[id]/page.ts'], ['app/**'])).toBe(true);
});

test('no changed file is not relevant', () => {
  expect(matchesAny([], ['**'])).toBe(false);
});
