import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SocketInodes } from './socket-inodes.ts';

/** Who holds the server's end of a connection: nobody yet, one of the processes asked for, or another one. */
export type Owner = number | 'nobody' | 'another';

/** How long an answer holds at most where nothing tells that it changed. */
const trustMs = 50;

/**
 * Tells which of some processes accepted each connection to a port, by the connections' local ports.
 * The kernel lists the server's end in /proc/net/tcp (tcp6 where the server listens on ::) with its inode, 0 before
 * it is accepted, and /proc/PID/fd has a link to that inode.
 */
export class SocketOwners implements Disposable {
  readonly #port: number;
  readonly #inodes: SocketInodes;
  readonly #pids: readonly number[];
  readonly #longestTrustMs: number;
  /** The table that had the last connections comes first. */
  #tables = ['/proc/net/tcp', '/proc/net/tcp6'];
  /** As they were before the table was read. */
  #seen: ReadonlyMap<string, number> = new Map();
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(port: number, pids: readonly number[], longestTrustMs = trustMs) {
    this.#port = port;
    this.#inodes = new SocketInodes(port);
    this.#pids = pids;
    this.#longestTrustMs = longestTrustMs;
  }

  /** The owners; undefined where they are those of the last answer. */
  async of(localPorts: readonly number[]): Promise<Map<number, Owner> | undefined> {
    const inodes = await this.#inodes.of(localPorts);
    return inodes ? this.#ownersOf(localPorts, inodes) : this.#fromTable(localPorts);
  }

  /**
   * The kernel takes milliseconds to write a table, because it walks every slot of a hash that grows with the machine's
   * memory, so it is asked for one only once a process has got another socket, and other lanes go on meanwhile.
   */
  async #fromTable(localPorts: readonly number[]): Promise<Map<number, Owner> | undefined> {
    const before = this.#sockets();
    const isTrusted = performance.now() - this.#readAtMs < this.#longestTrustMs;
    if (isTrusted && [...before.keys()].every((inode) => this.#seen.has(inode))) return undefined;
    const inodes = await this.#serverInodes(localPorts);
    this.#seen = before;
    this.#readAtMs = performance.now();
    // What was accepted meanwhile may stand in the table already.
    return this.#ownersOf(localPorts, inodes);
  }

  #ownersOf(localPorts: readonly number[], inodes: ReadonlyMap<number, string>): Map<number, Owner> {
    const isAnyAccepted = localPorts.some((localPort) => (inodes.get(localPort) ?? '0') !== '0');
    const sockets = isAnyAccepted ? this.#sockets() : new Map<string, number>();
    return new Map(
      localPorts.map((localPort) => {
        const inode = inodes.get(localPort) ?? '0';
        return [localPort, inode === '0' ? 'nobody' : (sockets.get(inode) ?? 'another')];
      }),
    );
  }

  /** The process by the inode of each of its sockets. */
  #sockets(): Map<string, number> {
    return new Map(this.#pids.flatMap((pid) => socketsOf(pid).map((inode) => [inode, pid])));
  }

  /** Inode of the server's end by the port of the client's end. */
  async #serverInodes(localPorts: readonly number[]): Promise<Map<number, string>> {
    const inodes = new Map<number, string>();
    // Most rows are of other ports, or of connections that have ended: they are not taken apart.
    const serverPort = `:${this.#port.toString(16).toUpperCase().padStart(4, '0')} `;
    for (const table of this.#tables) {
      for (const row of (await readText(table)).split('\n').slice(1)) {
        if (!row.includes(serverPort)) continue;
        const [, local = '', remote = '', , , , , , , inode = '0'] = row.trim().split(/\s+/);
        if (portOf(local) === this.#port) inodes.set(portOf(remote), inode);
      }
      if (!localPorts.every((localPort) => inodes.has(localPort))) continue;
      this.#tables = [table, ...this.#tables.filter((other) => other !== table)];
      break;
    }
    return inodes;
  }

  /** Ends what asks the kernel until somebody asks again. */
  [Symbol.dispose](): void {
    this.#inodes[Symbol.dispose]();
  }
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

function readText(file: string): Promise<string> {
  return readFile(file, 'latin1').catch(() => ''); // No IPv6 on this machine.
}
