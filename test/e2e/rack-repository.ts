import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Report } from '../../src/report/schema.ts';
import { Repository } from '../revision/repository.ts';
import { type CliOptions, type CliRun, runCli } from './cli-run.ts';
import type { Files } from './rack-app.ts';

export interface CheckRun extends CliRun {
  /** Absent where heapgate could not measure. */
  readonly report?: Report;
}

/** A Rack app on `main`, and what a branch changes of it. */
export function rackRepository(base: Files, head: Files): Repository {
  const repository = Repository.create();
  repository.commit('base', base);
  repository.git('checkout', '--quiet', '-b', 'change');
  repository.commit('head', head);
  return repository;
}

/** `heapgate check` of the branch against `main`, with more arguments. */
export async function check(
  repository: Repository,
  { args = [], ...options }: CliOptions & { readonly args?: readonly string[] } = {},
): Promise<CheckRun> {
  const file = join(repository.beside('out'), 'report.json');
  const run = await runCli(repository, ['check', '--base', 'main', '--json', file, ...args], options);
  const json = await readFile(file, 'utf8').catch(() => undefined);
  return json === undefined ? run : { ...run, report: Report.parse(JSON.parse(json)) };
}
