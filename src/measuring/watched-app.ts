import type { RunningApp } from '../app/running-app.ts';
import { type Bootable, type BootRequest, boot } from '../boot.ts';
import type { Stopwatch } from '../stopwatch.ts';
import { ProcessWatch } from './processes.ts';

export interface WatchedBoot extends BootRequest {
  /** Serving processes to wait for; those that are there, when left out. */
  readonly processes: number | undefined;
  /** Rounds that warm up a process which replaces another. */
  readonly warmupRounds: number;
  readonly stopwatch: Stopwatch;
}

/** The app under test with its processes known. Dispose ends it. */
export interface WatchedApp extends AsyncDisposable {
  readonly app: RunningApp;
  readonly watch: ProcessWatch;
}

/** Boots a revision and waits for the processes that answer requests. Throws `CannotMeasure`. */
export async function bootWatched(revision: Bootable, request: WatchedBoot): Promise<WatchedApp> {
  const { label, recipe } = revision;
  const { stopwatch, scratch } = request;
  await using running = new AsyncDisposableStack();
  const app = await stopwatch.time('boot', () => boot(revision, request));
  running.defer(() => stopwatch.time('boot', async () => app[Symbol.asyncDispose]()));
  const watch = new ProcessWatch({
    runtime: recipe.runtime,
    socketDirectory: scratch,
    port: app.port,
    processIds: () => app.processIds(),
    expected: request.processes,
    timeoutMs: recipe.readyTimeoutMs,
    warmupRounds: request.warmupRounds,
    label,
  });
  await stopwatch.time('boot', () => watch.start());
  const owned = running.move();
  return { app, watch, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
