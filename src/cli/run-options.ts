import type { OutputOptions } from './output.ts';

/** Options of every verb that measures the repository in the current folder. */
export interface RunOptions extends OutputOptions {
  readonly config?: string;
  readonly seed?: number;
  readonly keep?: string;
  readonly threshold?: number;
  readonly timings?: boolean;
}

/** What they ask for, whatever the verb. */
export function runRequest({ config, seed, keep, threshold }: RunOptions) {
  return { repository: process.cwd(), configFile: config, overrides: { threshold }, seed, keep };
}
