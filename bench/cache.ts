import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** What takes long to make and can be used again: gems and dumps. Outside the repository, and apart for each Ruby. */
export class BenchCache {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async open(): Promise<BenchCache> {
    const { stdout: rubyVersion } = await execa('ruby', ['-e', 'print RUBY_VERSION']);
    const userCache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
    const directory = join(userCache, 'heapgate-bench', `ruby-${rubyVersion}`);
    await mkdir(directory, { recursive: true });
    return new BenchCache(directory);
  }

  /** The folder of that name; `fill` makes what belongs into it where it is not there yet, wholly or not at all. */
  async folder(name: string, fill: (directory: string) => Promise<unknown>): Promise<string> {
    const finished = join(this.directory, name);
    if (await stat(finished).catch(() => undefined)) return finished;
    const unfinished = `${finished}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished);
    await fill(unfinished);
    await rename(unfinished, finished);
    return finished;
  }
}
