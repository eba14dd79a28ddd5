import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { execa } from 'execa';
import { formatDuration } from '../src/report/numbers.ts';

/** The part of V8's CPU profile that is read: how often the sampler met each function, one profile per thread. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const root = join(import.meta.dirname, '..');
const shownRows = 12;

/** Where `heapgate ARGS…`, run from the sources, spends its time: by thread and file, then by function. */
export async function profile(args: readonly string[]): Promise<string> {
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'heapgate-profile-'));
  const flags = ['--cpu-prof', `--cpu-prof-dir=${temporary.path}`];
  await execa(process.execPath, [...flags, join(root, 'src/cli.ts'), ...args], { stdout: 'ignore' });
  const threads = await Promise.all(
    (await readdir(temporary.path))
      .sort()
      .map(async (file) => JSON.parse(await readFile(join(temporary.path, file), 'utf8'))),
  );
  return threads.map((thread: CpuProfile, index) => threadTable(thread, index)).join('\n\n');
}

function threadTable(thread: CpuProfile, index: number): string {
  const byFile = new Map<string, number>();
  const byFunction = new Map<string, number>();
  const frames = new Map(thread.nodes.map(({ id, callFrame }) => [id, callFrame]));
  thread.samples.forEach((id, sample) => {
    const { functionName = '', url = '' } = frames.get(id) ?? {};
    const ms = (thread.timeDeltas[sample] ?? 0) / 1000;
    const file = fileOf(url, functionName);
    add(byFile, file, ms);
    add(byFunction, `${functionName || '(anonymous)'} ${basename(file)}`, ms);
  });
  return [`thread ${index + 1}, by file`, ...rows(byFile), 'by function', ...rows(byFunction)].join('\n');
}

/** Node's own functions and V8's, such as the garbage collector, are not in files of this repository. */
function fileOf(url: string, functionName: string): string {
  if (url.startsWith('file:')) return relative(root, new URL(url).pathname);
  return url === '' ? functionName : 'Node.js';
}

function add(totals: Map<string, number>, name: string, ms: number): void {
  totals.set(name, (totals.get(name) ?? 0) + ms);
}

function rows(totals: ReadonlyMap<string, number>): string[] {
  const all = [...totals.values()].reduce((sum, ms) => sum + ms, 0);
  return [...totals]
    .sort(([, one], [, other]) => other - one)
    .slice(0, shownRows)
    .filter(([, ms]) => ms >= all / 200)
    .map(
      ([name, ms]) =>
        `  ${formatDuration(ms).padStart(8)} ${((100 * ms) / all).toFixed(1).padStart(5)} %  ${name}`,
    );
}
