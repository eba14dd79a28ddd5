import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildDemoRepository, demoStates, gemSource } from '../../src/demo.ts';
import { privateTemporaryDirectory } from '../../src/revision/private-directory.ts';

/**
 * Installs the gems of all states of the demo app, so that no test has to wait for them. They are in a cache of the
 * tests' own, which heapgate uses too while they run: gems of other apps must not take part.
 */
export default async function installDemoGems(): Promise<void> {
  if (process.env.HEAPGATE_TEST_BUNDLE) return;
  const { stdout: rubyVersion } = await execa('ruby', ['-e', 'print RUBY_VERSION']);
  const userCache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const cache = join(userCache, 'heapgate-tests', `ruby-${rubyVersion}`);
  const bundle = join(cache, 'heapgate', 'bundle');
  await mkdir(bundle, { recursive: true });
  const source = await gemSource();
  for (const state of demoStates) {
    await using root = await privateTemporaryDirectory('hg-gems-');
    const { repository } = await buildDemoRepository({
      base: state,
      head: state,
      root: root.path,
      gemSource: source,
    });
    await execa('bundle', ['install', '--quiet'], {
      cwd: repository,
      env: { BUNDLE_PATH: bundle },
      stdin: 'ignore',
    });
  }
  process.env.XDG_CACHE_HOME = cache;
  process.env.HEAPGATE_TEST_BUNDLE = bundle;
}
