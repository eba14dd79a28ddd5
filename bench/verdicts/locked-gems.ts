import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Files } from '../../test/e2e/rack-app.ts';
import type { BenchCache } from '../cache.ts';

/** A Gemfile of these lines and its lockfile. The same lines lock the same versions from run to run. */
export async function lockedGems(cache: BenchCache, gems: readonly string[]): Promise<Files> {
  const lines = ['source Gem.sources.first.uri.to_s', ...gems.map((gem) => `gem ${gem}`), ''];
  const gemfile = lines.join('\n');
  const digest = createHash('sha256').update(gemfile).digest('hex').slice(0, 16);
  const folder = await cache.folder(`lock-${digest}`, async (directory) => {
    await writeFile(join(directory, 'Gemfile'), gemfile);
    await execa('bundle', ['lock'], { cwd: directory });
  });
  return { Gemfile: gemfile, 'Gemfile.lock': await readFile(join(folder, 'Gemfile.lock'), 'utf8') };
}
