import { expect, it } from 'vitest';
import { openLanes } from '../../src/traffic/lanes.ts';
import { Pressure } from '../../src/traffic/pressure.ts';
import { get } from '../traffic/kinds.ts';
import { PumaProcess } from './puma-process.ts';

const ordinary = [get('/'), get('/list?page=2')];
const raising = get('/raise', { hostile: true });
const refused = get('/p/a"b');

it('under more connections than it has threads, Puma’s workers execute what the lanes account for them', async () => {
  await using puma = await PumaProcess.start({ workers: 2, threads: 1 });
  using lanes = await openLanes({ port: puma.port, pids: puma.pids, perProcess: 3 });
  const pressure = new Pressure();
  const steps = Array.from({ length: 4 }, () => [...ordinary, get('/p/[x'), refused, raising]).flat();
  const stepsOf = (lane: number) =>
    lane % 3 === 0 ? pressure.played(steps) : pressure.beside(ordinary, ordinary);
  const outcomes = await lanes.replay(Array.from({ length: lanes.count }, (_, lane) => stepsOf(lane)));
  const arrived = await puma.requests();
  expect(outcomes.filter(({ answered }) => !answered)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(puma.pids.length * steps.length);
  const accounted = outcomes.filter(({ reached, kind }) => reached || kind === raising);
  for (const pid of puma.pids) {
    const executed = arrived.filter((request) => request.pid === pid);
    expect(executed).toHaveLength(accounted.filter((outcome) => outcome.pid === pid).length);
  }
}, 60_000);
