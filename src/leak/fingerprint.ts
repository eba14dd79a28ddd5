import { createHash } from 'node:crypto';

/**
 * Twelve hexadecimal digits that stay the same for the same leak at another commit or on another machine: no addresses,
 * no line numbers, no counts. `path` are the labels down to the holder, `growing` those of its children that grow.
 */
export function fingerprint(path: readonly string[], growing: readonly string[]): string {
  const text = JSON.stringify([path, growing]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
