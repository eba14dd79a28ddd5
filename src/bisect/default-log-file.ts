import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the probes of one checkout are logged unless the user names a file. */
export function defaultLogFile(repository: string): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const name = createHash('sha256').update(resolve(repository)).digest('hex').slice(0, 12);
  return join(cache, 'heapgate', 'bisect', `${name}.jsonl`);
}
