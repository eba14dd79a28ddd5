import type { Config } from './config.ts';
import type { KnownGrowth } from './leak/accepted.ts';

/** What heapgate.yml accepts, as long as it has not expired. */
export function knownGrowth({ ignore }: Config, today = new Date()): KnownGrowth[] {
  const day = today.toISOString().slice(0, 10);
  return ignore.filter((entry) => entry.expires === undefined || day < entry.expires);
}
