import { access, link, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CannotMeasure } from './cannot-measure.ts';

/** Whether what exists may be replaced. */
export interface NewFileOptions {
  readonly force: boolean;
}

/** Finds out before the work that a file is there already, and may not be replaced. */
export async function refuseToReplace(file: string, { force }: NewFileOptions): Promise<void> {
  if (force) return;
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) throw alreadyThere(file);
}

/** Writes a file as a whole or not at all: under another name beside it first. Throws `CannotMeasure` in one line. */
export async function writeNewFile(file: string, text: string, { force }: NewFileOptions): Promise<void> {
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(unfinished, text, { flag: 'wx' });
    // Unlike a rename, a link does not replace what came to be there meanwhile.
    if (force) await rename(unfinished, file);
    else await link(unfinished, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'EEXIST') throw alreadyThere(file);
    throw new CannotMeasure(`cannot write ${file} (${code}): check the folder and its permissions`, {
      cause: error,
    });
  } finally {
    await rm(unfinished, { force: true });
  }
}

const alreadyThere = (file: string): CannotMeasure =>
  new CannotMeasure(`${file} exists already: name another file, or replace it with --force`);
