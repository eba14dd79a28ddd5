import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

export interface PrivateDirectory extends AsyncDisposable {
  readonly path: string;
}

/**
 * A temporary folder that only this user can enter (mode 0700), removed on dispose. Its path is short and without
 * spaces: Unix sockets in it may have at most 107 bytes, and `RUBYOPT` splits at spaces.
 */
export async function privateTemporaryDirectory(prefix: string): Promise<PrivateDirectory> {
  const configured = await realpath(tmpdir());
  const parent = configured.length <= LONGEST_PARENT && !/\s/.test(configured) ? configured : '/tmp';
  const path = await mkdtemp(join(parent, prefix));
  return { path, [Symbol.asyncDispose]: () => removeTree(path) };
}

/** Leaves room for the folder itself and a socket's name below it. */
const LONGEST_PARENT = 40;

/** Removes a folder whatever it holds; an app may have left folders in it that nobody can write to. */
export async function removeTree(path: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
  try {
    await rm(path, options);
  } catch {
    await execa('chmod', ['-R', 'u+rwX', path], { reject: false });
    await rm(path, options);
  }
}
