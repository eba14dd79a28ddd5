import { openLanes } from '../../src/traffic/lanes.ts';
import type { ReachJudge } from '../../src/traffic/reach.ts';
import type { Scenario } from '../../src/traffic/scenario.ts';
import { roundSteps } from '../../src/traffic/steps.ts';
import type { CountingServer } from './counting-server.ts';

/** How many requests of a kind a process answered, by `"pid kind"`. */
type Counts = Readonly<Record<string, number>>;

export interface ExactnessRun {
  readonly planned: number;
  readonly outcomes: number;
  /** Ids of kinds that got no answer, once for each request. */
  readonly unanswered: readonly string[];
  /** What the app answered as the lanes say, and as the app itself has counted. */
  readonly byLanes: Counts;
  readonly byApp: Counts;
}

export interface RunOptions {
  readonly perProcess: number;
  /** Ordinary requests per lane. */
  readonly ordinary: number;
  readonly judge: ReachJudge;
}

/** Plays one round against a server. */
export async function runExactly(
  server: CountingServer,
  scenario: Scenario,
  { perProcess, ordinary, judge }: RunOptions,
): Promise<ExactnessRun> {
  const before = await server.counts();
  using lanes = await openLanes({ port: server.port, pids: server.pids, perProcess, judge });
  const steps = Array.from({ length: lanes.count }, (_, lane) =>
    roundSteps(scenario, {
      seed: 7,
      lane,
      laneOfProcess: lane % perProcess,
      lanesPerProcess: perProcess,
      requestsPerProcess: ordinary * perProcess,
    }),
  );
  const outcomes = await lanes.replay(steps);
  const byLanes: Record<string, number> = {};
  for (const { pid, kind } of outcomes.filter(({ reached }) => reached))
    byLanes[`${pid} ${kind.id}`] = (byLanes[`${pid} ${kind.id}`] ?? 0) + 1;
  return {
    planned: steps.flat().length,
    outcomes: outcomes.length,
    unanswered: outcomes.filter(({ answered }) => !answered).map(({ kind }) => kind.id),
    byLanes,
    byApp: gain(before, await server.counts()),
  };
}

function gain(before: Counts, after: Counts): Counts {
  const gains = Object.entries(after).map(([key, count]): [string, number] => [
    key,
    count - (before[key] ?? 0),
  ]);
  return Object.fromEntries(gains.filter(([, count]) => count > 0));
}
