import { ordinaryKinds } from '../traffic/kind.ts';
import type { Kind } from '../traffic/scenario.ts';
import type { Sequence } from '../traffic/sequence.ts';
import type { Answer } from './answer.ts';
import type { BisectLimits } from './logged-search.ts';
import { NothingLeaks } from './nothing-leaks.ts';
import type { LeakOracle } from './oracle.ts';
import { ProbeLog } from './probe-log.ts';
import { OutOfTime, Probes, type Told } from './probes.ts';
import { TimeLimit } from './time-limit.ts';
import type { TrafficCandidates } from './traffic-candidates.ts';
import { probesForTraffic, type TrafficRoles, trafficRoles } from './traffic-roles.ts';

export interface TrafficSearch extends BisectLimits {
  readonly findingId: string;
  /** The commit that leaks. */
  readonly sha: string;
  /** What is sent to it; all of it together leaks. */
  readonly kinds: readonly Kind[];
  readonly candidates: TrafficCandidates;
  /** `signal`: ends a probe that runs. */
  readonly oracle: (signal: AbortSignal) => LeakOracle;
  /** What is found, in sentences, for the log. */
  readonly tell: (found: FoundTraffic) => readonly string[];
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Which requests it takes, and how that was found. */
export interface FoundTraffic extends TrafficRoles<Kind> {
  readonly bound: number;
  readonly probes: readonly Told[];
  /** Time ran out, so that some kinds are still there of which nobody knows whether they are needed. */
  readonly ranOut: boolean;
  /** Why to look at it with care. */
  readonly doubts: readonly string[];
}

/** After the search: what was found, and the same without what triggers it. */
const probesToConfirm = 2;

/** Searches, and logs how it began, each probe and what it came to. Throws `NothingLeaks`. */
export async function searchTraffic(search: TrafficSearch): Promise<FoundTraffic> {
  const { findingId, sha, candidates, progress, logFile, budgetMs } = search;
  // Of what leaks alike, ordinary requests are found first.
  const ordinary = ordinaryKinds(search.kinds);
  const kinds = [...ordinary, ...search.kinds.filter(({ hostile }) => hostile)];
  const bound = 1 + probesForTraffic(kinds.length, 2) + probesToConfirm;
  const labels = kinds.map(({ label }) => label);
  progress(
    `bisect: ${kinds.length} kinds of request, at most ${bound} probes for a leak that takes two of them together`,
  );
  const log = await ProbeLog.open(logFile);
  const started = { finding: findingId, base: sha, head: sha, candidates: labels, bound };
  await log.write({ kind: 'start', things: 'requests', ...started });
  const deadlineMs = performance.now() + budgetMs;
  using time = new TimeLimit(deadlineMs, search.signal);
  const probes = new Probes({ oracle: search.oracle(time.signal), log, bound, deadlineMs, progress });

  let ranOut = false;
  const inTime = async (ask: Promise<Answer>): Promise<Answer> => {
    try {
      return await ask;
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      ranOut = true;
      return 'unknown';
    }
  };
  const probe = (sequence: Sequence<Kind>) => inTime(probes.ask(candidates.of(sequence)));
  const confirm = (sequence: Sequence<Kind>) => inTime(probes.confirm(candidates.of(sequence)));
  const all = await probe({ once: [], repeated: kinds });
  if (ranOut)
    throw new NothingLeaks(
      'time ran out before the leak was measured again: give it more time with --budget',
    );
  if (all !== 'leaks') throw new NothingLeaks(notAgain(probes));
  const { smallest, ...roles } = await trafficRoles(kinds, ordinary, probe);
  const shown = { ...smallest, repeated: withOrdinary(smallest.repeated, ordinary) };
  const unsure = ranOut ? [] : await doubtsAbout(shown, confirm);
  // What time did not suffice for is no doubt.
  const doubts = ranOut ? [] : unsure;
  const found = { ...roles, smallest: shown, bound, probes: probes.records, ranOut, doubts };
  await log.write({ kind: 'end', notices: [...search.tell(found)] });
  return found;
}

function notAgain({ records: [first] }: Probes): string {
  const why = first?.reason === undefined ? '' : ` (${first.reason})`;
  return `the leak did not show again in a short measurement${why}: give it more time with --budget, or follow another one with --finding`;
}

/** A scenario needs an ordinary request, whatever leaks. */
function withOrdinary(leaking: readonly Kind[], ordinary: readonly Kind[]): readonly Kind[] {
  return leaking.some(({ hostile }) => !hostile) ? leaking : [...leaking, ...ordinary.slice(0, 1)];
}

/** Measures in full what was found, and what is left of it without the triggers. */
async function doubtsAbout(
  smallest: Sequence<Kind>,
  confirm: (sequence: Sequence<Kind>) => Promise<Answer>,
): Promise<string[]> {
  const doubts: string[] = [];
  if ((await confirm(smallest)) !== 'leaks')
    doubts.push('it leaked in short measurements, but not in a full one: look at it with care');
  if (smallest.once.length > 0 && (await confirm({ ...smallest, once: [] })) !== 'clean')
    doubts.push('in a full measurement it is not clean without what triggers it: look at it with care');
  return doubts;
}
