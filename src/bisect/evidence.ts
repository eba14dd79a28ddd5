import { fewestCensuses, judgeGrowth } from '../leak/growth.ts';
import { ownRequestsOf, type ProcessSeries, talliesOf } from '../leak/measurement.ts';
import { isSoughtClass, type SoughtLeak } from './sought-leak.ts';

/** What the censuses say so far of the one class: `grows` still has to be told from another leak of that class. */
export type Evidence = 'grows' | 'still' | 'uncertain';

/** Of the pace that head has beyond base: from the first share on it grows, below the second it is still. */
const growingShare = 0.5;
const stillShare = 0.2;
/** What a process must have had time to gain before its standing still says anything. */
const fewestExpected = { objects: 30, bytes: 30 * 1024 };

/** Workers are exchangeable: one that grows is enough, and to be still all must be. */
export function evidenceOf(sought: SoughtLeak, processes: readonly ProcessSeries[]): Evidence {
  const told = processes.map((process) => evidenceIn(sought, process));
  if (told.includes('grows')) return 'grows';
  return told.length > 0 && told.every((each) => each === 'still') ? 'still' : 'uncertain';
}

function evidenceIn(sought: SoughtLeak, process: ProcessSeries): Evidence {
  const requests = ownRequestsOf(process);
  if (requests.length < fewestCensuses) return 'uncertain';
  const name = soughtName(sought, process);
  const values = talliesOf(process, name, sought.isInternal).map((tally) => tally[sought.unit]);
  const growth = judgeGrowth(requests, values, fewestExpected[sought.unit] / 2);
  const span = (requests.at(-1) ?? 0) / 1000;
  const [base, beyondBase] = [sought.basePer1000, sought.headPer1000 - sought.basePer1000];
  if (growth.state === 'growing' && growth.per1000 >= base + growingShare * beyondBase) return 'grows';
  const isLongEnough = beyondBase * span >= fewestExpected[sought.unit];
  return isLongEnough && growth.net < (base + stillShare * beyondBase) * span ? 'still' : 'uncertain';
}

/** As the census has it, which a plan for other machines may not show. */
function soughtName(sought: SoughtLeak, { points }: ProcessSeries): string {
  const { className, isInternal } = sought;
  if (isSoughtClass(sought, className)) return className;
  const census = points.at(-1)?.census;
  const names = [...((isInternal ? census?.internals : census?.classes)?.keys() ?? [])];
  return names.find((name) => isSoughtClass(sought, name)) ?? className;
}

/** Requests that a process must answer in each of `rounds` for `evidenceOf` to tell. */
export function requestsPerRound(sought: SoughtLeak, rounds: number): number {
  const beyondBase = Math.max(Number.EPSILON, sought.headPer1000 - sought.basePer1000);
  return Math.ceil(((fewestExpected[sought.unit] / beyondBase) * 1000) / rounds);
}
