import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { DependencyCandidates } from '../../src/bisect/dependency-candidates.ts';
import { nameCulprit } from '../../src/bisect/dependency-search.ts';
import type { LeakOracle, Prepare, ProbeAnswer } from '../../src/bisect/oracle.ts';
import { ProbeLog } from '../../src/bisect/probe-log.ts';
import { Probes } from '../../src/bisect/probes.ts';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import type { PreparedRevision } from '../../src/prepare.ts';
import { npm } from '../../src/revision/npm/npm.ts';
import { requestsHeld } from './upload-app.ts';

/** Versions on base and on head. */
const upgrades: Readonly<Record<string, readonly [string, string]>> = {
  dayjs: ['1.11.9', '1.11.10'],
  deepmerge: ['4.3.0', '4.3.1'],
  eventemitter3: ['4.0.6', '4.0.7'],
  express: ['4.17.1', '4.17.3'],
  'express-form-data': ['2.0.18', '2.0.19'],
  isarray: ['1.0.0', '2.0.5'],
  'kind-of': ['6.0.2', '6.0.3'],
  minimist: ['1.2.7', '1.2.8'],
  nanoid: ['3.3.6', '3.3.7'],
  'object-assign': ['4.1.0', '4.1.1'],
  once: ['1.3.3', '1.4.0'],
  picocolors: ['1.0.0', '1.0.1'],
  uuid: ['8.3.1', '8.3.2'],
  wrappy: ['1.0.1', '1.0.2'],
  xtend: ['4.0.1', '4.0.2'],
  yallist: ['3.1.0', '3.1.1'],
};
const uploads = 40;

test('of many upgraded packages the one whose uploads leak is named, with the version that fixes it', async () => {
  await using root = await mkdtempDisposable(join(tmpdir(), 'hg-bisect-npm-'));
  const [base, head] = [join(root.path, 'base'), join(root.path, 'head')];
  await lock(base, 0);
  await lock(head, 1, base);
  const env = process.env as Record<string, string>;
  const lockfiles = await npm.read({ base, head, scratch: root.path, env, signal: undefined });
  const tree = {
    appDirectory: head,
    code: 'the same',
    setUpAgain: async () => {
      await npmIn(head, 'install', '--prefer-offline');
      return {} as PreparedRevision;
    },
  };
  const candidates = await DependencyCandidates.of({
    lockfiles,
    trees: { base: tree, head: tree },
    hasCode: false,
    circumstances: '',
  });
  expect(candidates.suspects.flatMap(({ entries }) => entries).length).toBeGreaterThan(15);

  const log = await ProbeLog.open(join(root.path, 'probes.jsonl'));
  const options = { log, bound: 0, deadlineMs: Number.POSITIVE_INFINITY, progress: () => {} };
  const probes = new Probes({ ...options, oracle: heldRequests(head) });
  const { culprit, notices } = await nameCulprit({ candidates, lockfiles, probes });
  expect({ culprit, notices }).toEqual({
    culprit: {
      kind: 'dependency',
      name: 'express-form-data',
      from: '2.0.18',
      to: '2.0.19',
      fixedIn: '2.0.20',
      verified: true,
      command: 'npm install express-form-data@2.0.20',
    },
    notices: [],
  });
  expect(probes.records.map(({ answer }) => answer)).not.toContain('unknown');
  expect(probes.records.length).toBeLessThanOrEqual(Math.ceil(Math.log2(candidates.suspects.length)) + 3);
});

/** What npm locks for one side of the upgrades; what did not change stays as another side has it. */
async function lock(directory: string, side: 0 | 1, other?: string): Promise<void> {
  await mkdir(directory);
  const versions = Object.entries(upgrades).map(([name, versions]) => [name, versions[side]]);
  const manifest = { name: 'uploads', version: '1.0.0', dependencies: Object.fromEntries(versions) };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  if (other) await execa('cp', [join(other, 'package-lock.json'), directory]);
  await npmIn(directory, 'install', '--package-lock-only');
}

const npmIn = (cwd: string, ...args: readonly string[]) =>
  execa('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund'], { cwd });

/** By what V8 counts after it has collected garbage: each upload's request is held where they leak, and else next to none. */
function heldRequests(directory: string): LeakOracle {
  const probe = async (prepare: Prepare): Promise<ProbeAnswer> => {
    try {
      await prepare();
    } catch (error) {
      if (!(error instanceof CannotMeasure)) throw error;
      return { answer: 'unknown', reason: error.message };
    }
    return { answer: (await requestsHeld(directory, uploads)) >= uploads / 2 ? 'leaks' : 'clean' };
  };
  return { ask: probe, confirm: probe };
}
