import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Who holds the server's end of a connection: nobody yet, one of the processes asked for, or another one. */
export type Owner = number | 'nobody' | 'another';

/**
 * Tells which of `pids` accepted each connection to `port`, by the connections' local ports.
 * The kernel lists the server's end in /proc/net/tcp (tcp6 where the server listens on ::) with its inode, 0 before
 * it is accepted, and /proc/PID/fd has a link to that inode.
 */
export function socketOwners(
  port: number,
  localPorts: readonly number[],
  pids: Iterable<number>,
): Map<number, Owner> {
  const inodes = serverInodes(port, localPorts);
  const owners = new Map<string, number>();
  for (const pid of pids) for (const inode of socketsOf(pid)) owners.set(inode, pid);
  return new Map(
    localPorts.map((localPort) => {
      const inode = inodes.get(localPort) ?? '0';
      return [localPort, inode === '0' ? 'nobody' : (owners.get(inode) ?? 'another')];
    }),
  );
}

/** Whether the process exists and is not a zombie. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Inode of the server's end by the port of the client's end. Each table takes the kernel milliseconds to write. */
function serverInodes(port: number, localPorts: readonly number[]): Map<number, string> {
  const inodes = new Map<number, string>();
  // Most rows are of other ports, or of connections that have ended: they are not taken apart.
  const serverPort = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if (localPorts.every((localPort) => inodes.has(localPort))) break;
    for (const row of readText(table).split('\n').slice(1)) {
      if (!row.includes(serverPort)) continue;
      const [, local = '', remote = '', , , , , , , inode = '0'] = row.trim().split(/\s+/);
      if (portOf(local) === port) inodes.set(portOf(remote), inode);
    }
  }
  return inodes;
}

const portOf = (address: string): number => Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16);

function socketsOf(pid: number): string[] {
  try {
    const directory = `/proc/${pid}/fd`;
    return readdirSync(directory).flatMap((fd) => linkedSocket(`${directory}/${fd}`) ?? []);
  } catch {
    return []; // The process has ended.
  }
}

function linkedSocket(file: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(file))?.[1];
  } catch {
    return undefined; // Closed in the meantime.
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // No IPv6 on this machine.
  }
}
