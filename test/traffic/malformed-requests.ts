import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readBytes } from '../../src/traffic/byte-string.ts';

const long: Readonly<Record<string, string>> = {
  'path-8k': `/p/${'a'.repeat(8_300)}`,
  'path-13k': `/p/${'a'.repeat(13_000)}`,
  'path-deep': `/p/${'a/'.repeat(2_000)}`,
  'q-many': `/search?${'a=1&'.repeat(2_250)}`,
  'q-11k': `/search?q=${'a'.repeat(10_300)}`,
  'q-50k': `/search?q=${'a'.repeat(50_000)}`,
};

/** 126 whole requests, as byte strings by name, that are malformed or at least unusual; each on a connection of its own. */
export function malformedRequests(): Record<string, string> {
  const file = join(import.meta.dirname, 'malformed-requests.yml');
  const written: Record<string, string> = parse(readFileSync(file, 'utf8'));
  const requests = Object.entries(written).map(([name, text]) => [name, readBytes(text)]);
  const longRequests = Object.entries(long).map(([name, target]) => [
    name,
    `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  ]);
  return Object.fromEntries([...requests, ...longRequests]);
}
