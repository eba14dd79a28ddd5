import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { Config } from '../../src/config.ts';
import { OwnInputs, readInputs } from '../../src/github/inputs.ts';

/** Inputs as the runner passes them: upper case, dashes kept. */
function give(inputs: Record<string, string>): void {
  for (const [name, text] of Object.entries(inputs)) vi.stubEnv(`INPUT_${name.toUpperCase()}`, text);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('action.yml', () => {
  const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));

  test('declares every input that is read, in the words of the schema', () => {
    const fields = Object.entries({ ...OwnInputs.shape, ...Config.shape });
    const described = Object.fromEntries(fields.map(([name, field]) => [name, field.description]));
    const declared = Object.entries<{ description: string }>(action.inputs);
    expect(Object.fromEntries(declared.map(([name, input]) => [name, input.description]))).toEqual(described);
  });

  test('has the defaults of the schema', () => {
    give({ comment: action.inputs.comment.default, 'fail-on': action.inputs['fail-on'].default });
    const declared = readInputs();
    vi.unstubAllEnvs();
    expect(readInputs()).toEqual(declared);
  });
});

test('without inputs nothing of heapgate.yml is overridden', () => {
  expect(readInputs()).toEqual({
    comment: true,
    'fail-on': 'regression',
    'github-token': '',
    paths: [],
    overrides: {},
  });
});

test('an empty input is an input that is not given', () => {
  give({ threshold: '', name: '', 'fail-on': '' });
  expect(readInputs()).toMatchObject({ 'fail-on': 'regression', overrides: {} });
});

test('config keys are read as heapgate.yml writes them', () => {
  give({
    threshold: '2.5',
    env: 'RAILS_ENV: production\nPOOL: 5',
    copy: '[.env, config/master.key]',
    setup: 'bundle install\nbin/rails db:setup',
  });
  expect(readInputs().overrides).toEqual({
    threshold: 2.5,
    env: { RAILS_ENV: 'production', POOL: '5' },
    copy: ['.env', 'config/master.key'],
    setup: 'bundle install\nbin/rails db:setup',
  });
});

test('text stays text even if it is YAML for something else', () => {
  give({ start: 'true', reset: '123', setup: 'echo: [' });
  expect(readInputs().overrides).toEqual({ start: 'true', reset: '123', setup: 'echo: [' });
});

test('paths are the lines that are not empty', () => {
  give({ paths: ' app/** \n\n!**/*.md\n' });
  expect(readInputs().paths).toEqual(['app/**', '!**/*.md']);
});

test('fail-on takes inconclusive as well, with or without a space', () => {
  give({ 'fail-on': 'regression, inconclusive' });
  expect(readInputs()['fail-on']).toBe('regression,inconclusive');
});

test.each([
  [{ threshold: 'many' }, /^input "threshold": .*number.*; write it as in heapgate\.yml$/],
  [{ rounds: '2' }, /^input "rounds": .*5.*heapgate\.yml$/],
  [{ scenarios: 'a.yml' }, /^input "scenarios": .*array.*heapgate\.yml$/],
  [{ ignore: '- class: String' }, /^input "ignore" \(at 0\.reason\): /],
  [{ ignore: '- clas: String\n  reason: known' }, /^input "ignore" \(at 0\): unknown key "clas"/],
  [{ env: '[' }, /^input "env": .*record/],
  [{ comment: 'yes' }, /^input "comment": /],
  [{ 'fail-on': 'inconclusive' }, /^input "fail-on": .*"regression,inconclusive"/],
  [{ name: 'a\u202eb' }, /^input "name": must not hold control characters$/],
])('%j is refused in one line', (inputs, message) => {
  give(inputs);
  expect(() => readInputs()).toThrow(
    expect.objectContaining({ name: 'CannotMeasure', message: expect.stringMatching(message) }),
  );
  expect(() => readInputs()).not.toThrow(/\n/);
});

test('a slip in the name of an input is refused, since the gate would be looser than it reads', () => {
  give({ treshold: '1' });
  expect(() => readInputs()).toThrow(/^unknown input "treshold"; did you mean "threshold"\?$/);
});

test('a variable like no input is somebody else’s', () => {
  give({ 'reviewdog-flags': '-x' });
  expect(readInputs().overrides).toEqual({});
});

test('a shard is read as it is written, and goes without paths', () => {
  give({ shard: '2/5' });
  expect(readInputs().shard).toEqual({ number: 2, of: 5 });
  give({ paths: 'app/**' });
  expect(readInputs).toThrow(/^inputs "shard" and "paths" do not go together/);
  give({ paths: '', shard: '5/2' });
  expect(readInputs).toThrow(/^input "shard": is past the last/);
});
