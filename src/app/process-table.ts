import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One live process as `/proc` shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
  /** Somebody may be typing into it: daemons and what heapgate starts have none. */
  readonly hasTerminal: boolean;
  /** In clock ticks since boot; with the pid it names a process for ever, since pids are used again. */
  readonly startTicks: number;
}

/**
 * Every live process, told one by one. Zombies are left out: they have ended, and wait for their parent to notice.
 * A process that hands over to a child while the table is read is not missed: reading goes on until nothing is new.
 */
export function* liveProcesses(): Generator<ProcessEntry> {
  const known = new Set<number>();
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const fresh = processIds().filter((pid) => !known.has(pid));
    if (fresh.length === 0) return;
    for (const pid of fresh) {
      known.add(pid);
      const entry = readProcess(pid);
      if (entry !== undefined) yield entry;
    }
  }
}

/** Enough for all but a fork bomb, which must not hold up heapgate. */
const MOST_PASSES = 20;

const processIds = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);

export function readProcess(pid: number): ProcessEntry | undefined {
  const stat = readOrNothing(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (stat === undefined) return undefined;
  // The command's name, in parentheses, may hold spaces and parentheses itself.
  const [state, parentPid, groupId, sessionId, terminal, ...rest] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return {
    pid,
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    sessionId: Number(sessionId),
    hasTerminal: terminal !== '0',
    startTicks: Number(rest[14]),
  };
}

/** The environment a process was started with, as `NAME=value`; empty where it is not ours to read. */
export function initialEnvironment(pid: number): string[] {
  return (readOrNothing(() => readFileSync(`/proc/${pid}/environ`, 'latin1')) ?? '').split('\0');
}

export function workingDirectory(pid: number): string | undefined {
  return readOrNothing(() => readlinkSync(`/proc/${pid}/cwd`));
}

/** Inodes of the sockets a process holds. */
export function socketInodes(pid: number): number[] {
  const folder = `/proc/${pid}/fd`;
  return (readOrNothing(() => readdirSync(folder)) ?? []).flatMap((descriptor) => {
    const target = readOrNothing(() => readlinkSync(`${folder}/${descriptor}`));
    const inode = /^socket:\[(\d+)\]$/.exec(target ?? '')?.[1];
    return inode === undefined ? [] : [Number(inode)];
  });
}

/** A process may end between any two looks at it. */
function readOrNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
