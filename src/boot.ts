import { join } from 'node:path';
import { runCommand } from './app/command.ts';
import { appEnvironment } from './app/environment.ts';
import { bootApp, type RunningApp } from './app/running-app.ts';
import { type PreparedRevision, revisionVariable } from './prepare.ts';

export interface BootRequest {
  readonly port: number;
  /** Private folder for logs and sockets of this boot alone. */
  readonly scratch: string;
  /** Where the app's log is kept for the user, if asked for. */
  readonly keep: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type Bootable = Pick<
  PreparedRevision,
  'label' | 'checkoutDirectory' | 'appDirectory' | 'recipe' | 'packageCache'
>;

/** Resets a prepared revision's state and starts it with the agent injected. Throws `CannotMeasure`. */
export async function boot(revision: Bootable, request: BootRequest): Promise<RunningApp> {
  const { label, recipe, appDirectory, checkoutDirectory } = revision;
  const { port, scratch, signal } = request;
  const env = appEnvironment(process.env, {
    ...recipe.runtime.packageCache(revision.packageCache),
    ...recipe.env,
    HEAPGATE_REVISION: revisionVariable(label),
    PIDFILE: join(scratch, 'server.pid'),
  });
  const common = { directory: appDirectory, privateDirectory: checkoutDirectory, signal };
  if (recipe.reset !== undefined) {
    await runCommand({
      ...common,
      command: recipe.reset,
      env,
      label: `${label}: reset`,
      logFile: join(scratch, 'reset.log'),
      timeoutMs: 300_000,
    });
  }
  return bootApp({
    ...common,
    label,
    port,
    command: recipe.start,
    env: { ...env, ...(await recipe.runtime.injection(scratch, env)) },
    readyPath: recipe.readyPath,
    readyTimeoutMs: recipe.readyTimeoutMs,
    logFile: join(request.keep ?? scratch, `${label}.log`),
  });
}
