import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import { Report } from '../report/schema.ts';
import { version } from '../version.ts';

/** A report of real runs has some 50 kB; whoever makes one larger wants something else. */
const mostBytes = 2 * 1024 * 1024;

const Commit = z.string().regex(/^[0-9a-f]{40,64}$/, 'is no commit');

/**
 * A report that code of a pull request had the chance to write: anything may be in it. Undefined where the file is not
 * there. Throws `CannotMeasure` for what is no plain file, too large, no JSON or no report, and quotes nothing of it.
 */
export async function readForeignReport(file: string): Promise<Report | undefined> {
  const text = await readSmall(file);
  if (text === undefined) return undefined;
  const parsed = Report.safeParse(parseJson(text, file));
  if (!parsed.success) throw notAReport(file, parsed.error);
  // A command to repeat the run is made of it.
  const base = Commit.safeParse(parsed.data.base.sha);
  if (!base.success) throw refused(file, 'its base.sha is no commit');
  return parsed.data;
}

async function readSmall(file: string): Promise<string | undefined> {
  // A link could lead to what only this job may read, and a pipe would never end.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let handle: FileHandle;
  try {
    handle = await open(file, flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw refused(file, code === 'ELOOP' ? 'it is a symbolic link' : `it cannot be opened (${code})`);
  }
  await using opened = handle;
  const stats = await opened.stat();
  if (!stats.isFile()) throw refused(file, 'it is no plain file');
  if (stats.size > mostBytes)
    throw refused(file, `it has ${stats.size} bytes, and a report at most ${mostBytes}`);
  return await opened.readFile('utf8');
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes what it read.
    throw refused(file, 'it is no JSON');
  }
}

function notAReport(file: string, error: z.ZodError): CannotMeasure {
  const path = error.issues[0]?.path.join('.') || 'its content';
  return refused(file, `${path} is not as the report of heapgate ${version} has it`);
}

const refused = (file: string, why: string): CannotMeasure =>
  new CannotMeasure(`nothing is published of ${file}: ${why}`);
