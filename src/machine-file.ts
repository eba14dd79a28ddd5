import { open } from 'node:fs/promises';
import { z } from 'zod';
import { CannotMeasure } from './cannot-measure.ts';
import { version } from './version.ts';

/** Far more than any of them has. */
const mostBytes = 16 * 1024 * 1024;

const Versioned = z.object({ heapgateVersion: z.string().max(40) });

/**
 * Reads JSON that heapgate wrote on another machine, from where anything may come: it is held against its schema.
 * `what`: what the file is to be, such as `the report of a check`. Throws `CannotMeasure`.
 */
export async function readMachineFile<Content>(
  file: string,
  schema: z.ZodType<Content>,
  what: string,
): Promise<Content> {
  const content = jsonOf(await readSmall(file), file);
  const versioned = Versioned.safeParse(content);
  if (!versioned.success) throw refused(file, `is not ${what}`);
  const { heapgateVersion } = versioned.data;
  if (heapgateVersion !== version)
    throw new CannotMeasure(
      `${file} is of heapgate ${heapgateVersion}, and this is ${version}: run one version on all machines`,
    );
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') || 'its content';
  throw refused(file, `is not ${what}: ${path} does not fit`);
}

async function readSmall(file: string): Promise<string> {
  const handle = await open(file).catch((cause) => {
    throw new CannotMeasure(`cannot read ${file} (${cause.code}): name a file that heapgate wrote`, {
      cause,
    });
  });
  await using opened = handle;
  const stats = await opened.stat();
  if (!stats.isFile()) throw refused(file, 'is no plain file');
  if (stats.size > mostBytes) throw refused(file, `has ${stats.size} bytes, more than heapgate writes`);
  return await opened.readFile('utf8');
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes what it read.
    throw refused(file, 'is no JSON');
  }
}

const refused = (file: string, why: string): CannotMeasure =>
  new CannotMeasure(`${file} ${why}: name a file that heapgate wrote`);
