import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CannotMeasure } from '../src/cannot-measure.ts';
import { Config, parseConfig } from '../src/config.ts';
import { nearest } from '../src/nearest.ts';

const parse = (text: string) => parseConfig(text, 'heapgate.yml');

function messageOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof CannotMeasure) return error.message;
    throw error;
  }
  throw new Error('is accepted');
}

describe('an empty file', () => {
  it('is a config of defaults', () => {
    expect(parse('')).toMatchObject({
      threshold: 10,
      rounds: 6,
      warmup: 3,
      ready: '/',
      copy: [],
      env: {},
      ignore: [],
    });
    expect(parse('# nothing yet')).toEqual(parse(''));
  });
});

it('every key has a description for the reference', () => {
  const bare = Object.entries(Config.shape).filter(([, field]) => field.description === undefined);
  expect(bare.map(([key]) => key)).toEqual([]);
});

it('values of the environment are text, however they are written', () => {
  expect(parse('env: { PORTS: 3, DEBUG: true, NAME: "007", EMPTY: "" }').env).toEqual({
    PORTS: '3',
    DEBUG: 'true',
    NAME: '007',
    EMPTY: '',
  });
});

describe('what is wrong is said in one line with the key', () => {
  const wrong: [text: string, message: RegExp][] = [
    ['treshold: 5', /^heapgate\.yml: unknown key "treshold"; did you mean "threshold"\?$/],
    ['setup_env: {}', /^heapgate\.yml: unknown key "setup_env"; did you mean "setup-env"\?$/],
    ['florp: 5', /^heapgate\.yml: unknown key "florp"$/],
    ['threshold: many', /^heapgate\.yml: threshold: /],
    ['threshold: 0', /^heapgate\.yml: threshold: /],
    ['threshold: [5', /^heapgate\.yml: .*line 1/],
    ['threshold: 5\nthreshold: 6', /^heapgate\.yml: .*unique.*line 2/],
    ['threshold: *none', /^heapgate\.yml: Unresolved alias/],
    ['- threshold', /^heapgate\.yml: the file: /],
    ['rounds: 4', /^heapgate\.yml: rounds: /],
    ['rounds: 5.5', /^heapgate\.yml: rounds: /],
    ['ready: up', /^heapgate\.yml: ready: /],
    ['copy: [../secrets]', /^heapgate\.yml: copy\.0: must stay inside the repository$/],
    ['copy: [/etc/passwd]', /^heapgate\.yml: copy\.0: must stay inside the repository$/],
    ['working-directory: a/../../b', /^heapgate\.yml: working-directory: must stay inside the repository$/],
    ['scenarios: [/tmp/x.yml]', /^heapgate\.yml: scenarios\.0: must stay inside the repository$/],
    ['ignore: [{ reason: why }]', /^heapgate\.yml: ignore\.0: needs exactly one of finding, holder, class$/],
    [
      'ignore: [{ class: A, holder: B, reason: why }]',
      /^heapgate\.yml: ignore\.0: needs exactly one of finding, holder, class$/,
    ],
    ['ignore: [{ class: A }]', /^heapgate\.yml: ignore\.0\.reason: /],
    ['ignore: [{ class: A, reason: why, expires: soon }]', /^heapgate\.yml: ignore\.0\.expires: /],
    [
      'ignore: [{ class: A, reason: why, until: 2030-01-01 }]',
      /^heapgate\.yml: unknown key "ignore\.0\.until"$/,
    ],
    ['env: { LIST: [1, 2] }', /^heapgate\.yml: env\.LIST: /],
    ['env: { NOTHING: }', /^heapgate\.yml: env\.NOTHING: /],
    ['runtime: cobol', /^heapgate\.yml: runtime: /],
  ];
  it.each(wrong)('%j', (text, message) => {
    expect(messageOf(text)).toMatch(message);
    expect(messageOf(text)).not.toContain('\n');
  });

  it('for any text at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          expect(parse(text)).toHaveProperty('threshold');
        } catch (error) {
          expect(error).toBeInstanceOf(CannotMeasure);
          expect(String(error)).not.toContain('\n');
        }
      }),
    );
  });
});

describe('the nearest key', () => {
  it('is one that a slip of the hand turns into it', () => {
    expect(nearest('wamrup', ['warmup', 'rounds'])).toBe('warmup');
  });

  it('is none where all are far', () => {
    expect(nearest('colour', ['warmup', 'rounds'])).toBeUndefined();
  });
});
