import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SocketOwners } from '../../src/traffic/socket-owner.ts';
import { ClusterProcess } from './cluster-process.ts';

async function connected(port: number): Promise<Socket & { readonly localPort: number }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket as Socket & { readonly localPort: number };
}

describe('SocketOwners', () => {
  it('tell who accepted a connection, and nothing while nothing has changed', async () => {
    await using app = await ClusterProcess.start();
    const owners = new SocketOwners(app.port, app.pids, Number.POSITIVE_INFINITY);
    const socket = await connected(app.port);
    let owner = (await owners.of([socket.localPort]))?.get(socket.localPort) ?? 'nobody';
    while (owner === 'nobody')
      owner = (await owners.of([socket.localPort]))?.get(socket.localPort) ?? 'nobody';
    expect(app.pids).toContain(owner);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain(` ${201 + app.pids.indexOf(Number(owner))} `);
    expect(await owners.of([socket.localPort])).toBeUndefined();
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
    const owners = new SocketOwners(port, [process.ppid]);
    expect(await owners.of([socket.localPort])).toEqual(new Map([[socket.localPort, 'another']]));
    socket.destroy();
    kept.destroy();
    server.close();
  });
});
