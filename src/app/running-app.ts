import { setTimeout as delay } from 'node:timers/promises';
import { CannotMeasure } from '../cannot-measure.ts';
import type { RevisionLabel } from '../revision/revision.ts';
import { BLAME, endedEarly, neverReady, portTaken } from './boot-failure.ts';
import { isPortFree, waitUntilPortFree } from './free-port.ts';
import { listeningPorts } from './listening-ports.ts';
import { probe, type Readiness } from './readiness.ts';
import { describeExit, type Exit, endingSignal, type ShellCommand, ShellProcess } from './shell-process.ts';

export interface BootOptions extends ShellCommand {
  readonly label: RevisionLabel;
  /** Passed to the app as `PORT`. */
  readonly port: number;
  /** Path that answers once the app is ready. */
  readonly readyPath: string;
  readonly readyTimeoutMs: number;
  /** How long to wait for the app before to let go of the port. */
  readonly portTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The app under test, ready to answer. Dispose ends all of its processes, daemons included. */
export interface RunningApp extends AsyncDisposable {
  readonly label: RevisionLabel;
  readonly port: number;
  /** The command that was started; its servers may be other processes. */
  readonly pid: number;
  readonly bootMs: number;
  /** Settles when the command has ended. Never rejects. */
  readonly exited: Promise<Exit>;
  readonly hasExited: boolean;
  /** The last lines that the app printed. Untrusted text. */
  logTail(count: number): string[];
  /** Every live process of the app. */
  processIds(): number[];
  /** Throws `CannotMeasure` when the app has ended; `when` says at what: `in round 3`. */
  assertAlive(when: string): Promise<void>;
}

/** Starts the app and waits until it answers. Throws `CannotMeasure` with its last log lines when it does not. */
export async function bootApp(options: BootOptions): Promise<RunningApp> {
  const { label, port } = options;
  options.signal?.throwIfAborted();
  if (!(await waitUntilPortFree(port, options.portTimeoutMs ?? PORT_TIMEOUT_MS)))
    throw new CannotMeasure(portTaken(label, port));
  const startedMs = performance.now();
  await using undo = new AsyncDisposableStack();
  const shell = undo.use(ShellProcess.start({ ...options, env: { ...options.env, PORT: String(port) } }));
  await untilReady(shell, options);
  const bootMs = performance.now() - startedMs;
  const owned = undo.move();
  return {
    label,
    port,
    bootMs,
    pid: shell.pid,
    exited: shell.exited,
    get hasExited() {
      return shell.exit !== undefined;
    },
    logTail: (count) => shell.logTail(count),
    processIds: () => shell.family.members().map((member) => member.pid),
    assertAlive: (when) => assertAlive(shell, label, when),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function untilReady(shell: ShellProcess, options: BootOptions): Promise<void> {
  const { port, readyPath, readyTimeoutMs, signal } = options;
  const ended = new AbortController();
  void shell.exited.then(() => ended.abort());
  const timeout = AbortSignal.timeout(readyTimeoutMs);
  const over = AbortSignal.any([ended.signal, timeout, ...(signal === undefined ? [] : [signal])]);
  let last: Readiness | undefined;
  while (!over.aborted) {
    const found = await probe(
      port,
      readyPath,
      AbortSignal.any([over, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
    );
    if (found.state === 'answered' && found.status < 500) return;
    if (!over.aborted) last = found;
    // Finds daemons while they still can be told.
    shell.family.members();
    await Promise.race([shell.exited, delay(LOOK_AGAIN_MS)]);
  }
  signal?.throwIfAborted();
  throw await bootFailure(shell, options, last);
}

/** Why the app never answered, told once all of it has ended, so that the log is whole. */
async function bootFailure(
  shell: ShellProcess,
  options: BootOptions,
  last: Readiness | undefined,
): Promise<CannotMeasure> {
  const { label, port, readyPath, readyTimeoutMs } = options;
  const exit = shell.exit;
  const ports = listeningPorts(shell.family.members().map((member) => member.pid));
  await shell.stop(0);
  const logTail = shell.logTail(LOG_LINES);
  if (exit !== undefined && !(await isPortFree(port)))
    return new CannotMeasure(portTaken(label, port), { logTail });
  const problem =
    exit === undefined
      ? neverReady({ port, readyPath, seconds: readyTimeoutMs / 1000, ports, last })
      : endedEarly(exit);
  return new CannotMeasure(`${label} does not boot: ${problem}. ${BLAME[label]}`, { logTail });
}

async function assertAlive(shell: ShellProcess, label: string, when: string): Promise<void> {
  if (shell.exit === undefined) return;
  await shell.outputRead();
  const problem = `${label}: the app died ${when} with ${describeExit(shell.exit)}`;
  const why =
    endingSignal(shell.exit) === 'SIGKILL'
      ? 'by SIGKILL the system ends what takes too much memory'
      : 'its last lines say why';
  throw new CannotMeasure(`${problem}; ${why}`, { logTail: shell.logTail(LOG_LINES) });
}

const PORT_TIMEOUT_MS = 5_000;
const LOOK_AGAIN_MS = 100;
/** A first page may have to compile assets; a connection that was accepted too early never answers. */
const PROBE_TIMEOUT_MS = 20_000;
const LOG_LINES = 20;
