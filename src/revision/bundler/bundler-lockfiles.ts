import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { CannotMeasure } from '../../cannot-measure.ts';
import { assertInstalled, ChangedEntries } from '../changed-entries.ts';
import { assertStaysInCheckout } from '../inside.ts';
import type { CodeSide, LockfileChange, Lockfiles, Mixture, WantedVersion } from '../lockfile.ts';
import { orderedChanges } from '../ordered-changes.ts';
import type { LockedSides } from '../package-manager.ts';
import { type BundlerFiles, readBundlerFiles, UnreadableLockfile } from './bundler-files.ts';
import { bothGemfiles, mixedGemfile, pinnedGemfile } from './gemfile.ts';

export interface BundlerOptions extends Pick<LockedSides, 'env' | 'signal'> {
  readonly base: BundlerFiles;
  readonly head: BundlerFiles;
  /** An app folder, where Bundler finds its settings. */
  readonly directory: string;
}

const Composed = z.object({ lockfile: z.string(), conflict: z.string().nullable() });

const Problem = z.object({ problem: z.string() });
const Unreadable = z.object({ unreadable: z.enum(['base', 'head']), why: z.string().nullable() });

/** Mixtures of two Gemfile.locks, made and checked by the app's own Bundler. */
export class BundlerLockfiles implements Lockfiles {
  readonly manager = 'Bundler';
  readonly #options: BundlerOptions;
  #changes: Promise<LockfileChange[]> | undefined;

  constructor(options: BundlerOptions) {
    this.#options = options;
  }

  changes(): Promise<LockfileChange[]> {
    this.#changes ??= this.#ask({ ask: 'changes' }, ChangedEntries).then(orderedChanges);
    return this.#changes;
  }

  async mix(chosen: ReadonlySet<string>, code: CodeSide): Promise<Mixture> {
    const { base, head } = this.#options;
    const names = [...chosen].sort();
    const { lockfile, conflict } = await this.#ask({ ask: 'compose', chosen: names, rest: code }, Composed);
    const changed = (await this.changes()).flatMap(({ entries }) => entries.map(({ name }) => name));
    const isSame = base.gemfile === head.gemfile;
    const gemfile = isSame ? base.gemfile : mixedGemfile({ chosen: names, changed, code });
    return {
      text: JSON.stringify({ gemfile, lockfile, both: isSame ? [] : [base.gemfile, head.gemfile] }),
      write: async (directory) => {
        if (conflict !== null) throw new CannotMeasure(`does not resolve: ${conflict}`);
        await this.#write(directory, gemfile, lockfile);
      },
      assertKept: (directory) => this.#assertKept(directory, lockfile),
    };
  }

  pin(name: string, version: string): Mixture {
    const { head } = this.#options;
    const gemfile = pinnedGemfile(name, version);
    return {
      text: JSON.stringify({ gemfile, lockfile: head.lockfile, head: head.gemfile }),
      write: async (directory) => {
        await this.#write(directory, gemfile, head.lockfile);
        await this.#bundle(directory, ['lock'], `${name} ${version} does not resolve`);
      },
      // Bundler has just resolved it itself.
      assertKept: async () => {},
    };
  }

  versions(name: string): Promise<string[]> {
    return this.#ask({ ask: 'versions', name }, z.array(z.string()));
  }

  async commandFor({ name, version, isNewer }: WantedVersion): Promise<string | undefined> {
    if (!isNewer) return undefined;
    const command = `bundle update ${name} --conservative`;
    const isAllowed = await this.#ask({ ask: 'allowed', name, version }, z.boolean());
    return isAllowed ? command : `${command}, with ${name} ${version} allowed in the Gemfile`;
  }

  async #write(directory: string, gemfile: string, lockfile: string): Promise<void> {
    const { base, head } = this.#options;
    const write = async (name: string, text: string) => {
      await assertStaysInCheckout(directory, name);
      await writeFile(join(directory, name), text);
    };
    await write(bothGemfiles.base, base.gemfile);
    await write(bothGemfiles.head, head.gemfile);
    await write('Gemfile', gemfile);
    await write('Gemfile.lock', lockfile);
  }

  /** Installing writes the lockfile anew where Bundler finds that it does not do. */
  async #assertKept(directory: string, wanted: string): Promise<void> {
    const { lockfile } = await readBundlerFiles(directory, 'head');
    const question = { ask: 'changes', base: wanted, head: lockfile };
    assertInstalled(await this.#ask(question, ChangedEntries), this.manager);
  }

  async #bundle(directory: string, args: readonly string[], problem: string): Promise<void> {
    const { signal } = this.#options;
    const env = { ...this.#options.env, BUNDLE_FROZEN: 'false', BUNDLE_DEPLOYMENT: 'false' };
    const options = { cwd: directory, env, extendEnv: false, reject: false } as const;
    const result = await execa('bundle', args, { ...options, ...cancelledBy(signal) });
    signal?.throwIfAborted();
    if (result.failed) throw new CannotMeasure(`${problem}: ${lastLine(result.stderr || result.stdout)}`);
  }

  async #ask<Answer>(question: object, answer: z.ZodType<Answer>): Promise<Answer> {
    const { base, head, directory, env, signal } = this.#options;
    const result = await execa('ruby', [script()], {
      cwd: directory,
      env,
      extendEnv: false,
      reject: false,
      input: JSON.stringify({ base: base.lockfile, head: head.lockfile, ...question }),
      ...cancelledBy(signal),
    });
    signal?.throwIfAborted();
    if (result.failed) throw new CannotMeasure(`Bundler cannot be asked: ${lastLine(result.stderr)}`);
    const said = z.union([z.object({ answer }), Unreadable, Problem]).parse(JSON.parse(result.stdout));
    if ('unreadable' in said) throw new UnreadableLockfile(said.unreadable, said.why);
    if ('problem' in said) throw new CannotMeasure(`Bundler: ${said.problem}`);
    return said.answer;
  }
}

const cancelledBy = (signal: AbortSignal | undefined) =>
  signal === undefined ? {} : { cancelSignal: signal };

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** Beside this file, and beside the bundle that is made of it. */
const script = (): string => fileURLToPath(new URL('./bundler-lockfiles.rb', import.meta.url));
