import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AnsweredPlan, readAnsweredPlan, readPlan } from '../../../src/bisect/fan-out/answered-plan.ts';
import {
  type FanOutAnswer,
  type FanOutPlan,
  matrixOf,
  planDigest,
} from '../../../src/bisect/fan-out/plan.ts';
import { fingerprint } from '../../../src/leak/fingerprint.ts';
import { version } from '../../../src/version.ts';
import { incident } from '../../report/sample-report.ts';

const plan = (changes: Partial<FanOutPlan> = {}): FanOutPlan => ({
  kind: 'bisect plan',
  schemaVersion: 1,
  heapgateVersion: version,
  of: 'dependencies',
  machines: 3,
  round: 1,
  config: 'c',
  warmupRounds: 3,
  sought: {
    findingId: 'f',
    parts: [],
    className: 'Ticket',
    classDigest: fingerprint(['Ticket'], []),
    isInternal: false,
    unit: 'objects',
    headPer1000: 1000,
    basePer1000: 0,
  },
  report: incident(),
  answers: [],
  questions: [
    { id: '1a', changes: ['a'], thorough: false },
    { id: '2b', changes: ['a', 'b'], thorough: true },
  ],
  ...changes,
});

const answer = (candidate: number, changes: Partial<FanOutAnswer> = {}): FanOutAnswer => ({
  kind: 'bisect answer',
  schemaVersion: 1,
  heapgateVersion: version,
  plan: planDigest(plan()),
  candidate,
  answer: 'clean',
  ms: 7,
  ...changes,
});

/** Reads files `0.json`, `1.json`, … with these contents. */
async function reading<Result>(
  contents: readonly unknown[],
  read: (files: string[]) => Promise<Result>,
): Promise<Result> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-join-'));
  const files = contents.map((_, index) => join(folder.path, `${index}.json`));
  for (const [index, file] of files.entries()) await writeFile(file, JSON.stringify(contents[index]));
  return await read(files).catch((error: Error) => {
    throw new Error(error.message.replaceAll(`${folder.path}/`, ''));
  });
}

const joined = (...contents: readonly unknown[]): Promise<AnsweredPlan> =>
  reading(contents, readAnsweredPlan);

describe('a plan and its answers', () => {
  test('are joined in any order, each answer to its candidate', async () => {
    const unknown = answer(2, { answer: 'unknown', reason: 'head: it does not boot' });
    for (const contents of [
      [plan(), answer(1), unknown],
      [unknown, answer(1), plan()],
    ])
      expect((await joined(...contents)).answers).toEqual([
        { id: '1a', changes: ['a'], thorough: false, answer: 'clean', ms: 7 },
        {
          id: '2b',
          changes: ['a', 'b'],
          thorough: true,
          answer: 'unknown',
          ms: 7,
          reason: 'head: it does not boot',
        },
      ]);
  });

  test('have the same digest wherever they are read', async () => {
    const { kind, ...rest } = plan();
    const read = await reading([{ ...rest, kind, added: 'later' }], ([file = '']) => readPlan(file));
    expect(planDigest(read)).toBe(planDigest(plan()));
    expect(planDigest(plan({ round: 2 }))).not.toBe(planDigest(plan()));
  });

  test.each<[string, readonly unknown[], string]>([
    [
      'that lack one',
      [plan(), answer(2)],
      'the answer for candidate 1 of 2 is missing: give the JSON of every probe',
    ],
    [
      'of which one is there twice',
      [plan(), answer(1), answer(2), answer(1)],
      '1.json and 3.json both answer for candidate 1: give each once',
    ],
    [
      'of which one is of another round',
      [plan(), answer(1), answer(2, { plan: planDigest(plan({ round: 2 })) })],
      '2.json answers another plan than 0.json: give the answers of one round',
    ],
    [
      'of which one is for no candidate',
      [plan(), answer(1), answer(2), answer(3)],
      '3.json answers for candidate 3, and there are 2: give the answers of one round',
    ],
    [
      'without a plan',
      [answer(1), answer(2)],
      'there is no plan among the files: give it beside the answers to it',
    ],
    [
      'with two plans',
      [plan(), plan({ round: 2 }), answer(1)],
      '0.json and 1.json are both plans: give the one that was probed',
    ],
    [
      'of another version',
      [plan({ heapgateVersion: '99.0.0' })],
      `0.json is of heapgate 99.0.0, and this is ${version}: run one version on all machines`,
    ],
    [
      'with a command for a commit',
      [plan({ report: { ...incident(), base: { ...incident().base, sha: '--upload-pack=sh' } } })],
      '0.json is not a plan or an answer of heapgate bisect: report does not fit: name a file that heapgate wrote',
    ],
    [
      'with an answer that is none',
      [plan(), { ...answer(1), answer: 'perhaps' }],
      '1.json is not a plan or an answer of heapgate bisect: answer does not fit: name a file that heapgate wrote',
    ],
    [
      'that are something else',
      [{ ...incident(), heapgateVersion: version }],
      '0.json is not a plan or an answer of heapgate bisect: kind does not fit: name a file that heapgate wrote',
    ],
  ])('%s are an error in one line', async (_, contents, message) => {
    await expect(joined(...contents)).rejects.toThrow(new Error(message));
  });
});

test('the matrix of a round counts its candidates from 1, and has no text of the app', () => {
  expect(matrixOf(plan())).toBe('{"candidate":[1,2]}');
});
