import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, expect, test, vi } from 'vitest';
import { runCli } from './cli-run.ts';
import {
  allReports,
  check,
  expectNothingLeft,
  expectRefusal,
  faultyRepository,
  inTheMiddle,
} from './faulty-run.ts';
import { type Files, gemFiles, puma, rack } from './rack-app.ts';

vi.setConfig({ testTimeout: 240_000 });

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

test('two heapgates in one repository at once do not meet', async () => {
  await using repository = faultyRepository(gems, {});
  const out = repository.beside('out');
  const reports = ['one.json', 'two.json'];
  const runs = await Promise.all(
    reports.map((name) =>
      runCli(repository, ['check', '--quiet', '--base', 'main', '--json', join(out, name)]),
    ),
  );
  expect(runs.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
    reports.map(() => ({ exitCode: 0, stderr: '' })),
  );
  expect(readdirSync(out)).toEqual(reports);
  expect(readdirSync(repository.beside('tmp'))).toEqual([]);
  expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1);
});

test('a clock that jumps a day ahead, and back again, changes nothing', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-clock-'));
  const [library, file] = [join(folder.path, 'clock-jump.so'), join(folder.path, 'jump')];
  const source = join(import.meta.dirname, 'clock-jump.c');
  await execa('cc', ['-shared', '-fPIC', `-DJUMP_FILE="${file}"`, '-o', library, source]);
  const env = { LD_PRELOAD: library };
  const now = async () => Number((await execa(process.execPath, ['-p', 'Date.now()'], { env })).stdout);
  writeFileSync(file, '');
  expect((await now()) - Date.now()).toBeGreaterThan(80_000_000);
  rmSync(file);

  // Ahead in the middle of base, back in the middle of head.
  await using repository = faultyRepository(gems, {
    onRequest: inTheMiddle(`(File.exist?('${file}') ? File.delete('${file}') : File.write('${file}', ''))`),
  });
  const run = await check(repository, { env });
  expect(run.stderr).toBe('');
  expect(run.report).toMatchObject({ verdict: 'pass', findings: [] });
  expect(run.report?.timings.totalMs).toBeLessThan(80_000_000);
  expect(run.exitCode).toBe(0);
  expectNothingLeft(run, allReports);
});

test('a run without time for its least number of rounds says so', async () => {
  await using repository = faultyRepository(gems, { config: { 'max-minutes': 0.001 } });
  expectRefusal(
    await check(repository),
    'base: time ran out before it could be judged: raise `max-minutes`, or lower rounds or requests',
  );
});
