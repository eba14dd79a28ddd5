import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Where vitest writes its JSON; a step without one counts as one test. */
  readonly results?: string;
}

interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly durationMs: number;
  /** The tests that failed, each with the first line of why. */
  readonly failures: readonly string[];
}

/** What vitest's JSON says of a run, as far as it is read here. */
interface VitestResults {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

await using results = await mkdtempDisposable(join(tmpdir(), 'heapgate-test-'));

const steps: readonly Step[] = [
  { name: 'lint and format', command: ['biome', 'ci', '.'] },
  { name: 'types', command: ['tsc'] },
  vitest('unit tests', 'unit'),
  vitest('e2e tests', 'e2e'),
  { name: 'dist', command: ['node', 'scripts/check-dist.ts'] },
];

const outcomes: Outcome[] = [];
for (const step of steps) outcomes.push(await run(step));
report(outcomes);
process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;

function vitest(name: string, project: string): Step {
  const file = join(results.path, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return { name, command: ['vitest', 'run', '--project', project, ...reporters], results: file };
}

/** A step that fails does not keep the next ones from running. */
async function run({ name, command, results: file }: Step): Promise<Outcome> {
  process.stdout.write(`\n— ${name}\n`);
  const [program = '', ...args] = command;
  const { exitCode, durationMs } = await execa(program, args, {
    preferLocal: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    reject: false,
  });
  const { passed, failed, failures } = await readResults(file);
  if (exitCode === 0) return { name, passed: file ? passed : 1, failed: 0, durationMs, failures };
  // A step can fail beside its tests: a file that cannot be loaded has none.
  return { name, passed, failed: Math.max(failed, 1), durationMs, failures };
}

async function readResults(
  file: string | undefined,
): Promise<Pick<Outcome, 'passed' | 'failed' | 'failures'>> {
  const text = file === undefined ? '{}' : await readFile(file, 'utf8').catch(() => '{}');
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] }: VitestResults = JSON.parse(text);
  const failures = testResults.flatMap((each) => {
    const tests = each.assertionResults.filter(({ status }) => status === 'failed');
    const broken = each.status === 'failed' && tests.length === 0 ? [`${each.name}: ${each.message}`] : [];
    return [...broken, ...tests.map((test) => `${test.fullName}: ${test.failureMessages?.[0] ?? ''}`)];
  });
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    failures: failures.map((failure) => failure.split('\n', 1)[0] ?? ''),
  };
}

/** What failed, a line for each step, and as the last one what machines read. */
function report(all: readonly Outcome[]): void {
  const failures = all.flatMap((outcome) => outcome.failures.map((failure) => `${outcome.name}: ${failure}`));
  if (failures.length > 0) process.stdout.write(`\nfailed:\n${failures.join('\n')}\n`);
  const rows = all.map(({ name, passed, failed, durationMs }) => {
    const seconds = `${(durationMs / 1000).toFixed(1)} s`;
    return `${name.padEnd(16)}${String(passed).padStart(6)} passed${String(failed).padStart(6)} failed${seconds.padStart(10)}`;
  });
  const total = (count: (outcome: Outcome) => number) =>
    all.reduce((sum, outcome) => sum + count(outcome), 0);
  process.stdout.write(`\n${rows.join('\n')}\n`);
  process.stdout.write(`${total(({ passed }) => passed)} passed, ${total(({ failed }) => failed)} failed\n`);
}
