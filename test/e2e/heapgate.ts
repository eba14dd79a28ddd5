import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { Report } from '../../src/report/schema.ts';

/** How one run of the command line ended. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly report: Report | undefined;
  /** Files that the run left in its temporary folder. */
  readonly leftovers: readonly string[];
}

/** Runs heapgate as its users do, in `directory`, with a temporary folder of its own. */
export async function heapgate(args: readonly string[], directory = process.cwd()): Promise<Run> {
  const root = await mkdtemp(join(tmpdir(), 'e2e-'));
  const [temporary, json] = [join(root, 'tmp'), join(root, 'out', 'report.json')];
  await Promise.all([mkdir(temporary), mkdir(dirname(json))]);
  const cli = join(import.meta.dirname, '../../src/cli.ts');
  const result = await execa(process.execPath, [cli, ...args, '--json', json], {
    cwd: directory,
    env: { TMPDIR: temporary },
    reject: false,
  });
  const text = await readFile(json, 'utf8').catch(() => undefined);
  const leftovers = await readdir(temporary);
  await rm(root, { recursive: true });
  return {
    status: result.exitCode ?? -1,
    stdout: result.stdout,
    stderr: result.stderr,
    report: text === undefined ? undefined : Report.parse(JSON.parse(text)),
    leftovers,
  };
}

/** The report of a run that must have given one; shows what the run said otherwise. */
export function reportOf(run: Run): Report {
  if (run.report === undefined) throw new Error(`no report, exit status ${run.status}:\n${run.stderr}`);
  return run.report;
}
