import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/traffic/lane.ts';
import { Lanes, type LanesOptions } from '../../src/traffic/lanes.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { get } from './kinds.ts';
import { answer, type Handler, RawServer, targetOf } from './raw-server.ts';

const lanesTo = (port: number, options: Partial<LanesOptions> = {}): Lanes =>
  new Lanes({ port, pids: [process.pid], perProcess: 1, ...options });

async function replay(handler: Handler, steps: readonly Kind[], options: Partial<LanesOptions> = {}) {
  await using server = await RawServer.listen(handler);
  using lanes = lanesTo(server.port, options);
  const outcomes = await lanes.replay([steps]);
  return { outcomes, connections: server.connections };
}

const statusesOf = (outcomes: readonly Outcome[]) => outcomes.map(({ status }) => status);

describe('a lane', () => {
  it('sends every target byte for byte', async () => {
    const received: string[] = [];
    await using server = await RawServer.listen((socket, request) => {
      received.push(targetOf(request));
      socket.write(answer('ok'));
    });
    using lanes = lanesTo(server.port);
    const target = fc
      .uint8Array({ minLength: 1, maxLength: 60 })
      .map((bytes) =>
        Buffer.from(bytes)
          .toString('latin1')
          .replaceAll(/[\r\n]/g, ''),
      )
      .map((bytes) => `/${bytes}`);
    await fc.assert(
      fc.asyncProperty(fc.array(target, { minLength: 1, maxLength: 20 }), async (targets) => {
        received.length = 0;
        await lanes.replay([targets.map((one) => get(one, { hostile: false, connection: 'keep' }))]);
        expect(received).toEqual(targets);
      }),
      { numRuns: 50 },
    );
  }, 30_000);

  it('sends a raw request as it is', async () => {
    let received = '';
    const raw = { ...get('/'), request: { raw: 'FROB  /a\tb HTTP/1.1\r\nX: \xFF\r\n\r\n' } };
    await replay(
      (socket, request) => {
        received = request;
        socket.write(answer('ok'));
      },
      [raw],
    );
    expect(received).toBe('FROB  /a\tb HTTP/1.1\r\nX: \xFF');
  });

  it('waits for each answer before the next request', async () => {
    let open = 0;
    let most = 0;
    await replay(
      (socket, request) => {
        open += 1;
        most = Math.max(most, open);
        setImmediate(() => {
          open -= 1;
          socket.write(answer(targetOf(request)));
        });
      },
      Array.from({ length: 50 }, (_, index) => get(`/${index}`)),
    );
    expect(most).toBe(1);
  });

  it('uses one connection for all steps while the server keeps it', async () => {
    const { connections } = await replay(
      (socket) => socket.write(answer('ok')),
      Array<Kind>(20).fill(get('/')),
    );
    expect(connections).toBe(1);
  });

  it('gives a fresh kind a connection of its own', async () => {
    const steps = [get('/'), get('/odd', { connection: 'fresh' }), get('/')];
    expect((await replay((socket) => socket.write(answer('ok')), steps)).connections).toBe(3);
  });

  it('has the next connection opened while a fresh one is answered', async () => {
    let accepted = Promise.withResolvers<void>();
    await using server = createServer((socket) => {
      accepted.resolve();
      accepted = Promise.withResolvers();
      const next = accepted.promise;
      socket.once('data', async (request) => {
        if (!request.includes('GET / ')) await next;
        socket.write(answer('ok'));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    using lanes = lanesTo((server.address() as AddressInfo).port, { timeoutMs: 10_000 });
    const fresh = get('/odd', { connection: 'fresh' });
    expect(statusesOf(await lanes.replay([[get('/'), fresh, fresh, get('/')]]))).toEqual(Array(4).fill(200));
  });

  it('sends nothing more once it is told to stop', async () => {
    const stop = new AbortController();
    let received = 0;
    const handler: Handler = (socket) => {
      if (++received === 3) stop.abort(new Error('stopped'));
      socket.write(answer('ok'));
    };
    const steps = Array<Kind>(20).fill(get('/'));
    await expect(replay(handler, steps, { signal: stop.signal })).rejects.toThrow('stopped');
    expect(received).toBe(3);
  });

  it('reopens a connection whose end was announced, without losing a request', async () => {
    const { outcomes, connections } = await replay(
      (socket) => socket.end(answer('ok', 'Connection: close')),
      Array<Kind>(10).fill(get('/')),
    );
    expect(statusesOf(outcomes)).toEqual(Array(10).fill(200));
    expect(connections).toBe(10);
  });

  it('writes nothing into a connection whose end was announced, though it is still open', async () => {
    const ending = new Set<Socket>();
    const { outcomes } = await replay(
      (socket) => {
        if (!ending.has(socket)) socket.write(answer('ok', 'Connection: close'));
        ending.add(socket);
      },
      Array<Kind>(3).fill(get('/')),
      { timeoutMs: 200 },
    );
    expect(statusesOf(outcomes)).toEqual([200, 200, 200]);
  });

  it('reports a request whose connection ended without an answer, and never sends it again', async () => {
    const received: string[] = [];
    const { outcomes } = await replay(
      (socket, request) => {
        received.push(targetOf(request));
        if (targetOf(request) === '/b') socket.destroy();
        else socket.write(answer('ok'));
      },
      ['/a', '/b', '/c'].map((target) => get(target)),
    );
    expect(statusesOf(outcomes)).toEqual([200, undefined, 200]);
    expect(received).toEqual(['/a', '/b', '/c']);
  });

  it('gives up on an answer after the timeout and goes on', async () => {
    const { outcomes } = await replay(
      (socket, request) => targetOf(request) === '/b' || socket.write(answer('ok')),
      ['/a', '/b', '/c'].map((target) => get(target)),
      { timeoutMs: 50 },
    );
    expect(outcomes.map(({ status, timedOut }) => status ?? timedOut)).toEqual([200, true, 200]);
  });

  it('gives up on a process that answers no ordinary request any more', async () => {
    let asked = 0;
    const handler: Handler = (socket) => {
      asked += 1;
      if (asked < 3) socket.write(answer('ok'));
    };
    const hostile = get('/%zz', { hostile: true });
    const steps = [get('/a'), get('/b'), get('/c'), get('/d'), hostile, get('/e'), get('/f'), get('/g')];
    await expect(replay(handler, steps, { timeoutMs: 50, nameOf: () => 'worker 1' })).rejects.toThrow(
      /^worker 1 left 3 requests in a row, 0\.05 s each, without an answer \(the last: GET \/e\): see its log/,
    );
    expect(asked).toBe(6);
  });

  it('does not credit an unasked answer to the next request', async () => {
    const { outcomes } = await replay(
      (socket, request) =>
        socket.write(
          targetOf(request) === '/twice' ? answer('1') + answer('2').replace('200', '500') : answer('ok'),
        ),
      ['/twice', '/a'].map((target) => get(target)),
    );
    expect(statusesOf(outcomes)).toEqual([200, 200]);
  });

  it('counts what the server executed, however it treats its connections', async () => {
    type Manner = 'keep' | 'announce close' | 'close' | 'die' | 'until close' | 'chunked';
    const manners = fc.constantFrom<Manner>(
      'keep',
      'announce close',
      'close',
      'die',
      'until close',
      'chunked',
    );
    let script: readonly Manner[] = [];
    const executed: string[] = [];
    await using server = await RawServer.listen((socket, request) => {
      const target = targetOf(request);
      executed.push(target);
      const manner = script[Number(target.slice(1))] ?? 'keep';
      if (manner === 'die') return socket.destroy();
      if (manner === 'close') return socket.write(answer('ok'), () => socket.destroy());
      if (manner === 'announce close') return socket.end(answer('ok', 'Connection: close'));
      if (manner === 'until close') return socket.end('HTTP/1.1 200 OK\r\n\r\nbody');
      if (manner === 'chunked') {
        return socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n');
      }
      return socket.write(answer('ok'));
    });
    using lanes = lanesTo(server.port, { perProcess: 2 });
    await fc.assert(
      fc.asyncProperty(fc.array(manners, { minLength: 2, maxLength: 16 }), async (manner) => {
        script = manner;
        executed.length = 0;
        const steps = manner.map((_, index) => get(`/${index}`));
        const outcomes = await lanes.replay([
          steps.filter((_, index) => index % 2 === 0),
          steps.filter((_, index) => index % 2 === 1),
        ]);
        const answered = outcomes.filter((outcome) => outcome.answered).map(({ kind }) => kind.id);
        const died = executed.filter((target) => manner[Number(target.slice(1))] === 'die');
        expect(outcomes).toHaveLength(steps.length);
        expect(executed.toSorted()).toEqual([...answered, ...died].toSorted());
      }),
      { numRuns: 20 },
    );
  }, 30_000);

  it('starts a hostile kind on a fresh connection until the app was seen to keep it', async () => {
    const steps = [get('/'), get('/[x'), get('/[x'), get('/[x')];
    const { connections } = await replay((socket) => socket.write(answer('ok', 'X-App: 1')), steps);
    expect(connections).toBe(2);
  });

  it('keeps a kind that the server refuses on fresh connections', async () => {
    const steps = [get('/'), get('/[x'), get('/'), get('/[x')];
    const { outcomes, connections } = await replay((socket, request) => {
      if (targetOf(request) === '/') socket.write(answer('ok', 'X-App: 1'));
      else socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }, steps);
    expect(outcomes.map(({ reached }) => reached)).toEqual([true, false, true, false]);
    expect(connections).toBe(4);
  });
});

describe('lanes', () => {
  it('all run at once', async () => {
    const waiting: (() => void)[] = [];
    await using server = await RawServer.listen((socket) => {
      waiting.push(() => socket.write(answer('ok')));
      if (waiting.length === 3) for (const release of waiting) release();
    });
    using lanes = lanesTo(server.port, { perProcess: 3 });
    const outcomes = await lanes.replay([[get('/a')], [get('/b')], [get('/c')]]);
    expect(outcomes.map(({ kind, status }) => [kind.id, status])).toEqual([
      ['/a', 200],
      ['/b', 200],
      ['/c', 200],
    ]);
  });

  it('end a round only when no request is in flight', async () => {
    let inFlight = 0;
    await using server = await RawServer.listen((socket, request) => {
      inFlight += 1;
      // One lane is far behind the others.
      setTimeout(
        () => {
          inFlight -= 1;
          socket.write(answer('ok'));
        },
        targetOf(request) === '/slow' ? 20 : 0,
      );
    });
    using lanes = lanesTo(server.port, { perProcess: 3 });
    const slow = Array<Kind>(5).fill(get('/slow'));
    const outcomes = await lanes.replay([[get('/a')], slow, [get('/b')]]);
    expect(inFlight).toBe(0);
    expect(outcomes.filter(({ answered }) => answered)).toHaveLength(7);
  });

  it('start every round on new connections', async () => {
    await using server = await RawServer.listen((socket) => socket.write(answer('ok')));
    using lanes = lanesTo(server.port);
    await lanes.replay([[get('/')]]);
    await lanes.replay([[get('/')]]);
    expect(server.connections).toBe(2);
  });
});
