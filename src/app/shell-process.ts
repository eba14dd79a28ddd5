import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { CannotMeasure } from '../cannot-measure.ts';
import { AppLog } from './app-log.ts';
import { assertLinux } from './linux.ts';
import { ProcessFamily, RUN_VARIABLE } from './process-family.ts';

export interface ShellCommand {
  /** Passed to `sh -c`. */
  readonly command: string;
  readonly directory: string;
  /** Real path of a folder that nothing else works in: whatever works there is ended with the command. */
  readonly privateDirectory?: string | undefined;
  /** The whole environment: nothing of heapgate's own is added. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Time to end by itself when asked to, before it is killed. */
  readonly graceMs?: number | undefined;
}

/** How a process ended: by itself, or by a signal. */
export interface Exit {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

/** A command of the user's, in a session of its own, with its output in a log. Dispose ends all that came from it. */
export class ShellProcess implements AsyncDisposable {
  readonly pid: number;
  readonly family: ProcessFamily;
  readonly log: AppLog;
  /** Settles when the command itself has ended, its daemons may live on. Never rejects. */
  readonly exited: Promise<Exit>;
  exit: Exit | undefined;
  readonly #graceMs: number;
  readonly #abandon: () => void;
  readonly #outputs: readonly Readable[];

  static start(command: ShellCommand): ShellProcess {
    assertLinux();
    return new ShellProcess(command);
  }

  private constructor({ command, directory, privateDirectory, env, logFile, graceMs }: ShellCommand) {
    const token = randomUUID();
    const child = execa('sh', ['-c', command], {
      cwd: directory,
      env: { ...env, [RUN_VARIABLE]: token },
      extendEnv: false,
      detached: true,
      stdin: 'ignore',
      buffer: false,
      reject: false,
    });
    if (child.pid === undefined)
      throw new CannotMeasure(`cannot run sh in ${directory}: check that both exist`);
    this.pid = child.pid;
    this.family = new ProcessFamily(child.pid, token, privateDirectory);
    this.#graceMs = graceMs ?? GRACE_MS;
    this.log = new AppLog(logFile);
    child.stdout.on('data', (chunk: Buffer) => this.log.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.log.write(chunk));
    this.exited = once(child.nodeChildProcess, 'exit').then(([code, signal]) => {
      this.exit = { code: code ?? undefined, signal: signal ?? undefined };
      return this.exit;
    });
    this.#outputs = [child.stdout, child.stderr];
    // A crash of heapgate must not leave the app behind.
    this.#abandon = () => this.family.signal('SIGKILL');
    process.once('exit', this.#abandon);
  }

  /** The last lines it printed. Of a process that has ended, all it had to say: see `outputRead`. */
  logTail(count: number): string[] {
    return this.log.tail(count);
  }

  /** Ends everything that came from the command: asked first, killed after `graceMs`. Done again, it does nothing. */
  async stop(graceMs: number = this.#graceMs): Promise<void> {
    const deadline = performance.now() + graceMs;
    let asked: 'nobody' | 'command' | 'everybody' = 'nobody';
    while (performance.now() < deadline && this.family.members().length > 0) {
      // The command passes it on to its own; where it ended without doing so, the rest is asked.
      if (asked === 'nobody' && this.exit === undefined) {
        process.kill(this.pid, 'SIGTERM');
        asked = 'command';
      } else if (asked !== 'everybody' && this.exit !== undefined) {
        this.family.signal('SIGTERM');
        asked = 'everybody';
      }
      await delay(LOOK_AGAIN_MS);
    }
    await this.family.kill();
    await this.exited;
    await this.outputRead();
  }

  /** Settles when all output was read; where a daemon keeps it open, after a moment. */
  async outputRead(): Promise<void> {
    const ended = Promise.allSettled(this.#outputs.map((output) => finished(output)));
    await Promise.race([ended, delay(OUTPUT_TIMEOUT_MS, undefined, { ref: false })]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stop();
    } finally {
      process.off('exit', this.#abandon);
      for (const output of this.#outputs) output.destroy();
      await this.log[Symbol.asyncDispose]();
    }
  }
}

const GRACE_MS = 5_000;
const LOOK_AGAIN_MS = 20;
const OUTPUT_TIMEOUT_MS = 500;

/** For messages: `exit code 1`, `exit code 137 (SIGKILL)`, `signal SIGKILL`. */
export function describeExit(exit: Exit): string {
  if (exit.signal !== undefined) return `signal ${exit.signal}`;
  const signal = endingSignal(exit);
  return `exit code ${exit.code}${signal === undefined ? '' : ` (${signal})`}`;
}

/** A shell says by a code above 128 that a signal ended its command. */
export const endingSignal = ({ code, signal }: Exit): string | undefined =>
  signal ?? Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
