import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/traffic/lane.ts';
import { openLanes } from '../../src/traffic/lanes.ts';
import { load } from '../../src/traffic/load.ts';
import type { Kind, Scenario } from '../../src/traffic/scenario.ts';
import { roundSteps } from '../../src/traffic/steps.ts';
import { get } from '../traffic/kinds.ts';
import { PumaProcess } from './puma-process.ts';

const ordinary = [get('/', { times: 3 }), get('/list?page=2')];
const malformed = ['/p/[x', '/p/a|b', '/p/%zz', '/p/caf\xE9', '/p/{x}', '/p/^x', '/p/`x'].map((target) =>
  get(target),
);
const refused = ['/p/a"b', '/p/a b', '/p/a\0b', '/p/<x>', '/p/a\x7F'].map((target) => get(target));
const raw = (request: string): Kind => ({ ...get(request), request: { raw: request }, connection: 'fresh' });
const broken = [
  raw('GET / HTTP/x\r\n\r\n'),
  raw('get / HTTP/1.1\r\nHost: x\r\n\r\n'),
  raw('\x16\x03\x01\r\n\r\n'),
];
const raising = get('/raise', { hostile: true });

const scenario: Scenario = {
  name: 'shop',
  kinds: [...ordinary, ...malformed, ...refused, ...broken, raising],
  plan: { lanes: 'auto', end: ['/'], hostile: false },
};

describe.each([
  { mode: 'single', workers: 0, threads: 2, perProcess: 2 },
  { mode: 'clustered', workers: 2, threads: 2, perProcess: 2 },
  { mode: 'clustered, with more lanes than threads', workers: 2, threads: 1, perProcess: 3 },
])('three rounds on Puma, $mode', ({ workers, threads, perProcess }) => {
  let pids: readonly number[];
  let outcomes: Outcome[];
  let arrived: { pid: number; target: string }[];
  beforeAll(async () => {
    await using puma = await PumaProcess.start({ workers, threads });
    pids = puma.pids;
    using lanes = await openLanes({ port: puma.port, pids: puma.pids, perProcess });
    const steps = Array.from({ length: lanes.count }, (_, lane) =>
      roundSteps(scenario, {
        seed: 7,
        lane,
        laneOfProcess: lane % perProcess,
        lanesPerProcess: perProcess,
        requestsPerProcess: 40 * perProcess,
      }),
    );
    outcomes = [];
    for (let round = 0; round < 3; round += 1) outcomes.push(...(await lanes.replay(steps)));
    arrived = await puma.requests();
  }, 60_000);

  it('answer every request', () => {
    expect(outcomes.filter(({ answered }) => !answered)).toEqual([]);
  });

  it('let each process execute what the lanes account for it', () => {
    const accounted = outcomes.filter(({ reached, kind }) => reached || kind === raising);
    for (const pid of pids) {
      const executed = arrived.filter((request) => request.pid === pid);
      expect(executed).toHaveLength(accounted.filter((outcome) => outcome.pid === pid).length);
    }
  });

  it('give each process the same requests', () => {
    const counts = pids.map(
      (pid) => outcomes.filter((outcome) => outcome.pid === pid && outcome.reached).length,
    );
    expect(new Set(counts).size).toBe(1);
  });

  it('bring malformed targets to the app byte for byte', () => {
    const times = pids.length * perProcess * 3;
    for (const { id } of malformed) expect(arrived.filter(({ target }) => target === id)).toHaveLength(times);
  });

  it('tell what the app answered from what Puma’s parser refused', () => {
    const reached = (kind: Kind) => [
      ...new Set(outcomes.filter((outcome) => outcome.kind === kind).map((outcome) => outcome.reached)),
    ];
    for (const kind of [...ordinary, ...malformed])
      expect([kind.id, reached(kind)]).toEqual([kind.id, [true]]);
    for (const kind of [...refused, ...broken]) expect([kind.id, reached(kind)]).toEqual([kind.id, [false]]);
  });
});

describe('load on Puma', () => {
  it('brings ordinary requests to every worker', async () => {
    await using puma = await PumaProcess.start({ workers: 2, threads: 2 });
    await load({ port: puma.port, kinds: scenario.kinds, connections: 16, requests: 400, limitMs: 10_000 });
    const arrived = await puma.requests();
    expect(new Set(arrived.map(({ pid }) => pid))).toEqual(new Set(puma.pids));
    expect(new Set(arrived.map(({ target }) => target))).toEqual(new Set(ordinary.map(({ id }) => id)));
  }, 30_000);
});
