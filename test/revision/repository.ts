import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real git repository in a temporary folder, which is removed with all that was put beside it. */
export class Repository implements AsyncDisposable {
  readonly directory: string;
  readonly #root: string;

  static create(): Repository {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'hg-git-')));
    const repository = new Repository(root, join(root, 'repository'));
    mkdirSync(repository.directory);
    repository.git('init', '--quiet', '--initial-branch=main');
    return repository;
  }

  private constructor(root: string, directory: string) {
    this.#root = root;
    this.directory = directory;
  }

  git(...args: string[]): string {
    return runGit(this.directory, args);
  }

  /** Commits `files` (path to text) on what is checked out, and answers the commit's SHA. */
  commit(message: string, files: Record<string, string> = { [message]: message }): string {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.git('add', '--all', '--force', ...Object.keys(files));
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.head();
  }

  /** Commits a merge of `other` into what is checked out. */
  merge(other: string): string {
    this.git('merge', '--quiet', '--no-ff', '--no-edit', '--strategy=ours', other);
    return this.head();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), text);
  }

  head(): string {
    return this.git('rev-parse', 'HEAD');
  }

  /** A folder beside the repository. */
  beside(name: string): string {
    const path = join(this.#root, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** A clone over `file://`, as of a remote. */
  clone(...options: string[]): Repository {
    const directory = join(this.#root, `clone-${readdirSync(this.#root).length}`);
    runGit(this.#root, ['clone', '--quiet', ...options, `file://${this.directory}`, directory]);
    return new Repository(this.#root, directory);
  }

  /** A clone as actions/checkout makes it: one commit, on no branch. */
  checkoutAction(ref: string, depth = 1): Repository {
    const directory = join(this.#root, `clone-${readdirSync(this.#root).length}`);
    mkdirSync(directory);
    const clone = new Repository(this.#root, directory);
    clone.git('init', '--quiet');
    clone.git('remote', 'add', 'origin', `file://${this.directory}`);
    const refspec = `+${this.git('rev-parse', ref)}:refs/remotes/${ref}`;
    clone.git('fetch', '--quiet', '--no-tags', `--depth=${depth}`, 'origin', refspec);
    clone.git('checkout', '--quiet', '--detach', `refs/remotes/${ref}`);
    return clone;
  }

  /** Every file with a digest of its bytes, the git folder's included, its objects apart. */
  fingerprint(): Record<string, string> {
    return digests(this.directory, '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function runGit(directory: string, args: readonly string[]): string {
  const settings = ['user.name=Test', 'user.email=test@example.com', 'protocol.file.allow=always'];
  const given = settings.flatMap((setting) => ['-c', setting]);
  return execFileSync('git', [...given, ...args], { cwd: directory, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function digests(root: string, folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (path === '.git/objects') continue;
    if (entry.isDirectory()) Object.assign(found, { [`${path}/`]: '' }, digests(root, path));
    else if (entry.isSymbolicLink()) found[path] = readlinkSync(join(root, path));
    else
      found[path] = createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest('hex');
  }
  return found;
}
