import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { workflowText } from '../../src/workflow.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | boolean | number>>;
}

interface Workflow {
  readonly name?: string;
  readonly on: Readonly<Record<string, { readonly workflows?: readonly string[] } | null>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Has steps, or calls another workflow. */
interface Job extends Step {
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

const root = new URL('../../', import.meta.url);
const folders = ['.github/workflows', 'examples/workflows'];
const files = folders.flatMap((folder) =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`),
);
const texts = new Map([
  ...files.map((file) => [file, readFileSync(new URL(file, root), 'utf8')] as const),
  ['src/workflow.ts', workflowText],
]);
const read = (text: string): Workflow => parse(text);
/** Whether a step measures, as the Action does that is not told to publish. */
const measures = ({ uses, with: given }: Step): boolean =>
  uses?.startsWith('heapgate/heapgate@') === true && given?.publish === undefined;
const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps = [] }) => steps);

describe.each([...texts])('%s', (_, text) => {
  const workflow = read(text);

  test('pins each action to a commit, with its release beside it', () => {
    const others = (text.match(/uses: .*/g) ?? []).filter(
      (line) => !/: (\.\/|heapgate\/heapgate@)/.test(line),
    );
    for (const line of others) expect(line).toMatch(/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('gives a token no more than it has said, and leaves none in a checkout', () => {
    expect(workflow.permissions).toBeTypeOf('object');
    const checkouts = stepsOf(workflow).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  test('puts no expression into a script', () => {
    for (const { run } of stepsOf(workflow)) expect(run ?? '').not.toContain('${{');
  });

  test('never runs without a limit, nor where a pull request meets secrets', () => {
    // A job without steps calls a workflow, which has limits of its own.
    for (const job of Object.values(workflow.jobs).filter(({ steps }) => steps))
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });
});

test('heapgate ends by itself before a job that measures is cut off', () => {
  const jobs = [...texts.values()].flatMap((text) => Object.values(read(text).jobs));
  const limits = jobs.flatMap(({ steps = [], 'timeout-minutes': job = 0 }) =>
    steps.filter(measures).map((step) => job - Number(step.with?.['max-minutes'])),
  );
  expect(limits).toEqual([3, 3, 3]);
});

test('every workflow has the same commit of an action', () => {
  const pins = [...texts.values()].flatMap((text) => text.match(/(?<=uses: )[\w/-]+@[0-9a-f]{40}.*/g) ?? []);
  const actions = new Set(pins.map((pin) => pin.split('@')[0]));
  expect(actions.size).toBeGreaterThan(5);
  // Of one repository with several actions too.
  const commits = new Set(pins.map((pin) => pin.replace(/^([\w-]+\/[\w-]+)(\/[\w-]+)?@/, '$1@')));
  const repositories = new Set([...commits].map((pin) => pin.split('@')[0]));
  expect(commits.size).toBe(repositories.size);
});

describe('the two workflows for forks', () => {
  const measuring = read(texts.get('examples/workflows/heapgate.yml') ?? '');
  const commenting = read(texts.get('examples/workflows/heapgate-comment.yml') ?? '');
  const stepOf = (workflow: Workflow, action: string): Step | undefined =>
    stepsOf(workflow).find(({ uses }) => uses?.startsWith(`${action}@`));

  test('are of this version', () => {
    for (const workflow of [measuring, commenting])
      expect(stepOf(workflow, 'heapgate/heapgate')?.uses).toBe(`heapgate/heapgate@v${manifest.version}`);
  });

  test('hand the report on', () => {
    expect(commenting.on.workflow_run?.workflows).toEqual([measuring.name]);
    const [upload, download] = [
      stepOf(measuring, 'actions/upload-artifact')?.with,
      stepOf(commenting, 'actions/download-artifact')?.with,
    ];
    expect(download?.name).toBe(upload?.name);
    expect(stepOf(commenting, 'heapgate/heapgate')?.with).toEqual({
      publish: `${download?.path}/report.json`,
    });
  });

  test('can write only where nothing of the pull request is checked out or run', () => {
    expect(Object.values(measuring.permissions)).toEqual(['read']);
    expect(measuring.jobs.heapgate).not.toHaveProperty('permissions');
    expect(commenting.permissions).toEqual({});
    expect(stepsOf(commenting).map(({ uses, run }) => uses?.split('@')[0] ?? run)).toEqual([
      'actions/download-artifact',
      'heapgate/heapgate',
    ]);
  });

  test('give inputs that the Action has', () => {
    const { inputs } = parse(readFileSync(new URL('action.yml', root), 'utf8'));
    for (const workflow of [measuring, commenting])
      for (const input of Object.keys(stepOf(workflow, 'heapgate/heapgate')?.with ?? {}))
        expect(inputs).toHaveProperty(input);
  });
});

describe('the workflows for several machines', () => {
  const [shards, plan, round] = ['heapgate-shards', 'heapgate-bisect', 'heapgate-bisect-round'].map((name) =>
    read(texts.get(`examples/workflows/${name}.yml`) ?? ''),
  );
  const stepsIn = (workflow: Workflow | undefined): Step[] => (workflow ? stepsOf(workflow) : []);

  test('are of this version', () => {
    for (const workflow of [shards, plan, round]) {
      const tools = stepsIn(workflow).filter((step) => step.with?.repository === 'heapgate/heapgate');
      expect(tools.length).toBeGreaterThan(0);
      for (const step of tools) expect(step.with?.ref).toBe(`v${manifest.version}`);
    }
  });

  test('give each other the inputs that are declared', () => {
    const declared = Object.keys((round?.on.workflow_call as { inputs?: object } | null)?.inputs ?? {});
    const calls = Object.values(plan?.jobs ?? {}).filter(({ uses }) => uses !== undefined);
    expect(calls.length).toBeGreaterThan(1);
    for (const call of calls)
      for (const input of Object.keys(call.with ?? {})) expect(declared).toContain(input);
  });

  test('run commands that there are', async () => {
    const commands = [shards, plan, round].flatMap((workflow) =>
      stepsIn(workflow).flatMap(({ run = '' }) => run.match(/(?<=cli\.js )(?:bisect )?\w+/g) ?? []),
    );
    expect(commands.sort()).toEqual(['bisect merge', 'bisect plan', 'bisect probe', 'merge']);
  });
});
