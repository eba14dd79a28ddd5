import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Lanes } from '../../src/traffic/lanes.ts';
import { probe } from '../../src/traffic/probe.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { scenarioText } from '../../src/traffic/scenario-writer.ts';
import { get } from './kinds.ts';
import { answer, type Handler, RawServer, targetOf } from './raw-server.ts';

const leaving = (target: string, leaves: NonNullable<Kind['leaves']>, body?: string): Kind =>
  get(target, {
    leaves,
    connection: 'fresh',
    request: { method: 'GET', target, headers: body === undefined ? [] : [['Content-Length', '99']], body },
  });

async function replay(handler: Handler, steps: readonly Kind[]) {
  await using server = await RawServer.listen(handler);
  using lanes = new Lanes({ port: server.port, pids: [process.pid], perProcess: 1 });
  return await lanes.replay([steps]);
}

describe('a client that leaves', () => {
  it('once the answer begins has its status, and does not wait for the rest', async () => {
    const endless: Socket[] = [];
    const outcomes = await replay(
      (socket, request) => {
        if (targetOf(request) !== '/endless') return socket.write(answer('ok', 'X-App: 1'));
        endless.push(socket);
        return socket.write('HTTP/1.1 206 Partial\r\nX-App: 1\r\nContent-Length: 1000\r\n\r\nstart');
      },
      [get('/'), leaving('/endless', 'in answer'), get('/')],
    );
    expect(outcomes.map(({ status, reached }) => [status, reached])).toEqual([
      [200, true],
      [206, true],
      [200, true],
    ]);
    expect(endless).toHaveLength(1);
  });

  it('waits for the head of the answer, however it is cut into pieces', async () => {
    const outcomes = await replay(
      (socket) => {
        socket.write('HTTP/1.1 20');
        setImmediate(() => socket.write('1 Created\r\nX-App: 1\r\n'));
        setImmediate(() => setImmediate(() => socket.write('\r\n')));
      },
      [leaving('/', 'in answer')],
    );
    expect(outcomes.map(({ status }) => status)).toEqual([201]);
  });

  it('before its request is whole is seen to go, and counts as written and not answered', async () => {
    let ended = false;
    const outcomes = await replay(
      (socket, request) => {
        if (targetOf(request) === '/') return socket.write(answer('ok'));
        return socket.once('end', () => {
          ended = true;
        });
      },
      [leaving('/cut', 'in request', '{'), get('/')],
    );
    expect(ended).toBe(true);
    expect(outcomes.map(({ written, answered, timedOut }) => [written, answered, timedOut])).toEqual([
      [true, false, false],
      [true, true, false],
    ]);
  });

  it('before its request is whole still hears what the server says to that', async () => {
    const refusal = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
    const outcomes = await replay(
      (socket) => socket.prependOnceListener('end', () => socket.write(refusal)),
      [leaving('/cut', 'in request', '{')],
    );
    expect(outcomes.map(({ status }) => status)).toEqual([400]);
  });

  it('is not waited for when an app is asked for pages', async () => {
    await using server = await RawServer.listen((socket) => socket.once('end', () => socket.end()));
    const [asked] = await probe([leaving('/cut', 'in request', '{')], server.port);
    expect(asked).toMatchObject({ answer: undefined, timedOut: false });
  });

  it('is said so in a scenario, and has a connection of its own', () => {
    const text = `requests:
  home: { target: / }
  export: { target: /export, leaves: in answer }
  upload: { target: /upload, body: '{', headers: { Content-Length: 100 }, leaves: in request }
`;
    const kinds = parseScenario(text, 'shop.yml').kinds;
    expect(kinds.map(({ leaves, connection }) => [leaves, connection])).toEqual([
      [undefined, 'keep'],
      ['in answer', 'fresh'],
      ['in request', 'fresh'],
    ]);
    expect(() => parseScenario('requests: { a: { target: /, leaves: early } }', 'shop.yml')).toThrow(
      /^shop\.yml: requests\.a\.leaves: /,
    );
  });
});

it('a client that leaves is written as it is read', () => {
  const { kinds } = parseScenario(
    'requests: { home: { target: / }, a: { target: /a, leaves: in answer } }',
    'a.yml',
  );
  const drafts = kinds.map(({ id, request, leaves }) => ({ name: id, request, leaves }));
  const read = parseScenario(scenarioText({ comment: [], kinds: drafts }), 'b.yml').kinds;
  expect(read.map(({ id, leaves }) => [id, leaves])).toEqual([
    ['home', undefined],
    ['a', 'in answer'],
  ]);
});

it.each([
  ['true', true],
  ['12', 12],
  ['all', 'all'],
])('hostile: %s is how many hostile requests a plan derives', (written, read) => {
  const text = `requests: { home: { target: / } }\nplan: { hostile: ${written} }\n`;
  expect(parseScenario(text, 'shop.yml').plan.hostile).toBe(read);
});

it.each(['0', 'many', '1.5'])('hostile: %s is refused', (written) => {
  const text = `requests: { home: { target: / } }\nplan: { hostile: ${written} }\n`;
  expect(() => parseScenario(text, 'shop.yml')).toThrow(/^shop\.yml: plan\.hostile: /);
});
