import { access, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CannotMeasure } from './cannot-measure.ts';

/** Of a file: all at once, or in pieces, no two of which are held at a time. */
export type Text = string | Iterable<string>;

/**
 * Writes a file as a whole or not at all, in place of one that exists. What is no regular file, such as a pipe, gets the
 * text as it comes. Throws `CannotMeasure` in one line.
 */
export async function writeWhole(file: string, text: Text): Promise<void> {
  const { path, isReplaced } = await targetOf(file);
  const place = (unfinished: string) => rename(unfinished, path);
  await orRefuse(file, isReplaced ? writeBeside(path, text, place) : writeFile(path, text));
}

/** Finds out before the work that a file could not be written after it. Throws `CannotMeasure` as `writeWhole` does. */
export async function assertCanWrite(file: string): Promise<void> {
  const { path, isReplaced, exists } = await targetOf(file);
  if (exists) await orRefuse(file, access(path, constants.W_OK));
  // That a disk is full shows only when something is written to it.
  const trial = ' '.repeat(4096);
  if (isReplaced) await orRefuse(file, writeBeside(path, trial, nowhere));
}

const nowhere = async (): Promise<void> => {};

/** Writes `text` under another name beside `file`, which `place` puts in its place. Leaves nothing else behind. */
export async function writeBeside(
  file: string,
  text: Text,
  place: (unfinished: string) => Promise<void>,
): Promise<void> {
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(unfinished, text, { flag: 'wx' });
    await place(unfinished);
  } finally {
    await rm(unfinished, { force: true }).catch(() => {});
  }
}

/** What the system refuses to write is told in one line, by the name that the user gave. */
export async function orRefuse(file: string, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw code === undefined || syscall === undefined ? error : cannotWrite(file, code, error);
  }
}

interface Target {
  /** Where links lead to. */
  readonly path: string;
  readonly exists: boolean;
  readonly isReplaced: boolean;
}

async function targetOf(file: string): Promise<Target> {
  if (file === '') throw new CannotMeasure('the name of a file to write is empty: name one');
  const path = await realpath(file).catch(() => file);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() || file.endsWith('/')) throw cannotWrite(file, 'EISDIR');
  return { path, exists: found !== undefined, isReplaced: found === undefined || found.isFile() };
}

const advice: Readonly<Record<string, string>> = {
  EISDIR: 'it is a directory: name a file',
  ENOSPC: 'its disk is full: make room, or name a file on another',
  EDQUOT: 'its disk is full for this user: make room, or name a file on another',
};

function cannotWrite(file: string, code: string, cause?: unknown): CannotMeasure {
  const whatToDo = advice[code] ?? 'check the folder and its permissions';
  return new CannotMeasure(`cannot write ${file} (${code}): ${whatToDo}`, { cause });
}
