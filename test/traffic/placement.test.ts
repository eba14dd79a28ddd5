import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import { Lanes, openLanes } from '../../src/traffic/lanes.ts';
import { ConnectionPlacer } from '../../src/traffic/placement.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { ClusterProcess } from './cluster-process.ts';
import { get } from './kinds.ts';
import { answer, RawServer } from './raw-server.ts';

const repeated = (kind: Kind, times: number): Kind[] => Array<Kind>(times).fill(kind);

describe('lanes to a server of two processes', () => {
  let app: ClusterProcess;
  beforeAll(async () => {
    app = await ClusterProcess.start();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  /** The status that each process answers with. */
  const statusBy = (pid: number) => 201 + app.pids.indexOf(pid);

  it('reach the process they are counted for, the same number for each', async () => {
    using lanes = await openLanes({ port: app.port, pids: app.pids, perProcess: 3 });
    const outcomes = await lanes.replay(Array.from({ length: lanes.count }, () => repeated(get('/'), 5)));
    expect(outcomes.map(({ pid }) => pid)).toEqual(app.pids.flatMap((pid) => Array(15).fill(pid)));
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(({ pid }) => statusBy(pid)));
  });

  it('come back to the same process when they are reopened', async () => {
    using lanes = await openLanes({ port: app.port, pids: app.pids, perProcess: 2 });
    const steps = repeated(get('/odd', { connection: 'fresh' }), 10);
    const outcomes = await lanes.replay(Array(4).fill(steps));
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(({ pid }) => statusBy(pid)));
  });

  it('name a process that accepts no connection', async () => {
    const pids = [...app.pids, process.pid];
    const nameOf = (pid: number) => `worker ${pids.indexOf(pid)}`;
    const opening = openLanes({ port: app.port, pids, perProcess: 1, placementTimeoutMs: 300, nameOf });
    await expect(opening).rejects.toThrow(
      new CannotMeasure(
        `worker 2 accepted no connection on port ${app.port} within 0.3 s: check that it serves requests there itself, not through another process, and that nothing else keeps it busy`,
      ),
    );
  });
});

describe('lanes', () => {
  it('reach processes to which another one hands its connections', async () => {
    await using app = await ClusterProcess.start('handed');
    using lanes = await openLanes({ port: app.port, pids: app.pids, perProcess: 2 });
    const outcomes = await lanes.replay(Array(4).fill([get('/'), get('/')]));
    expect(outcomes.map(({ status }) => status)).toEqual([201, 201, 201, 201, 202, 202, 202, 202]);
  });

  it('report a process that has ended, and what was not sent to it', async () => {
    await using app = await ClusterProcess.start();
    using lanes = await openLanes({ port: app.port, pids: app.pids, perProcess: 1 });
    const outcomes = await lanes.replay([
      [get('/'), get('/die'), get('/'), get('/')],
      [get('/'), get('/')],
    ]);
    expect(outcomes.map(({ status, written }) => [status, written])).toEqual([
      [201, true],
      [undefined, true],
      [undefined, false],
      [undefined, false],
      [202, true],
      [202, true],
    ]);
    expect(lanes.lost).toEqual([app.pids[0]]);
  });

  it('send nothing before all of them have reached their processes', async () => {
    let received = 0;
    await using server = await RawServer.listen((socket) => {
      received += 1;
      socket.write(answer('ok'));
    });
    using lanes = new Lanes({
      port: server.port,
      pids: [process.pid, process.ppid],
      perProcess: 1,
      placementTimeoutMs: 100,
    });
    await expect(lanes.replay([[get('/')], [get('/')]])).rejects.toThrow(
      `process ${process.ppid} accepted no connection`,
    );
    expect(received).toBe(0);
  });

  it('say so when nobody listens', async () => {
    const server = await RawServer.listen(() => {});
    const { port } = server;
    await server[Symbol.asyncDispose]();
    const opening = openLanes({ port, pids: [process.pid], perProcess: 1, placementTimeoutMs: 100 });
    await expect(opening).rejects.toThrow(`nothing accepts connections on 127.0.0.1:${port}`);
  });
});

it('tells all who wait for a connection of a fault, and serves who comes after it', async () => {
  await using app = await ClusterProcess.start();
  const [pid = 0] = app.pids;
  const nameOf = () => {
    throw new Error('nobody knows its name');
  };
  const placer = new ConnectionPlacer({ port: app.port, pids: app.pids, placementTimeoutMs: 100, nameOf });
  const waiting = [process.pid, process.pid].map((elsewhere) => placer.take(elsewhere));
  for (const outcome of await Promise.allSettled(waiting))
    expect(outcome).toMatchObject({ status: 'rejected', reason: new Error('nobody knows its name') });
  const connection = await placer.take(pid);
  expect(connection.usable).toBe(true);
  connection.close();
  placer.close();
});
