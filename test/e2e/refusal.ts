import { expect } from 'vitest';
import type { CliRun } from './cli-run.ts';

/** One line that says what is wrong, below it at most the app's last lines, and nothing else anywhere. */
export function expectRefusal({ exitCode, stdout, stderr, left }: CliRun, message: string | RegExp): void {
  const [line = '', ...more] = stderr.split('\n');
  expect(line).toMatch(/^heapgate: /);
  expect(line.slice('heapgate: '.length)).toMatch(message);
  expect(more.filter((each) => !each.startsWith('  | '))).toEqual([]);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
  expect(left).toEqual([]);
}
