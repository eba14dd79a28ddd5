import { ReachJudge } from '../src/traffic/reach.ts';
import { CountingServer } from '../test/e2e/counting-server.ts';
import { runExactly } from '../test/e2e/exactness-run.ts';
import { serverCases } from '../test/e2e/exactness-servers.ts';
import { countedScenario } from '../test/e2e/exactness-traffic.ts';

/**
 * `node bench/exactness.ts [NAME]`: every hostile kind on every lane of every server, or of those whose name contains
 * NAME, with 0 %, 5 % and 50 % of the requests hostile; what the lanes account for beside what the apps have counted.
 */
const [, , wanted = ''] = process.argv;
let differing = 0;

for (const { server, program, perProcess, untold } of await serverCases()) {
  if (!server.toLowerCase().includes(wanted.toLowerCase())) continue;
  await using running = await CountingServer.start(program);
  const judge = new ReachJudge();
  for (const { share, ordinary, hostile } of [
    { share: '0 %', ordinary: 500, hostile: 0 },
    { share: '5 %', ordinary: 950, hostile: 50 },
    { share: '50 %', ordinary: 200, hostile: 200 },
  ]) {
    const scenario = await countedScenario({ seed: server, hostile, untold });
    const run = await runExactly(running, scenario, { perProcess, ordinary, judge });
    const keys = new Set([...Object.keys(run.byLanes), ...Object.keys(run.byApp)]);
    const unlike = [...keys].filter((key) => run.byLanes[key] !== run.byApp[key]);
    differing += unlike.length + run.unanswered.length + run.planned - run.outcomes;
    console.log(
      `${server}, ${share} hostile: ${run.planned} requests, ${total(run.byLanes)} answered by the app, ${total(run.byApp)} counted by it, ${run.unanswered.length} without an answer`,
    );
    for (const key of unlike)
      console.log(`  ${key}: ${run.byLanes[key] ?? 0}, the app ${run.byApp[key] ?? 0}`);
    for (const id of new Set(run.unanswered)) console.log(`  ${id}: no answer`);
  }
}
process.exitCode = differing === 0 ? 0 : 1;

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
