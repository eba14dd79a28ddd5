import { describe, expect, it } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { sessionPlan } from '../../src/traffic/lane-session.ts';
import { Lanes } from '../../src/traffic/lanes.ts';
import { Pressure } from '../../src/traffic/pressure.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { SerialNumbers } from '../../src/traffic/serial-numbers.ts';
import { get } from './kinds.ts';
import { answer, type Handler, RawServer, targetOf } from './raw-server.ts';

const played = Array.from({ length: 50 }, (_, index) => get(`/played/${index}`));
const ordinary = [get('/a'), get('/b')];
const end = [get('/end')];

/** One round of a lane that plays it and of two beside it. */
async function playRound(handler: Handler) {
  await using server = await RawServer.listen(handler);
  using lanes = new Lanes({ port: server.port, pids: [process.pid], perProcess: 3 });
  const pressure = new Pressure();
  const besides = [1, 2].map(() => pressure.beside(ordinary, end));
  return await lanes.replay([pressure.played(played), ...besides]);
}

describe('lanes beside a round', () => {
  it('send ordinary requests while it is played, and end as it does', async () => {
    const outcomes = await playRound((socket) => socket.write(answer('ok')));
    const ids = outcomes.map(({ kind }) => kind.id);
    expect(ids.slice(0, 50)).toEqual(played.map(({ id }) => id));
    const beside = ids.slice(50);
    expect(beside.filter((id) => id === '/end')).toHaveLength(2);
    expect(beside.at(-1)).toBe('/end');
    expect(beside.slice(0, 3)).toEqual(['/a', '/b', '/a']);
  });

  it('are answered to the last request, and each is counted', async () => {
    const executed: string[] = [];
    const outcomes = await playRound((socket, request) => {
      executed.push(targetOf(request));
      // A server that closes a connection now and then, as Puma does.
      if (executed.length % 7 === 0) socket.end(answer('ok', 'Connection: close'));
      else socket.write(answer('ok'));
    });
    expect(outcomes.filter(({ answered }) => !answered)).toEqual([]);
    expect(executed.sort()).toEqual(outcomes.map(({ kind }) => kind.id).sort());
  });

  it('end when the lane that plays it cannot even start', async () => {
    const scenario = parseScenario(
      'requests: { in: { target: "/in/{n}" }, me: { target: /me }, home: { target: / } }\nplan: { start: [in, me] }',
      'shop.yml',
      {},
    );
    const ofFirstLane = `/in/${new SerialNumbers(1, 1).next(0)}`;
    await using server = await RawServer.listen((socket, request) => {
      if (targetOf(request) !== ofFirstLane) return socket.write(answer('ok'));
      server.stopListening();
      socket.end(answer('ok', 'Connection: close'));
    });
    using lanes = new Lanes({
      port: server.port,
      pids: [process.pid],
      perProcess: 3,
      placementTimeoutMs: 100,
      session: sessionPlan(scenario, { seed: 1, boot: 1 }),
    });
    const pressure = new Pressure();
    const besides = [1, 2].map(() => pressure.beside(ordinary, end));
    const replay = lanes.replay([pressure.played(played), ...besides]);
    await expect(replay).rejects.toThrow(CannotMeasure);
  });
});

it('sends nothing beside a round when there is nothing ordinary to send', () => {
  const pressure = new Pressure();
  pressure.played(played);
  expect([...pressure.beside([], end)]).toEqual(end);
});
