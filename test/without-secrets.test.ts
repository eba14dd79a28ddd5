import { expect, it } from 'vitest';
import { CannotMeasure } from '../src/cannot-measure.ts';
import type { JobSecrets } from '../src/redaction/job-secrets.ts';
import { withoutSecrets } from '../src/without-secrets.ts';
import { incident } from './report/sample-report.ts';

const token = 'tulip-and-42-spoons';

/** Runs `work`, which knows the token as what `setup-env` holds, and answers what it said and gave. */
async function run<Result>(work: (progress: (line: string) => void) => Result) {
  const told: string[] = [];
  const request = { progress: (line: string) => void told.push(line), secrets: undefined };
  const result = await withoutSecrets<
    { progress: (line: string) => void; secrets: JobSecrets | undefined },
    Result
  >(request, async ({ progress, secrets }) => {
    secrets?.add([token]);
    return work(progress);
  }).catch((error: unknown) => error);
  return { told, result };
}

it('progress is told without the secrets that the run gets to know', async () => {
  const { told } = await run((progress) => progress(`base: booting with ${token}`));
  expect(told).toEqual(['base: booting with ***']);
});

it('a result is told without them, wherever they are in it', async () => {
  const report = incident();
  const { result } = await run(() => ({
    ...report,
    reasons: [`${token} grows`],
    scenarios: [`scenarios/${token}.yml`],
    findings: report.findings.map((finding) => ({ ...finding, path: [{ class: token, edge: `@${token}` }] })),
  }));
  expect(JSON.stringify(result)).not.toContain(token);
  expect(result).toMatchObject({ findings: [{ path: [{ class: '***', edge: '@***' }] }] });
});

it('a result without secrets is told as it is', async () => {
  const report = incident();
  expect((await run(() => report)).result).toEqual(report);
});

it('an error keeps its sort, and is told without them, the app’s last lines too', async () => {
  const error = new CannotMeasure(`setup failed: ${token}`, {
    logTail: [`401 for ${token}`, 'mona@shop.test'],
  });
  const { result } = await run(() => {
    throw error;
  });
  expect(result).toBe(error);
  expect([error.message, ...error.logTail]).toEqual(['setup failed: ***', '401 for ***', '***']);
});
