import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readBytes } from '../byte-string.ts';
import { leavings } from '../leaving.ts';

const bytes = z.string().transform(readBytes);

/** What takes the place of a recorded request's target, headers and body. Byte strings with mentions, see `change.ts`. */
const Change = z.strictObject({
  target: bytes.optional(),
  headers: z.record(z.string(), bytes).default({}),
  body: bytes.optional(),
  leaves: z.enum(leavings).optional(),
});
export type Change = z.output<typeof Change>;

const Entry = z.union([z.string().transform((target) => Change.parse({ target })), Change]);

/** Changes of one sort by name, the most telling first. */
const Family = z
  .record(z.string(), Entry)
  .transform((entries) => Object.entries(entries).map(([name, change]) => ({ name, change })));
export type HostileEntry = z.output<typeof Family>[number];

/** scenarios/hostile.yml: families by name. The first is what every folder of the recorded paths is tried with. */
const HostileSet = z.record(z.string(), Family).transform((families) => Object.values(families));
export type HostileSet = readonly (readonly HostileEntry[])[];

export async function readHostileSet(file = shippedFile()): Promise<HostileSet> {
  return HostileSet.parse(parse(await readFile(file, 'utf8')));
}

/** Beside the sources and beside the bundle, `scenarios/` is in a folder further up. */
function shippedFile(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'scenarios', 'hostile.yml');
    if (existsSync(file) || folder === dirname(folder)) return file;
  }
}
