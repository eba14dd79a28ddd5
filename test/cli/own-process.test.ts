import { mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const cli = join(import.meta.dirname, '../../src/cli.ts');
const notEnough =
  'heapgate: there is not enough memory: allow more (of the machine, its container, `ulimit -v`, --max-old-space-size)';

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>;

beforeAll(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-memory-'));
});

afterAll(() => folder.remove());

/** Every row a class with a name of its own: what is known of classes lies where JavaScript's own objects do. */
async function dumpOfManyClasses(): Promise<string> {
  const file = join(folder.path, 'classes.json');
  const rows = Array.from(
    { length: 300_000 },
    (_, i) =>
      `{"address":"0x${(i * 40 + 80).toString(16)}", "type":"CLASS", "name":"Shop::Class${i}", "memsize":40}\n`,
  );
  await writeFile(file, rows.join(''));
  return file;
}

describe('where memory ends, one line says so:', () => {
  test.each([
    ['analyze', 1],
    ['diff', 2],
  ])('%s, whose JavaScript objects take too much', async (verb, dumps) => {
    const dump = await dumpOfManyClasses();
    const files = Array.from({ length: dumps }, () => dump);
    const { stdout, stderr, exitCode } = await execa(
      process.execPath,
      ['--max-old-space-size=40', cli, verb, ...files, '--quiet'],
      { reject: false },
    );
    expect(stderr).toBe(notEnough);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  });

  test('the system ends the process that does the work', async () => {
    const pipe = join(folder.path, 'pipe');
    await execa('mkfifo', [pipe]);
    const run = execa(process.execPath, [cli, 'analyze', pipe], { reject: false });
    // It tells that it reads, and then waits for the first row.
    await new Promise((resolve) => run.stderr.once('data', resolve));
    for (const child of await childrenOf(run.pid ?? 0)) process.kill(child, 'SIGKILL');
    const { stdout, stderr, exitCode } = await run;
    expect(stderr.split('\n').at(-1)).toBe(notEnough);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  });
});

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8')),
  );
  return lists.flatMap((list) => list.trim().split(' ').filter(Boolean).map(Number));
}

test('other verbs and options run in the process that was started', async () => {
  const run = execa(process.execPath, [cli, '--version']);
  expect((await run).stdout).toMatch(/^\d+\.\d+\.\d+$/);
});
