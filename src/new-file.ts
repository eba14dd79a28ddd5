import { access, link, rename } from 'node:fs/promises';
import { CannotMeasure } from './cannot-measure.ts';
import { orRefuse, writeBeside } from './whole-file.ts';

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

/** Writes a file as a whole or not at all. Throws `CannotMeasure` in one line. */
export async function writeNewFile(file: string, text: string, { force }: NewFileOptions): Promise<void> {
  const place = async (unfinished: string): Promise<void> => {
    if (force) return await rename(unfinished, file);
    // Unlike a rename, a link does not replace what came to be there meanwhile.
    await link(unfinished, file).catch((error) => {
      throw error.code === 'EEXIST' ? alreadyThere(file) : error;
    });
  };
  await orRefuse(file, writeBeside(file, text, place));
}

const alreadyThere = (file: string): CannotMeasure =>
  new CannotMeasure(`${file} exists already: name another file, or replace it with --force`);
