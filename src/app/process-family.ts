import { setTimeout as delay } from 'node:timers/promises';
import { CannotMeasure } from '../cannot-measure.ts';
import {
  initialEnvironment,
  liveProcesses,
  type ProcessEntry,
  readProcess,
  workingDirectory,
} from './process-table.ts';

/** The variable whose value is different for everything heapgate starts, and handed down to what that starts. */
export const RUN_VARIABLE = 'HEAPGATE_RUN';

/**
 * All processes that come from one command, daemons included. No single sign is enough: a daemon leaves its group and
 * its parent, and a process that sets a long title overwrites its environment. So a process belongs to the family by
 * its token, its session, its parent, the private folder it works in, or because it was seen to belong before.
 */
export class ProcessFamily {
  readonly #token: string;
  readonly #directory: string | undefined;
  readonly #seen = new Map<number, ProcessEntry>();
  readonly #sessions: Set<number>;

  /** `firstPid` leads a session of its own; `directory` is the real path of a folder that only this family works in. */
  constructor(firstPid: number, token: string, directory: string | undefined) {
    this.#token = `${RUN_VARIABLE}=${token}`;
    this.#directory = directory;
    this.#sessions = new Set([firstPid]);
  }

  /** Live processes of the family now. Looking often finds daemons while they still can be told. */
  members(): ProcessEntry[] {
    const members = new Map<number, ProcessEntry>();
    let others: ProcessEntry[] = [];
    const take = (belongs: (entry: ProcessEntry) => boolean): boolean => {
      const found = others.filter(belongs);
      for (const entry of found) members.set(entry.pid, entry);
      others = others.filter((entry) => !members.has(entry.pid));
      return found.length > 0;
    };
    for (const entry of liveProcesses()) {
      if (entry.pid === process.pid) continue;
      // Asked at once: a moment later a short-lived process has no environment any more.
      if (this.#carriesToken(entry)) members.set(entry.pid, entry);
      else others.push(entry);
    }
    for (const entry of members.values()) this.#sessions.add(entry.sessionId);
    take((entry) => this.#wasSeen(entry) || this.#worksInDirectory(entry));
    while (take((entry) => this.#sessions.has(entry.sessionId) || members.has(entry.parentPid)));
    for (const entry of members.values()) this.#seen.set(entry.pid, entry);
    return [...members.values()];
  }

  /** Sends `signal` to every process of the family. */
  signal(signal: NodeJS.Signals): void {
    for (const member of this.members()) sendSignal(member, signal);
  }

  /** Kills until none is left: some may be born, or be without a sign while they start, between two looks. */
  async kill(): Promise<void> {
    const deadline = performance.now() + KILL_TIMEOUT_MS;
    for (let quietLooks = 0; quietLooks < QUIET_LOOKS; ) {
      const members = this.members();
      for (const member of members) sendSignal(member, 'SIGKILL');
      quietLooks = members.length === 0 ? quietLooks + 1 : 0;
      if (performance.now() > deadline) throw new CannotMeasure(this.#unstoppable());
      await delay(LOOK_AGAIN_MS);
    }
  }

  #wasSeen(entry: ProcessEntry): boolean {
    return this.#seen.get(entry.pid)?.startTicks === entry.startTicks;
  }

  #carriesToken(entry: ProcessEntry): boolean {
    return initialEnvironment(entry.pid).includes(this.#token);
  }

  /** A person's shell may have gone there to look around; it has a terminal. */
  #worksInDirectory(entry: ProcessEntry): boolean {
    if (this.#directory === undefined || entry.hasTerminal) return false;
    const directory = workingDirectory(entry.pid) ?? '';
    return directory === this.#directory || directory.startsWith(`${this.#directory}/`);
  }

  #unstoppable(): string {
    const pids = this.members().map((member) => member.pid);
    return `processes of the app cannot be stopped: end them by hand (${pids.join(', ')})`;
  }
}

const KILL_TIMEOUT_MS = 10_000;
const QUIET_LOOKS = 3;
const LOOK_AGAIN_MS = 5;

/** To this very process, not to a later one that got its pid. One that is gone, or not ours to end, is passed over. */
function sendSignal(target: ProcessEntry, signal: NodeJS.Signals): void {
  if (readProcess(target.pid)?.startTicks !== target.startTicks) return;
  try {
    process.kill(target.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')))
      throw error;
  }
}
