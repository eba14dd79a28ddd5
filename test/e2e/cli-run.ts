import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Repository } from '../revision/repository.ts';

export interface CliOptions {
  /** Beside or over the caller's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The repository itself when left out. */
  readonly directory?: string;
  /** A command that runs the one behind it, such as `env`. */
  readonly under?: readonly string[];
  /** Does something with the running heapgate whenever its progress has one more match of a global expression. */
  readonly meanwhile?: { readonly at: RegExp; readonly act: (pid: number) => void };
}

export interface CliRun {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Processes, temporary files and changes to the user's repository that the run left; there must be none. */
  readonly left: readonly string[];
}

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** Runs the command line in `repository` as a user's shell does, with a temporary folder of its own. */
export async function runCli(
  repository: Repository,
  args: readonly string[],
  { env = {}, directory = repository.directory, under = [], meanwhile }: CliOptions = {},
): Promise<CliRun> {
  const temporary = repository.beside('tmp');
  const before = repository.fingerprint();
  const [program = '', ...rest] = [...under, process.execPath, cli, ...args];
  const running = execa(program, rest, {
    cwd: directory,
    env: { NODE_ENV: '', TMPDIR: temporary, XDG_CACHE_HOME: cacheBeside(repository), ...env },
    reject: false,
  });
  let progress = '';
  let acts = 0;
  running.stderr.on('data', (chunk: Buffer) => {
    progress += chunk;
    const matches = meanwhile ? [...progress.matchAll(meanwhile.at)].length : 0;
    for (; acts < matches; acts++) if (running.pid !== undefined) meanwhile?.act(running.pid);
  });
  const { exitCode, stdout, stderr } = await running;
  const left = [
    ...processesOf(temporary),
    ...readdirSync(temporary).map((name) => `file ${name}`),
    ...changes(before, repository.fingerprint()),
  ];
  return { exitCode, stdout, stderr, left };
}

/**
 * Where the gems of small apps are kept between runs. Not with the demo's: a newer Puma there would be taken by tests
 * that name no version.
 */
export function packageCache(): string {
  const { HEAPGATE_TEST_BUNDLE, XDG_CACHE_HOME } = process.env;
  const demo =
    HEAPGATE_TEST_BUNDLE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'heapgate-tests', 'bundle');
  return `${demo}-small-apps`;
}

/** A folder for `XDG_CACHE_HOME` in which heapgate finds those gems. */
export function cacheBeside(repository: Repository): string {
  const cache = repository.beside('cache');
  const folder = repository.beside('cache/heapgate');
  mkdirSync(packageCache(), { recursive: true });
  if (!readdirSync(folder).includes('bundle')) symlinkSync(packageCache(), join(folder, 'bundle'));
  return cache;
}

/** Live processes that were started with this temporary folder, or work in it. */
function processesOf(temporary: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      const directory = readlinkSync(`/proc/${pid}/cwd`);
      if (!environment.includes(`TMPDIR=${temporary}`) && !directory.startsWith(temporary)) return [];
      return [`process ${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')}`];
    } catch {
      // It ended meanwhile, or is not ours to look at.
      return [];
    }
  });
}

function changes(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).map((path) => `changed ${path}`);
}
