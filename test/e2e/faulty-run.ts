import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Report } from '../../src/report/schema.ts';
import type { Repository } from '../revision/repository.ts';
import { type CliOptions, runCli } from './cli-run.ts';
import { type Files, type RackApp, rackApp } from './rack-app.ts';
import { type CheckRun, rackRepository } from './rack-repository.ts';
import { expectRefusal as expectRefusalAlone } from './refusal.ts';

export interface FaultyRun extends CheckRun {
  /** Files beside the report, those that were not finished included. */
  readonly written: readonly string[];
}

export interface FaultyCheck extends CliOptions {
  readonly args?: readonly string[];
}

/** `heapgate check` of the branch against `main`, with every report it can write. */
export async function check(
  repository: Repository,
  { args = [], ...options }: FaultyCheck = {},
): Promise<FaultyRun> {
  const folder = repository.beside('out');
  const outputs = ['--json', 'report.json', '--html', 'page.html', '--markdown', 'comment.md'];
  const files = outputs.map((each) => (each.startsWith('--') ? each : join(folder, each)));
  const run = await runCli(repository, ['check', '--quiet', '--base', 'main', ...files, ...args], options);
  const json = await readFile(join(folder, 'report.json'), 'utf8').catch(() => undefined);
  const written = readdirSync(folder).sort();
  return { ...run, written, ...(json === undefined ? {} : { report: Report.parse(JSON.parse(json)) }) };
}

/** The same app on `main` and on the branch. */
export function faultyRepository(gems: Files, app: RackApp): Repository {
  return rackRepository({ ...gems, ...rackApp({ ...app, config: { ...onPuma, ...app.config } }) }, {});
}

/** Nothing to install: the gems are there. */
const onPuma = { setup: 'true', start: 'exec bundle exec puma -p $PORT -t 2:2', 'trigger-seconds': 0 };

/** Ruby that does something once in each boot, at a request in the middle of the rounds. */
export const inTheMiddle = (deed: string): string => `@served = @served.to_i + 1
    ${deed} if @served == 150
    200`;

/** What every report of a run that came to a verdict lies in; the smallest scenario stands beside one that leaks. */
export const allReports = ['comment.md', 'page.html', 'report.json'];

/** As any refusal, and no report is written. */
export function expectRefusal(run: FaultyRun, message: string | RegExp): void {
  expectRefusalAlone(run, message);
  expectNothingLeft(run, []);
}

/** No process, no temporary file, no change to the repository, and of the reports those that are expected, whole. */
export function expectNothingLeft({ left, written }: FaultyRun, reports: readonly string[]): void {
  expect(left).toEqual([]);
  expect(written).toEqual(reports);
}
