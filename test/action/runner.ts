import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';

export interface Job {
  readonly event: string;
  readonly payload: unknown;
  readonly apiUrl: string;
  /** The checkout. */
  readonly workspace?: string;
  readonly with?: Record<string, string>;
  /** Variables beside the runner's own. */
  readonly env?: Record<string, string>;
}

export interface JobResult {
  readonly exitCode: number | undefined;
  readonly log: string;
  /** `report` is the report itself, since its file goes with the job. */
  readonly outputs: Record<string, string>;
  readonly summary: string;
  /** What later steps find in `RUNNER_TEMP`, by path. */
  readonly files: Readonly<Record<string, Buffer>>;
}

const root = new URL('../../', import.meta.url);

/** Runs an Action's entry point under this Node, with the environment and the files that GitHub's runner gives it. */
export async function runJob(entry: string, job: Job): Promise<JobResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-job-'));
  const temp = folder.path;
  const workspace = job.workspace ?? temp;
  const files = {
    event: join(temp, 'event.json'),
    output: join(temp, 'output'),
    summary: join(temp, 'summary.md'),
  };
  await writeFile(files.event, JSON.stringify(job.payload));
  await writeFile(files.output, '');
  await writeFile(files.summary, '');
  await mkdir(join(temp, 'runner'));
  const { exitCode, all } = await execa(process.execPath, [entry], {
    cwd: workspace,
    extendEnv: false,
    env: {
      PATH: process.env.PATH,
      HOME: temp,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'octo/app',
      GITHUB_SHA: 'f'.repeat(40),
      GITHUB_ACTOR: 'mona',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: job.apiUrl,
      GITHUB_EVENT_NAME: job.event,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      RUNNER_TEMP: join(temp, 'runner'),
      ...(await inputVariables(job.with ?? {})),
      ...job.env,
    },
    all: true,
    reject: false,
  });
  const outputs = readOutputs(await readFile(files.output, 'utf8'));
  const report = outputs.report && (await readFile(outputs.report, 'utf8'));
  return {
    exitCode,
    log: all,
    outputs: report ? { ...outputs, report } : outputs,
    summary: await readFile(files.summary, 'utf8'),
    files: await filesBelow(join(temp, 'runner')),
  };
}

async function filesBelow(folder: string): Promise<Record<string, Buffer>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(path)])));
}

/** `INPUT_…` for what a workflow gives and, like the runner, for the defaults that action.yml declares. */
async function inputVariables(given: Record<string, string>): Promise<Record<string, string>> {
  const { inputs } = parse(await readFile(new URL('action.yml', root), 'utf8'));
  const defaults = Object.entries<{ default?: string }>(inputs).map(([name, input]) => [
    name,
    input.default ?? '',
  ]);
  const values = { ...Object.fromEntries(defaults), ...given };
  return Object.fromEntries(
    Object.entries<string>(values).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value.replace(/^\$\{\{ github\.token \}\}$/, 'ghs_token'),
    ]),
  );
}

function readOutputs(file: string): Record<string, string> {
  const entries = file.matchAll(/^(?<name>.+?)<<(?<end>ghadelimiter_\S+)\r?\n(?<value>.*?)\r?\n\k<end>$/gms);
  return Object.fromEntries([...entries].map(({ groups }) => [groups?.name ?? '', groups?.value ?? '']));
}
