import { mkdir } from 'node:fs/promises';
import { reservePort } from './app/free-port.ts';
import type { ConfigOverrides } from './config.ts';
import { givenTraffic } from './given-traffic.ts';
import { type CheckedOutRevision, checkOut, type PreparedRevision } from './prepare.ts';
import { resolveRevision } from './revision/commits.ts';
import { privateTemporaryDirectory } from './revision/private-directory.ts';
import type { Revision } from './revision/revision.ts';
import { readTraffic, type Traffic } from './scenarios.ts';
import { readSettings, type Settings } from './settings.ts';
import { Stopwatch } from './stopwatch.ts';
import type { DefaultScenario } from './traffic/default-scenario.ts';
import { variableValues } from './traffic/scenario-variables.ts';
import type { ToldRequest } from './without-secrets.ts';

export interface OneRequest extends ToldRequest {
  readonly repository: string;
  /** A ref, or `worktree` for the checkout with its uncommitted changes. */
  readonly ref: string;
  /** Path of heapgate.yml from the repository's root. */
  readonly configFile?: string | undefined;
  /** Config keys that the caller sets. */
  readonly overrides?: ConfigOverrides | undefined;
  /** A scenario file that is replayed alone, in place of the repository's. */
  readonly scenarioFile?: string | undefined;
  /** Folder that dumps and logs are kept in; they hold the app's memory, secrets included. */
  readonly keep?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What every part of a run of one revision is given. */
export interface OneGround {
  readonly settings: Settings;
  /** Reserved for it. */
  readonly port: number;
  /** Private folder, removed with it. */
  readonly scratch: string;
  readonly stopwatch: Stopwatch;
}

/** One revision in a worktree of its own, and what it is to be sent. Dispose removes it. */
export interface OneRevision extends OneGround, AsyncDisposable {
  readonly revision: Revision;
  readonly tree: CheckedOutRevision;
  readonly traffic: Traffic;
}

/** Finds out what to ask an app for that comes without scenarios. */
export type Discover = (
  setUp: () => Promise<PreparedRevision>,
  ground: OneGround,
) => Promise<DefaultScenario>;

/** Checks it out and reads its traffic. Sets it up only where `discover` does. Throws `CannotMeasure`. */
export async function checkOutOne(request: OneRequest, discover: Discover): Promise<OneRevision> {
  const { repository, ref, scenarioFile, keep, signal, secrets } = request;
  const stopwatch = new Stopwatch();
  await using undo = new AsyncDisposableStack();
  const scratch = undo.use(await privateTemporaryDirectory('hg-')).path;
  if (keep !== undefined) await mkdir(keep, { recursive: true, mode: 0o700 });
  const revision = await resolveRevision(repository, ref);
  const settings = await readSettings({ ...request, base: revision, head: revision });
  const common = { ...request, keep, signal, settings, scratch, stopwatch };
  const tree = undo.use(await checkOut({ ...common, label: 'app', revision }));
  const { port } = undo.use(await reservePort());
  const ground = { settings, port, scratch, stopwatch };
  const { appDirectory: directory } = tree;
  const traffic =
    scenarioFile === undefined
      ? await readTraffic([directory, directory], settings.config, () => discover(() => tree.setUp(), ground))
      : await givenTraffic(scenarioFile, settings.config);
  secrets?.add(variableValues(traffic.scenario));
  const owned = undo.move();
  return { ...ground, revision, tree, traffic, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
