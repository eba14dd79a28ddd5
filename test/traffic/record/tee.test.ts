import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Tee } from '../../../src/traffic/record/tee.ts';
import { ByteServer } from './byte-server.ts';
import { send } from './client.ts';

const listen = (port: number): Promise<Tee> =>
  Tee.listen({
    target: { host: '127.0.0.1', port, origin: `http://127.0.0.1:${port}` },
    port: 0,
    onExchange: () => {},
  });

const client = (tee: Tee): Socket =>
  connect({ port: tee.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});

describe('a tee passes on', () => {
  it('any bytes, both ways', async () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
    await using app = await ByteServer.listen((socket, received) => {
      if (received === bytes) socket.write(Buffer.from(`${bytes}${bytes}`, 'latin1'));
    });
    await using tee = await listen(app.port);
    expect(await send(tee.port, bytes)).toBe(bytes + bytes);
  });

  it('a stream as it comes, and what the client says meanwhile', async () => {
    await using app = await ByteServer.listen((socket, received) => {
      if (received === 'begin') socket.write('first');
      if (received === 'beginmore') socket.end('second');
    });
    await using tee = await listen(app.port);
    const socket = client(tee);
    socket.write('begin');
    // Nothing follows before this is here.
    const [first] = await once(socket, 'data');
    socket.write('more');
    const [second] = await once(socket, 'data');
    expect([String(first), String(second)]).toEqual(['first', 'second']);
    socket.destroy();
  });

  it('the end of one side while the other goes on', async () => {
    const app = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on('end', () => socket.end('after the end')).resume();
    });
    await once(app.listen(0, '127.0.0.1'), 'listening');
    await using tee = await listen((app.address() as { port: number }).port);
    expect(await send(tee.port, 'x')).toBe('after the end');
    app.close();
  });

  it('the end of the target', async () => {
    await using app = await ByteServer.listen((socket) => socket.end('bye'));
    await using tee = await listen(app.port);
    const socket = client(tee);
    socket.write('x');
    const [bytes] = await once(socket, 'data');
    await once(socket, 'end');
    expect(String(bytes)).toBe('bye');
    socket.destroy();
  });

  it('what the client sends after the end of the target', async () => {
    const all = Promise.withResolvers<string>();
    await using app = await ByteServer.listen((socket, received) => {
      if (received === 'x') socket.end('bye');
      if (received === 'xyz') all.resolve(received);
    });
    await using tee = await listen(app.port);
    const socket = client(tee);
    socket.on('end', () => socket.end('yz')).resume();
    socket.write('x');
    expect(await all.promise).toBe('xyz');
  });

  it('a reset by the client', async () => {
    const reset = Promise.withResolvers<string>();
    await using app = await ByteServer.listen((socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => reset.resolve(error.code ?? ''));
      socket.write('go');
    });
    await using tee = await listen(app.port);
    const socket = client(tee);
    socket.write('x');
    await once(socket, 'data');
    socket.resetAndDestroy();
    expect(await reset.promise).toBe('ECONNRESET');
  });

  it('a reset by the target', async () => {
    await using app = await ByteServer.listen((socket) => socket.resetAndDestroy());
    await using tee = await listen(app.port);
    const socket = connect({ port: tee.port, host: '127.0.0.1' });
    socket.write('x');
    const [error] = await new Promise<[NodeJS.ErrnoException]>((resolve) =>
      socket.on('error', (reason) => resolve([reason])),
    );
    expect(error.code).toBe('ECONNRESET');
  });

  it('no faster than it is taken', async () => {
    const total = 64 * 1024 * 1024;
    const taken = Promise.withResolvers<number>();
    const accepted = Promise.withResolvers<Socket>();
    const app = createServer((socket) => {
      let bytes = 0;
      socket.pause().on('data', (chunk) => {
        bytes += chunk.length;
      });
      socket.on('end', () => taken.resolve(bytes));
      accepted.resolve(socket);
    });
    await once(app.listen(0, '127.0.0.1'), 'listening');
    await using tee = await listen((app.address() as { port: number }).port);
    const socket = client(tee);
    const slow = await Promise.all([accepted.promise, once(socket, 'connect')]).then(([server]) => server);
    slow.pause();
    let stalledAt = -1;
    // Until nothing moves any more: what has left by then is held by the kernel and the tee.
    const block = Buffer.alloc(1024 * 1024, 'x');
    for (let sent = 0; sent < total; sent += block.length) socket.write(block);
    while (stalledAt !== socket.bytesWritten - socket.writableLength) {
      stalledAt = socket.bytesWritten - socket.writableLength;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(stalledAt).toBeLessThan(total / 2);
    slow.resume();
    socket.end();
    expect(await taken.promise).toBe(total);
    app.close();
  });
});

it('a client is hung up on when the target cannot be reached, and the reason is known', async () => {
  const app = await ByteServer.listen(() => {});
  await app[Symbol.asyncDispose]();
  await using tee = await listen(app.port);
  expect(await send(tee.port, 'GET / HTTP/1.1\r\n\r\n')).toBe('');
  expect(tee.unreachable).toBe('ECONNREFUSED');
});
