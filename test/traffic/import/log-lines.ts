import { readFileSync } from 'node:fs';
import type { LineKind, LogFormat } from '../../../src/traffic/import/log-format.ts';
import { requestMethod, requestTarget } from '../../../src/traffic/request-bytes.ts';

/** What a log tells, line by line: `GET /p/[x 200`. */
export interface ReadLog {
  readonly requests: readonly string[];
  readonly kinds: readonly LineKind[];
}

export function readLines(format: LogFormat, lines: readonly string[]): ReadLog {
  const reader = format.newReader();
  const requests: string[] = [];
  const onRequest = ({ request, status }: Parameters<Parameters<typeof reader.read>[1]>[0]) => {
    requests.push(`${requestMethod(request)} ${requestTarget(request)} ${status ?? '?'}`);
  };
  const kinds = lines.map((line) => reader.read(line, onRequest));
  reader.end?.(onRequest);
  return { requests, kinds };
}

/** The lines of a sample beside this file, as byte strings. */
export function sample(name: string): string[] {
  const file = new URL(`samples/${name}`, import.meta.url);
  return readFileSync(file, 'latin1').trimEnd().split('\n');
}
