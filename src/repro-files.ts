import { join } from 'node:path';
import type { Report } from './report/schema.ts';
import { reproFile } from './trigger/repro.ts';
import { writeWhole } from './whole-file.ts';

/** Writes the smallest scenario of each leak into `folder`. Answers the paths; there may be none. */
export async function writeRepros({ findings }: Pick<Report, 'findings'>, folder: string): Promise<string[]> {
  const scenarios = findings.flatMap(({ trigger }) => trigger?.repro?.scenario ?? []);
  const files = scenarios.map((text, index) => ({ path: join(folder, reproFile(index)), text }));
  for (const { path, text } of files) await writeWhole(path, text);
  return files.map(({ path }) => path);
}
