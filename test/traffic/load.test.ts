import { describe, expect, it } from 'vitest';
import { load } from '../../src/traffic/load.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { get } from './kinds.ts';
import { answer, RawServer, targetOf } from './raw-server.ts';

const options = { connections: 2, requests: 40, limitMs: 5000 };

describe('load', () => {
  it('sends ordinary kinds only, their targets as they are, as often as their times say', async () => {
    const received: string[] = [];
    await using server = await RawServer.listen((socket, request) => {
      received.push(targetOf(request));
      socket.write(answer('ok'));
    });
    const kinds = [
      get('/a/../b?q[]=1', { hostile: false, times: 3 }),
      get('/c'),
      get('/[x'),
      get('/\xE9', { hostile: false }),
    ];
    expect(await load({ port: server.port, kinds, ...options })).toBe(40);
    expect(received.filter((target) => target === '/a/../b?q[]=1')).toHaveLength(30);
    expect(received.filter((target) => target === '/c')).toHaveLength(10);
  });

  it('sends what the environment holds, and leaves to lanes what takes a log-in or is new each time', async () => {
    const received: string[] = [];
    await using server = await RawServer.listen((socket, request) => {
      received.push(targetOf(request));
      socket.write(answer('ok'));
    });
    const { kinds, variables } = parseScenario(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as a scenario has it
      "requests: { a: { target: '/${SHOP}' }, b: { target: '/{n}' } }",
      'a.yml',
      { SHOP: 'tea' },
    );
    const loggedIn = get('/c', { session: { name: 'a', cookies: true } });
    await load({
      ...options,
      port: server.port,
      kinds: [...kinds, loggedIn],
      variables: variables ?? new Map(),
    });
    expect(new Set(received)).toEqual(new Set(['/tea']));
  });

  it('does not mind statuses', async () => {
    await using server = await RawServer.listen((socket) =>
      socket.write(answer('no').replace('200 OK', '500 No')),
    );
    expect(await load({ port: server.port, kinds: [get('/')], ...options })).toBe(40);
  });

  it('ends by its limit when the app does not answer', async () => {
    await using server = await RawServer.listen(() => {});
    expect(await load({ port: server.port, kinds: [get('/')], ...options, limitMs: 200 })).toBe(0);
  });

  it('ends when nobody listens', async () => {
    const server = await RawServer.listen(() => {});
    const { port } = server;
    await server[Symbol.asyncDispose]();
    expect(await load({ port, kinds: [get('/')], ...options, limitMs: 500 })).toBe(0);
  });

  it('sends nothing when there is nothing that it can send', async () => {
    await using server = await RawServer.listen((socket) => socket.write(answer('ok')));
    expect(await load({ port: server.port, kinds: [get('/[x')], ...options })).toBe(0);
    expect(server.connections).toBe(0);
  });
});
