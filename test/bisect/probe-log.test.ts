import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProbeAnswer } from '../../src/bisect/oracle.ts';
import { type Probed, ProbeLog, readProbeLog } from '../../src/bisect/probe-log.ts';
import { OutOfTime, Probes } from '../../src/bisect/probes.ts';
import { replayed } from '../../src/bisect/replay.ts';
import { smallestSet } from '../../src/bisect/smallest-set.ts';
import { suspectsLeft } from '../../src/bisect/suspects-left.ts';
import { monotone } from './random-oracle.ts';

let root: string;
let file: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-log-'));
  file = join(root, 'logs', 'probes.jsonl');
});
afterEach(() => rm(root, { recursive: true }));

const probed = (measured: string, more: Partial<Probed> = {}): Probed => ({
  kind: 'probe',
  measured,
  thorough: false,
  changes: [measured],
  answer: 'clean',
  ms: 5,
  ...more,
});

/** Probes whose oracle says `answer`, and how often it was asked. */
async function probes(answer: ProbeAnswer, deadlineMs = Number.POSITIVE_INFINITY) {
  const asked: string[] = [];
  const log = await ProbeLog.open(file);
  const say = async (how: string) => {
    asked.push(how);
    return answer;
  };
  const oracle = {
    ask: () => say('quick'),
    confirm: () => say('full'),
  };
  const told: string[] = [];
  const all = new Probes({ oracle, log, bound: 4, deadlineMs, progress: (line) => told.push(line) });
  return { all, asked, told };
}

const candidate = (measured: string) => ({
  changes: [measured],
  measured,
  prepare: () => Promise.reject(new Error('is not prepared in these tests')),
});

test('what was logged is there again when the log is opened', async () => {
  const log = await ProbeLog.open(file);
  await log.write(probed('a', { answer: 'leaks' }));
  expect((await ProbeLog.open(file)).known('a', false)?.answer).toBe('leaks');
});

test('a thorough answer serves for a quick probe, and not the other way round', async () => {
  const log = await ProbeLog.open(file);
  await log.write(probed('full', { thorough: true }));
  await log.write(probed('quick'));
  const again = await ProbeLog.open(file);
  expect(again.known('full', false)).toBeDefined();
  expect(again.known('quick', true)).toBeUndefined();
});

test('a line that was cut off is left out, and does not spoil the next', async () => {
  await (await ProbeLog.open(file)).write(probed('a'));
  await appendFile(file, '{"kind":"probe","meas');
  await (await ProbeLog.open(file)).write(probed('b'));
  const { entries } = await ProbeLog.open(file);
  expect(entries.map((entry) => entry.kind === 'probe' && entry.measured)).toEqual(['a', 'b']);
});

test('a file that is no log is refused in one line', async () => {
  await (await ProbeLog.open(file)).write(probed('a'));
  await appendFile(file, 'requests:\n');
  await expect(ProbeLog.open(file)).rejects.toThrow(
    /probes\.jsonl, line 2: is not from a bisect's log: name/,
  );
});

test.each(['Buy plums and a rope', '{"note":"plums"}', '{"kind":"start"}', '{', ' '])(
  'what begins with no entry is refused and left as it is: %j',
  async (text) => {
    const notes = join(root, 'notes.txt');
    await writeFile(notes, text);
    const refusal = /notes\.txt, line 1: is not from a bisect's log: name another file$/;
    await expect(ProbeLog.open(notes)).rejects.toThrow(refusal);
    await expect(readProbeLog(notes)).rejects.toThrow(refusal);
    expect(await readFile(notes, 'utf8')).toBe(text);
  },
);

test.each(['{"kind":"start","finding":"f0', '{"kind":"start","things":"requests","fin'])(
  'a log whose first line was cut off is empty: %s',
  async (text) => {
    const cut = join(root, 'cut.jsonl');
    await writeFile(cut, text);
    expect(await readProbeLog(cut)).toEqual([]);
    const log = await ProbeLog.open(cut);
    await log.write(probed('a'));
    expect((await ProbeLog.open(cut)).entries).toHaveLength(1);
  },
);

test('a folder in the log’s place is refused in one line', async () => {
  await expect(ProbeLog.open(root)).rejects.toThrow(
    /^cannot use .* as the log \(EISDIR\): name another with --log$/,
  );
});

test('the same is not measured twice, in one run or the next', async () => {
  const first = await probes({ answer: 'leaks' });
  expect([await first.all.ask(candidate('a')), await first.all.ask(candidate('a'))]).toEqual([
    'leaks',
    'leaks',
  ]);
  expect(first.asked).toEqual(['quick']);
  const second = await probes({ answer: 'clean' });
  expect(await second.all.ask(candidate('a'))).toBe('leaks');
  expect(second.asked).toEqual([]);
  expect(second.told).toEqual(['bisect: a: leaks, from the log; at most 3 to go']);
});

test('what could not be measured is tried again by the next run, and not by the same', async () => {
  const first = await probes({ answer: 'unknown', reason: 'the registry does not answer' });
  await first.all.ask(candidate('a'));
  await first.all.ask(candidate('a'));
  expect(first.asked).toEqual(['quick']);
  const second = await probes({ answer: 'clean' });
  expect(await second.all.ask(candidate('a'))).toBe('clean');
});

test('why an answer is not known is kept and told', async () => {
  const { all, told } = await probes({ answer: 'unknown', reason: 'it does not boot' });
  await all.confirm(candidate('a'));
  expect(all.records).toMatchObject([{ answer: 'unknown', reason: 'it does not boot', thorough: true }]);
  expect(told[0]).toMatch(/^bisect: a, measured in full: unknown, .*; at most 4 to go \(it does not boot\)$/);
  expect(await readFile(file, 'utf8')).toContain('it does not boot');
});

test('no probe is started after its time', async () => {
  const { all, asked } = await probes({ answer: 'clean' }, performance.now() - 1);
  await expect(all.ask(candidate('a'))).rejects.toBeInstanceOf(OutOfTime);
  expect(asked).toEqual([]);
});

test('what is left to suspect leaks in the smallest mixture that does, and was in none that was clean', () => {
  const of = (changes: string, answer: Probed['answer']) =>
    probed(changes, { changes: [...changes], answer });
  expect(suspectsLeft([...'abcdef'], [])).toEqual([...'abcdef']);
  expect(suspectsLeft([...'abcdef'], [of('abc', 'clean'), of('abcde', 'leaks')])).toEqual(['d', 'e']);
  expect(suspectsLeft([...'abcdef'], [of('abc', 'unknown'), of('x', 'leaks')])).toEqual([...'abcdef']);
});

test('what takes several changes together is sought in both clean parts of the smallest mixture that leaks', () => {
  const of = (changes: string, answer: Probed['answer']) =>
    probed(changes, { changes: [...changes], answer });
  const probes = [of('ab', 'clean'), of('abc', 'clean')];
  expect(suspectsLeft([...'abcd'], probes)).toEqual(['d']);
  probes.push(of('d', 'clean'));
  expect(suspectsLeft([...'abcd'], probes)).toEqual([...'abcd']);
  probes.push(of('abd', 'leaks'));
  expect(suspectsLeft([...'abcd'], probes)).toEqual(['a', 'b', 'd']);
  probes.push(of('ad', 'leaks'), of('a', 'clean'));
  expect(suspectsLeft([...'abcd'], probes)).toEqual(['a', 'd']);
});

test('at every moment of a search a part of the culprit is suspected', () =>
  fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 3 }), async (culprit) => {
      const oracle = monotone(12, [culprit]);
      const probes: Probed[] = [];
      await smallestSet(oracle.changes, async (some) => {
        const answer = oracle.answer(some);
        probes.push(probed('', { changes: some.map(String), answer }));
        const left = suspectsLeft(oracle.changes.map(String), probes);
        expect(culprit.some((change) => left.includes(`${change}`))).toBe(true);
        return answer;
      });
      expect(suspectsLeft(oracle.changes.map(String), probes).map(Number).sort()).toEqual(culprit.sort());
    }),
  ));

test('what is seen clean once and leaking once stays suspected', () => {
  const of = (answer: Probed['answer']) => probed('ab', { changes: ['a', 'b'], answer });
  expect(suspectsLeft([...'abc'], [of('leaks'), of('clean')])).toEqual(['a', 'b']);
});

const started = {
  kind: 'start',
  finding: 'f00',
  base: '1'.repeat(40),
  head: '2'.repeat(40),
  things: 'changes',
  candidates: [],
  bound: 4,
} as const;

test('a log is explained probe by probe, without control characters of what it names', () => {
  const candidates = ['a 1 → 2', 'b\u001b[31m 1 → 2'];
  const text = replayed([
    { ...started, candidates },
    probed('k', { changes: candidates.slice(0, 1), answer: 'leaks', ms: 9_000 }),
    {
      kind: 'end',
      culprit: { kind: 'dependency', name: 'a', from: '1', to: '2', fixedIn: '3', verified: true },
      notices: ['look'],
    },
  ]);
  expect(text.split('\n')).toEqual([
    'Finding f00, 111111111111 against 222222222222: 2 changes, at most 4 probes.',
    '  1. base with a 1 → 2: leaks, 9.0 s; 1 of 2 suspected',
    'Culprit: a 1 → 2, fixed in 3 (verified).',
    'look',
  ]);
  expect(replayed([])).toBe('The log is empty.');
});

test('a log of commits is explained by what each of them said', () => {
  const candidates = ['1a2b3c4d5e Add', '2b3c4d5e6f Change'];
  const text = replayed([
    { ...started, things: 'commits', candidates },
    probed('k', { changes: candidates.slice(0, 1), answer: 'leaks', ms: 9_000 }),
  ]);
  expect(text.split('\n')).toEqual([
    'Finding f00, 111111111111 against 222222222222: 2 commits, at most 4 probes.',
    '  1. 1a2b3c4d5e Add: leaks, 9.0 s',
  ]);
});
