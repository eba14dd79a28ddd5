import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { CannotMeasure } from '../../cannot-measure.ts';
import { type NpmCommandOptions, npmProcess, oneLine } from './npm-command.ts';

/** What npm resolves with, asked in a process of its own. */
export class NpmLibrary {
  readonly #options: NpmCommandOptions;
  #npmFile: Promise<string> | undefined;

  constructor(options: NpmCommandOptions) {
    this.#options = options;
  }

  /** Throws `CannotMeasure` with what npm says. */
  async ask<Answer>(question: object, answer: z.ZodType<Answer>): Promise<Answer> {
    const { env, signal } = this.#options;
    const npm_execpath = env.npm_execpath ?? (await this.#findNpm());
    const result = await execa('node', [script()], {
      ...npmProcess({ ...this.#options, env: { ...env, npm_execpath } }),
      input: JSON.stringify(question),
    });
    signal?.throwIfAborted();
    if (result.failed) throw new CannotMeasure(`npm cannot be asked: ${lastLine(result.stderr)}`);
    const said = z
      .union([z.object({ answer }), z.object({ problem: z.string() })])
      .parse(JSON.parse(result.stdout));
    if ('problem' in said) throw new CannotMeasure(`npm: ${oneLine(said.problem)}`);
    return said.answer;
  }

  #findNpm(): Promise<string> {
    this.#npmFile ??= npmFile(this.#options);
    return this.#npmFile;
  }
}

/** npm tells what it runs where it is itself. */
async function npmFile(options: NpmCommandOptions): Promise<string> {
  const args = ['exec', '--offline', '--call', 'node -p process.env.npm_execpath'];
  const result = await execa('npm', args, npmProcess(options));
  options.signal?.throwIfAborted();
  const file = lastLine(result.stdout ?? '');
  if (result.failed || file === '')
    throw new CannotMeasure('npm 7 or newer is not installed, or not on PATH');
  return file;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** Beside this file, and beside the bundle that is made of it. */
const script = (): string => fileURLToPath(new URL('./npm-lockfiles.cjs', import.meta.url));
