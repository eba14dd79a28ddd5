import { execa } from 'execa';
import { z } from 'zod';
import { CannotMeasure } from '../../cannot-measure.ts';
import { jsonOf } from './json.ts';

export interface NpmCommandOptions {
  /** An app folder, where npm finds its settings. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** Runs npm, which runs nothing of the packages. Answers its output; throws `CannotMeasure` with npm's own reason. */
export async function runNpm(
  args: readonly string[],
  { directory, env, signal }: NpmCommandOptions,
): Promise<string> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--json'];
  const result = await execa('npm', [...args, ...quiet], npmProcess({ directory, env, signal }));
  signal?.throwIfAborted();
  if (result.code === 'ENOENT') throw new CannotMeasure('npm is not installed, or not on PATH');
  if (!result.failed) return result.stdout;
  const reason = reasonIn(result.stdout) ?? npmProblemIn(result.stderr.split('\n'));
  throw new CannotMeasure(`npm: ${reason ?? `it failed with exit status ${result.exitCode}`}`);
}

/** How npm is run, for execa. */
export const npmProcess = ({ directory, env, signal }: NpmCommandOptions) =>
  ({
    cwd: directory,
    env,
    extendEnv: false,
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  }) as const;

const Failure = z.object({ error: z.object({ summary: z.string() }) });

function reasonIn(stdout: string): string | undefined {
  const failure = Failure.safeParse(jsonOf(stdout));
  return failure.success ? oneLine(failure.data.error.summary) : undefined;
}

/** `npm error code E404`, and before npm 10 `npm ERR!`; then the message, with the same code or its own word before it. */
const errorLine = /^npm (?:error|ERR!) (?!code |errno |syscall |A complete log)(?:[a-z]+ |\d{3} +)?(\S.*)$/;

/** Why npm failed, in one line of its output. */
export function npmProblemIn(output: readonly string[]): string | undefined {
  const said = output.map((line) => errorLine.exec(line)?.[1]).find((message) => message !== undefined);
  return said === undefined ? undefined : `npm: ${oneLine(said)}`;
}

/** The first line, without the name of an error's class. */
export const oneLine = (text: string): string =>
  (text.trim().split('\n')[0] ?? '').trim().replace(/^[A-Z]\w*Error: /, '');
