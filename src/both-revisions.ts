import { mkdir } from 'node:fs/promises';
import { reservePort } from './app/free-port.ts';
import type { ConfigOverrides } from './config.ts';
import { discoverCommonTraffic } from './default-traffic.ts';
import { type CheckedOutRevision, checkOut } from './prepare.ts';
import { resolveRevisions } from './revision/commits.ts';
import { privateTemporaryDirectory } from './revision/private-directory.ts';
import type { RevisionRequest, Revisions } from './revision/revision.ts';
import { readTraffic, type Traffic } from './scenarios.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Shard } from './shard.ts';
import { Stopwatch } from './stopwatch.ts';
import { variableValues } from './traffic/scenario-variables.ts';
import type { ToldRequest } from './without-secrets.ts';

export interface BothRequest extends ToldRequest {
  readonly repository: string;
  readonly revisions: RevisionRequest;
  /** Path of heapgate.yml from the repository's root. */
  readonly configFile?: string | undefined;
  /** Config keys that the caller sets. */
  readonly overrides?: ConfigOverrides | undefined;
  /** Which part of the scenarios to replay; all of them when left out. */
  readonly shard?: Shard | undefined;
  /** Folder that dumps and logs are kept in; they hold the app's memory, secrets included. */
  readonly keep?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Base and head, each in a worktree of its own, and what they are to be sent. Dispose removes them. */
export interface BothRevisions extends AsyncDisposable {
  readonly revisions: Revisions;
  readonly settings: Settings;
  readonly trees: { readonly base: CheckedOutRevision; readonly head: CheckedOutRevision };
  readonly traffic: Traffic;
  /** Reserved for whichever of them runs. */
  readonly port: number;
  /** Private folder, removed with them. */
  readonly scratch: string;
  readonly stopwatch: Stopwatch;
}

/** Checks both out and reads their traffic. Sets them up only where they must be asked for it. Throws `CannotMeasure`. */
export async function checkOutBoth(request: BothRequest): Promise<BothRevisions> {
  const stopwatch = new Stopwatch();
  await using undo = new AsyncDisposableStack();
  const scratch = undo.use(await privateTemporaryDirectory('hg-')).path;
  if (request.keep !== undefined) await mkdir(request.keep, { recursive: true, mode: 0o700 });

  const revisions = await resolveRevisions(request.repository, request.revisions);
  const settings = await readSettings({ ...request, ...revisions });
  const common = { ...request, keep: request.keep, signal: request.signal, settings, scratch, stopwatch };
  const trees = {
    base: undo.use(await checkOut({ ...common, label: 'base', revision: revisions.base })),
    head: undo.use(await checkOut({ ...common, label: 'head', revision: revisions.head })),
  };
  const { port } = undo.use(await reservePort());
  // Before `setup`, which may take minutes: a mistake in a scenario is told at once.
  const traffic = await readTraffic(
    [trees.base.appDirectory, trees.head.appDirectory],
    settings.config,
    async () => {
      const [base, head] = [await trees.base.setUp(), await trees.head.setUp()];
      return stopwatch.time('boot', () => discoverCommonTraffic(base, head, { ...common, port }));
    },
    request.shard,
  );
  request.secrets?.add(variableValues(traffic.scenario));
  const owned = undo.move();
  return {
    ...{ revisions, settings, trees, traffic, port, scratch, stopwatch },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
