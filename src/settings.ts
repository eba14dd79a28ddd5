import { readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CannotMeasure } from './cannot-measure.ts';
import { type Config, type ConfigOverrides, parseConfig } from './config.ts';
import type { JobSecrets } from './redaction/job-secrets.ts';
import { readFileAt } from './revision/files.ts';
import { assertStaysInCheckout } from './revision/inside.ts';
import type { Revision } from './revision/revision.ts';

/** What the repository and the caller ask for. */
export interface Settings {
  readonly config: Config;
  /** The app's folder, as a path from the repository's root. */
  readonly appFolder: string;
  /** What each revision itself says of setting it up and starting it. */
  readonly own: { readonly base: OwnSettings; readonly head: OwnSettings };
  readonly notices: readonly string[];
  /** What the branch changes of how it is set up, started and measured; the reader should see it first. */
  readonly changes: readonly string[];
}

/** The keys that each revision supplies for itself: without them a change of how the app starts could not be measured. */
export type OwnSettings = Pick<Config, 'setup' | 'start' | 'ready'>;
const ownKeys = ['setup', 'start', 'ready'] as const;

export interface SettingsRequest {
  readonly repository: string;
  readonly base: Revision;
  readonly head: Revision;
  /** Path of heapgate.yml from the repository's root. */
  readonly configFile?: string | undefined;
  readonly overrides?: ConfigOverrides | undefined;
  /** Told what is secret in the config. */
  readonly secrets?: JobSecrets | undefined;
}

/**
 * Reads heapgate.yml from base, so that a pull request cannot loosen its own gate; only how to set up and start the
 * app comes from each revision. Without one on base (the first pull request) head's is taken, and that is said.
 */
export async function readSettings(request: SettingsRequest): Promise<Settings> {
  const file = posix.normalize(
    request.configFile ?? join(request.overrides?.['working-directory'] ?? '.', 'heapgate.yml'),
  );
  const [onBase, onHead] = await Promise.all([
    readAt(request, request.base, file),
    readAt(request, request.head, file),
  ]);
  if (!onBase && !onHead && request.configFile !== undefined) {
    throw new CannotMeasure(`there is no ${file} on base or head: check the path, or leave it out`);
  }
  const notices: string[] = [];
  if (!onBase && onHead)
    notices.push(
      `${file} is new on this branch: heapgate took it from head, and will take it from base once it is merged`,
    );
  const changes: string[] = [];
  const config = override(onBase ?? onHead ?? parseConfig('', file), request.overrides);
  const headConfig = override(onHead ?? config, request.overrides);
  for (const { env, 'setup-env': setupEnv } of [config, headConfig]) {
    request.secrets?.add(Object.values(setupEnv));
    request.secrets?.addNamed(env);
  }
  for (const key of ownKeys) {
    if (onBase && onHead && config[key] !== headConfig[key])
      changes.push(
        `this branch changes \`${key}\` in ${file}: ${show(config[key])} became ${show(headConfig[key])}`,
      );
  }
  if (onBase && onHead && differsOtherwise(config, headConfig)) {
    changes.push(
      `this branch changes ${file}: what it proposes counts once it is merged, this run went by base's`,
    );
  }
  if (onBase && !onHead) {
    changes.push(`this branch removes ${file}: that counts once it is merged, this run went by base's`);
  }
  return {
    config,
    appFolder: config['working-directory'] ?? dirname(file),
    own: { base: config, head: headConfig },
    notices,
    changes,
  };
}

async function readAt(
  { repository }: SettingsRequest,
  revision: Revision,
  file: string,
): Promise<Config | undefined> {
  const text = revision.worktree
    ? await readInWorktree(repository, file)
    : await readFileAt(repository, revision.sha, file);
  return text === undefined ? undefined : parseConfig(text, file);
}

async function readInWorktree(repository: string, file: string): Promise<string | undefined> {
  await assertStaysInCheckout(repository, file);
  return await readFile(join(repository, file), 'utf8').catch(() => undefined);
}

function override(config: Config, overrides: ConfigOverrides = {}): Config {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return { ...config, ...Object.fromEntries(given) };
}

function differsOtherwise(one: Config, other: Config): boolean {
  const rest = (config: Config) => ({ ...config, setup: '', start: '', ready: '' });
  return !isDeepStrictEqual(rest(one), rest(other));
}

const show = (command: string | undefined): string =>
  command === undefined ? 'the detected one' : `\`${command}\``;
