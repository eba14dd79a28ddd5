import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReachJudge } from '../../src/traffic/reach.ts';
import { CountingServer } from './counting-server.ts';
import { runExactly } from './exactness-run.ts';
import { type ServerCase, serverCases } from './exactness-servers.ts';
import { countedScenario } from './exactness-traffic.ts';

describe.each<ServerCase>(await serverCases())(
  'an app on $server has counted as many requests as the lanes say',
  ({ server, program, perProcess, untold }) => {
    let running: CountingServer;
    const judge = new ReachJudge();
    beforeAll(async () => {
      running = await CountingServer.start(program);
    }, 180_000);
    afterAll(async () => {
      await running[Symbol.asyncDispose]();
    });

    test.each([
      { share: '0 %', ordinary: 40, hostile: 0 },
      { share: '5 %', ordinary: 95, hostile: 5 },
      { share: '50 %', ordinary: 30, hostile: 30 },
    ])('with $share of them hostile', async ({ share, ordinary, hostile }) => {
      const scenario = await countedScenario({ seed: `${server}, ${share}`, hostile, untold });
      const run = await runExactly(running, scenario, { perProcess, ordinary, judge });
      expect(run.outcomes).toBe(run.planned);
      expect(run.unanswered).toEqual([]);
      expect(run.byLanes).toEqual(run.byApp);
    });
  },
);
