import { stat } from 'node:fs/promises';
import { execa } from 'execa';
import { CannotMeasure } from '../cannot-measure.ts';

export interface GitAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs git in `repository` and answers whatever its exit status is. Throws `CannotMeasure` where no git command
 * could work: git is missing, the folder is no repository, or git distrusts its owner.
 */
export async function tryGit(
  repository: string,
  args: readonly string[],
  options: { readonly input?: string } = {},
): Promise<GitAnswer> {
  const result = await execa('git', [...SAFE_SETTINGS, ...args], {
    cwd: repository,
    env: gitEnvironment(process.env),
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
  });
  if (result.code === 'ENOENT') throw new CannotMeasure(await explainMissing(repository), { cause: result });
  const hopeless = result.exitCode === 0 ? undefined : explainHopeless(repository, result.stderr);
  if (hopeless !== undefined) throw new CannotMeasure(hopeless);
  return { ok: result.exitCode === 0, stdout: result.stdout, stderr: result.stderr };
}

/** As `tryGit`, but a failure throws `CannotMeasure` with git's own reason after `purpose`. */
export async function git(repository: string, purpose: string, args: readonly string[]): Promise<string> {
  const answer = await tryGit(repository, args);
  if (!answer.ok) throw new CannotMeasure(`${purpose}: ${gitReason(answer)}`);
  return answer.stdout;
}

/** The root of the checkout that `directory` lies in. */
export async function topLevelOf(directory: string): Promise<string> {
  return (await git(directory, `cannot read ${directory}`, ['rev-parse', '--show-toplevel'])).trimEnd();
}

/** The line of git's complaint that names the cause. */
export function gitReason(answer: GitAnswer): string {
  const lines = answer.stderr.split('\n').filter((line) => line.trim() !== '');
  const cause = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1);
  return cause?.replace(/^(fatal|error): /, '') ?? 'git failed without a reason';
}

/** The user's hooks, helpers and housekeeping have no part in a measurement. */
const SAFE_SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'gc.auto=0',
  'maintenance.auto=false',
].flatMap((setting) => ['-c', setting]);

/** A git hook or alias that starts heapgate sets these; they would point every command at the wrong repository. */
const REPOSITORY_OVERRIDES = /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|NAMESPACE|OBJECT_DIRECTORY)$/;

function gitEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !REPOSITORY_OVERRIDES.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    // Without it, `git status` rewrites the user's index.
    GIT_OPTIONAL_LOCKS: '0',
  };
}

async function explainMissing(repository: string): Promise<string> {
  const folder = await stat(repository).catch(() => undefined);
  if (!folder?.isDirectory()) return `${repository} is not a folder: run heapgate inside a git repository`;
  return 'git is not installed, or not on PATH: install git 2.30 or newer';
}

function explainHopeless(repository: string, stderr: string): string | undefined {
  if (stderr.includes('dubious ownership')) {
    return `git does not trust ${repository}, because another user owns it: run git config --global --add safe.directory ${repository}`;
  }
  if (/not a git repository/.test(stderr)) {
    return `${repository} is not in a git repository: run heapgate inside the repository of the app`;
  }
  return undefined;
}
