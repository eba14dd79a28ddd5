import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageManagerOf } from '../../src/revision/package-managers.ts';

/** Who locks an app with these files. */
async function managerOf(...files: readonly string[]): Promise<string> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-manager-'));
  for (const file of files) await writeFile(join(folder.path, file), '');
  return (await packageManagerOf(folder.path)).name;
}

test('an app is locked by whose lockfile it has', async () => {
  expect(await managerOf('Gemfile', 'Gemfile.lock')).toBe('Bundler');
  expect(await managerOf('package.json', 'package-lock.json')).toBe('npm');
  expect(await managerOf('package.json', 'npm-shrinkwrap.json')).toBe('npm');
});

test('a Ruby app that has its pages’ scripts from npm is locked by Bundler', async () => {
  expect(await managerOf('package-lock.json', 'Gemfile.lock')).toBe('Bundler');
});

test('an app without a lockfile that is known cannot be bisected, which is said in one line', async () => {
  await expect(managerOf('package.json', 'yarn.lock')).rejects.toThrow(
    /^there is no lockfile in the app’s folder, .*: heapgate knows those of Bundler and npm$/,
  );
});
