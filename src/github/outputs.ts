import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { Finding, Report } from '../report/schema.ts';
import { tell } from '../report/story.ts';
import { writeRepros } from '../repro-files.ts';

export interface Outputs {
  readonly verdict: Report['verdict'];
  readonly findings: readonly Finding[];
  /** Path of the report's JSON. */
  readonly report?: string;
  /** Folder for heap dumps that may leave the job; not there where there are none. */
  readonly dumps?: string | undefined;
}

/** For later steps; `comment-url` follows where there is a comment. */
export function setOutputs({ verdict, findings, report, dumps }: Outputs): void {
  core.setOutput('verdict', verdict);
  core.setOutput('findings', JSON.stringify(tell(findings).failing.map(({ id }) => id)));
  if (report) core.setOutput('report', report);
  if (dumps !== undefined && existsSync(dumps)) core.setOutput('dumps', dumps);
}

/** Writes the JSON report, and the smallest scenarios beside it, where later steps of the job can read them. Resolves to its path. */
export async function writeReport(report: Report): Promise<string> {
  const folder = await mkdtemp(join(process.env.RUNNER_TEMP ?? tmpdir(), 'heapgate-report-'));
  const file = join(folder, 'report.json');
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
  await writeRepros(report, folder);
  return file;
}

/** Adds to the job summary. A runner without one is no reason to fail. */
export async function writeSummary(markdown: string): Promise<void> {
  try {
    await core.summary.addRaw(markdown, true).write();
  } catch (error) {
    core.warning(`No job summary: ${error instanceof Error ? error.message : String(error)}`);
  }
}
