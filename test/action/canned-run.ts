import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/report/schema.ts';
import { pullRequestPayload } from '../github/payloads.ts';
import { type Job, type JobResult, runJob } from './runner.ts';

/** What the check of an Action that measures nothing comes to. */
export interface Canned {
  readonly report?: Report;
  readonly error?: string;
  readonly bug?: string;
  readonly logTail?: readonly string[];
  readonly output?: readonly string[];
  readonly cancelled?: boolean;
}

const entry = fileURLToPath(new URL('canned-action.ts', import.meta.url));

/** One run of the Action on a pull request, unless `job` says otherwise. */
export async function runCanned(
  server: { readonly apiUrl: string },
  canned: Canned,
  job: Partial<Job> = {},
): Promise<JobResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-canned-'));
  const file = join(folder.path, 'check.json');
  await writeFile(file, JSON.stringify(canned));
  return await runJob(entry, {
    event: 'pull_request',
    payload: pullRequestPayload(),
    apiUrl: server.apiUrl,
    ...job,
    env: { CANNED_CHECK: file, ...job.env },
  });
}
