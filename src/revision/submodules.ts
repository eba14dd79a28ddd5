import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { git, tryGit } from './git.ts';

/**
 * Checks out the submodules of a worktree, and theirs: from the copies that the user's checkout has, without the
 * network, else from where they are published. The user's settings are not written to. Answers a notice for each that
 * is left empty. `ownCheckout` is the user's checkout of the same repository, where there is one.
 */
export async function checkOutSubmodules(
  ownCheckout: string | undefined,
  directory: string,
  label: string,
): Promise<string[]> {
  const notices: string[] = [];
  for (const submodule of await declaredSubmodules(directory)) {
    const source = await sourceOf(submodule, ownCheckout);
    if (source === undefined) {
      notices.push(
        `${label}: submodule ${submodule.path} is left empty: run git submodule update --init first`,
      );
      continue;
    }
    await update(directory, submodule, source, label);
    const own = ownCheckout === undefined ? undefined : join(ownCheckout, submodule.path);
    const ownCopy = own !== undefined && existsSync(join(own, '.git')) ? own : undefined;
    notices.push(...(await checkOutSubmodules(ownCopy, join(directory, submodule.path), label)));
  }
  return notices;
}

interface Submodule {
  readonly name: string;
  readonly path: string;
  readonly url: string | undefined;
  /** The commit that the revision wants of it. */
  readonly commit: string;
}

interface Source {
  readonly url: string;
  /** A folder on this machine that the user's own git made, which git by itself would not read. */
  readonly local: boolean;
}

/** Those that the revision names and holds. All of it is text of the pull request's author. */
async function declaredSubmodules(directory: string): Promise<Submodule[]> {
  if (!existsSync(join(directory, '.gitmodules'))) return [];
  const args = ['config', '--file', '.gitmodules', '-z', '--get-regexp', '^submodule\\..*\\.(path|url)$'];
  const settings = new Map<string, string>();
  for (const entry of (await tryGit(directory, args)).stdout.split('\0')) {
    const [key = '', ...value] = entry.split('\n');
    settings.set(key, value.join('\n'));
  }
  const submodules: Submodule[] = [];
  for (const [key, path] of settings) {
    const name = /^submodule\.(.*)\.path$/s.exec(key)?.[1];
    const commit = await tryGit(directory, ['rev-parse', '--verify', '--quiet', `HEAD:${path}`]);
    if (name === undefined || !commit.ok) continue;
    submodules.push({ name, path, url: settings.get(`submodule.${name}.url`), commit: commit.stdout.trim() });
  }
  return submodules;
}

/** Where to take a submodule from; `undefined` for an address relative to a remote, which the checkout never used. */
async function sourceOf(submodule: Submodule, ownCheckout: string | undefined): Promise<Source | undefined> {
  // A name with `=` would end the key of `git -c key=value` early, and set another one; `..` leads to other folders.
  if (/[=\n]|(^|\/)\.\.(\/|$)/.test(submodule.name)) return undefined;
  if (ownCheckout !== undefined) {
    const modules = await git(ownCheckout, 'cannot find the git folder', [
      'rev-parse',
      '--git-path',
      'modules',
    ]);
    const copy = resolve(ownCheckout, modules.trimEnd(), submodule.name);
    const complete = existsSync(copy) && (await tryGit(copy, ['cat-file', '-e', submodule.commit])).ok;
    if (complete) return { url: copy, local: true };
    const configured = await tryGit(ownCheckout, ['config', '--get', `submodule.${submodule.name}.url`]);
    if (configured.ok) return { url: configured.stdout.trimEnd(), local: false };
  }
  const { url } = submodule;
  return url === undefined || url.startsWith('.') ? undefined : { url, local: false };
}

async function update(directory: string, submodule: Submodule, source: Source, label: string): Promise<void> {
  // `--init` writes what it does not find to the settings that all worktrees share, so everything is given here.
  const settings = { url: source.url, update: 'checkout' };
  const given = Object.entries(settings).map(([key, value]) => `submodule.${submodule.name}.${key}=${value}`);
  if (source.local) given.push('protocol.file.allow=always');
  const options = given.flatMap((setting) => ['-c', setting]);
  const command = ['--literal-pathspecs', 'submodule', '--quiet', 'update', '--init', '--', submodule.path];
  await git(directory, `${label}: cannot check out submodule ${submodule.path}`, [...options, ...command]);
}
