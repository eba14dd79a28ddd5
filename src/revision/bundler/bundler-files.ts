import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotMeasure } from '../../cannot-measure.ts';
import { assertStaysInCheckout } from '../inside.ts';
import type { CodeSide } from '../lockfile.ts';

/** Gemfile and Gemfile.lock of one side. */
export interface BundlerFiles {
  readonly gemfile: string;
  readonly lockfile: string;
}

/** Reads what Bundler installs from in an app's folder. Throws `CannotMeasure` that starts with `label`. */
export async function readBundlerFiles(directory: string, label: CodeSide): Promise<BundlerFiles> {
  const read = async (name: string) => {
    await assertStaysInCheckout(directory, name, `${label}: ${name}`);
    return await readFile(join(directory, name), 'utf8').catch((cause) => {
      const problem = `${label}: there is no ${name} in the app’s folder, which is what is bisected`;
      throw new CannotMeasure(problem, { cause });
    });
  };
  const [gemfile, lockfile] = [await read('Gemfile'), await read('Gemfile.lock')];
  assertLockfile(lockfile, label);
  return { gemfile, lockfile };
}

/** Throws `CannotMeasure` that starts with `label` where the text is no lockfile, or two that git could not merge. */
export function assertLockfile(text: string, label: CodeSide): void {
  if (/^ {2}specs:\r?$/m.test(text) && !/^(<{7}|={7}|>{7})/m.test(text)) return;
  throw new UnreadableLockfile(label);
}

/** Bundler has to write it anew. */
export class UnreadableLockfile extends CannotMeasure {
  override readonly name = 'UnreadableLockfile';

  /** `why`, where it is known: untrusted text. */
  constructor(label: CodeSide, why?: string | null) {
    const fault = why ? ` (${why})` : '';
    super(
      `${label}: Gemfile.lock cannot be read${fault}: run \`bundle lock\` there, and commit what it writes`,
    );
  }
}
