import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { SocketOwners } from '../../src/traffic/socket-owner.ts';
import { ClusterProcess } from './cluster-process.ts';

async function connected(port: number): Promise<Socket & { readonly localPort: number }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket as Socket & { readonly localPort: number };
}

describe('SocketOwners', () => {
  it('tell who accepted a connection, in the words of the kernel and of its table', async () => {
    await using app = await ClusterProcess.start();
    using owners = new SocketOwners(app.port, app.pids);
    const sockets = await Promise.all(Array.from({ length: 8 }, () => connected(app.port)));
    const localPorts = sockets.map(({ localPort }) => localPort);
    let told = await owners.of(localPorts);
    while ([...(told?.values() ?? [])].includes('nobody')) told = await owners.of(localPorts);
    vi.stubEnv('PATH', '/nowhere');
    using byTable = new SocketOwners(app.port, app.pids);
    expect(await byTable.of(localPorts)).toEqual(told);
    vi.unstubAllEnvs();
    expect([...(told?.values() ?? [])].every((owner) => app.pids.includes(Number(owner)))).toBe(true);
    for (const socket of sockets) socket.destroy();
  });

  it('tell nothing new from the table while nothing has changed', async () => {
    await using app = await ClusterProcess.start();
    vi.stubEnv('PATH', '/nowhere');
    using owners = new SocketOwners(app.port, app.pids, Number.POSITIVE_INFINITY);
    const socket = await connected(app.port);
    let owner = (await owners.of([socket.localPort]))?.get(socket.localPort) ?? 'nobody';
    while (owner === 'nobody')
      owner = (await owners.of([socket.localPort]))?.get(socket.localPort) ?? 'nobody';
    expect(app.pids).toContain(owner);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain(` ${201 + app.pids.indexOf(Number(owner))} `);
    // What was accepted while the table was read makes it look once more.
    await owners.of([socket.localPort]);
    expect(await owners.of([socket.localPort])).toBeUndefined();
    vi.unstubAllEnvs();
    socket.destroy();
  });

  it('tell a process that was not asked for from none', async () => {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const accepted = once(server, 'connection');
    const socket = await connected(port);
    const [kept] = await accepted;
    using owners = new SocketOwners(port, [process.ppid]);
    expect(await owners.of([socket.localPort])).toEqual(new Map([[socket.localPort, 'another']]));
    socket.destroy();
    kept.destroy();
    server.close();
  });
});
