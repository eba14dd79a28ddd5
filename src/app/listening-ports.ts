import { readFileSync } from 'node:fs';
import { socketInodes } from './process-table.ts';

/** TCP ports that any of the processes listens on, in ascending order. */
export function listeningPorts(pids: readonly number[]): number[] {
  const inodes = new Set(pids.flatMap(socketInodes));
  const owned = listeners().filter(({ inode }) => inodes.has(inode));
  return [...new Set(owned.map(({ port }) => port))].sort((a, b) => a - b);
}

/** Those of the processes that listen on the port. */
export function listenersOn(port: number, pids: readonly number[]): number[] {
  const inodes = new Set(listeners().flatMap((listener) => (listener.port === port ? [listener.inode] : [])));
  return pids.filter((pid) => socketInodes(pid).some((inode) => inodes.has(inode)));
}

function listeners(): { readonly port: number; readonly inode: number }[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readTable(file).flatMap((row) => {
      const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
      if (state !== LISTEN) return [];
      return [{ port: Number.parseInt(local?.split(':')[1] ?? '', 16), inode: Number(inode) }];
    }),
  );
}

/** The kernel's number of the state, as the table shows it. */
const LISTEN = '0A';

function readTable(file: string): string[] {
  try {
    return readFileSync(file, 'latin1').trim().split('\n').slice(1);
  } catch {
    // A kernel without IPv6 has no tcp6.
    return [];
  }
}
