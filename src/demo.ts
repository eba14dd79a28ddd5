import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { appEnvironment } from './app/environment.ts';
import { CannotMeasure } from './cannot-measure.ts';
import { git } from './revision/git.ts';

/** What the demo app's dependencies looked like at different times; `demo/README.md` says what each does. */
export const demoStates = ['dated', 'good', 'bad', 'fixed', 'rails71'] as const;
export type DemoState = (typeof demoStates)[number];

export interface DemoRequest {
  readonly base: DemoState;
  readonly head: DemoState;
  /** Throw-away folder, which the repository is made in. */
  readonly root: string;
  /** Where gems come from, as `gemSource` answers it. */
  readonly gemSource: string;
}

export interface DemoOutcome {
  readonly verdict: 'pass' | 'regression';
  readonly findings: 'none' | 'new' | 'existing' | 'gone';
}

/** What checking one state against another must find. */
export function expectedOutcome(base: DemoState, head: DemoState): DemoOutcome {
  if (base === 'bad') return { verdict: 'pass', findings: head === 'bad' ? 'existing' : 'gone' };
  return head === 'bad' ? { verdict: 'regression', findings: 'new' } : { verdict: 'pass', findings: 'none' };
}

/** The upgrade whose many changes hide the one that leaks, and what bisecting it must name. */
export const demoBisect = {
  base: 'dated',
  head: 'bad',
  culprit: { name: 'bugsnag', from: '6.26.0', to: '6.26.1', fixedIn: '6.26.2' },
} as const satisfies { readonly base: DemoState; readonly head: DemoState; readonly culprit: unknown };

/** Makes a git repository of the demo app, with `base` on branch `main` and `head`, checked out, on `upgrade`. */
export async function buildDemoRepository(request: DemoRequest): Promise<{ readonly repository: string }> {
  const repository = join(request.root, 'tea-shop');
  await mkdir(repository);
  await demoGit(repository, ['init', '--quiet', '--template=', '--initial-branch=main']);
  await commitState(repository, request.base, 'Open the tea shop', request.gemSource);
  await demoGit(repository, ['checkout', '--quiet', '-b', 'upgrade']);
  await commitState(repository, request.head, upgradeMessage(request.head), request.gemSource);
  return { repository };
}

/** The URL that this machine's Ruby gets its gems from. Throws `CannotMeasure` where the demo app could not run. */
export async function gemSource(): Promise<string> {
  const version = await firstLineOf('ruby', ['-e', 'puts RUBY_VERSION']);
  if (version === undefined) throw new CannotMeasure(`${need}, but \`ruby\` does not run here: ${remedy}`);
  if (!/^3\.[1-3]\./.test(version))
    throw new CannotMeasure(`${need}, and \`ruby\` is ${version} here: ${remedy}`);
  if ((await firstLineOf('bundle', ['--version'])) === undefined) {
    throw new CannotMeasure(`${need}, but \`bundle\` does not run here: gem install bundler`);
  }
  const source = await firstLineOf('ruby', ['-e', 'puts Gem.sources.first&.uri']);
  if (!source) throw new CannotMeasure('RubyGems has no source to install gems from: gem sources --add URL');
  return source.endsWith('/') ? source : `${source}/`;
}

const need = 'the demo is a Rails app that needs Ruby 3.1, 3.2 or 3.3 with Bundler';
const remedy = 'install one of them (Debian and Ubuntu: apt-get install ruby-full build-essential)';

/** The first line a command prints, or `undefined` when it fails; it sees what the app will see. */
async function firstLineOf(command: string, args: readonly string[]): Promise<string | undefined> {
  const env = appEnvironment(process.env, {});
  const { failed, stdout } = await execa(command, args, { env, extendEnv: false, reject: false });
  return failed ? undefined : stdout.split('\n', 1)[0];
}

/** Commits `state` over what is checked out, even where nothing differs: base and head may be the same state. */
async function commitState(
  repository: string,
  state: DemoState,
  message: string,
  source: string,
): Promise<void> {
  await copyDemo('app', repository);
  await copyDemo(`states/${state}`, repository);
  const lockfile = join(repository, 'Gemfile.lock');
  const template = await readFile(lockfile, 'utf8');
  await writeFile(
    lockfile,
    template.replaceAll('{{gem-source}}', () => source),
  );
  await demoGit(repository, ['add', '--all']);
  await demoGit(repository, ['commit', '--quiet', '--allow-empty', '-m', message]);
}

/** `demo/` lies beside `src/`, which this file runs from, and beside `dist/`, which it is bundled into. */
const demoDirectory = (): string => fileURLToPath(new URL('../demo', import.meta.url));

async function copyDemo(folder: string, destination: string): Promise<void> {
  try {
    await cp(join(demoDirectory(), folder), destination, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const message = `there is no demo app in ${demoDirectory()}: run the demo from a checkout of heapgate`;
    throw new CannotMeasure(message, { cause: error });
  }
}

const upgradeMessage = (state: DemoState): string =>
  state === 'rails71' ? 'Upgrade to Rails 7.1' : 'Update gems';

/** The user's own git settings must not sign, alter or stop these commits. */
const demoGit = (repository: string, args: readonly string[]): Promise<string> =>
  git(repository, 'cannot make the demo’s repository', [...SETTINGS, ...args]);

const SETTINGS = [
  'user.name=Tea shop',
  'user.email=shop@example.com',
  'commit.gpgsign=false',
  'core.autocrlf=false',
  'core.excludesFile=/dev/null',
].flatMap((setting) => ['-c', setting]);
