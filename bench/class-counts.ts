import { readFile } from 'node:fs/promises';

export interface ClassComparison {
  readonly classes: number;
  /** Classes of which the analysis counts as many objects as the process itself had. */
  readonly equal: number;
  /** The first others, for the terminal. */
  readonly differences: readonly string[];
}

/** Holds the class counts of `heapgate analyze --json` against those that the dumped process wrote beside its dump. */
export async function compareClassCounts(analysisFile: string, liveFile: string): Promise<ClassComparison> {
  const { classes }: { classes: { name: string; objects: number }[] } = await json(analysisFile);
  const live: Record<string, number> = await json(liveFile);
  // The process counts the table of its allocation tracer as an Object.
  const nameInProcess = (name: string) => (name === 'allocation tracer' ? 'Object' : name);
  const counted = new Map<string, number>();
  for (const { name, objects } of classes) {
    counted.set(nameInProcess(name), objects + (counted.get(nameInProcess(name)) ?? 0));
  }
  const different = Object.entries(live).filter(([name, objects]) => counted.get(name) !== objects);
  return {
    classes: Object.keys(live).length,
    equal: Object.keys(live).length - different.length,
    differences: different
      .slice(0, 5)
      .map(([name, objects]) => `${name}: ${objects} in the process, ${counted.get(name) ?? 0} in the dump`),
  };
}

const json = async (file: string) => JSON.parse(await readFile(file, 'utf8'));
