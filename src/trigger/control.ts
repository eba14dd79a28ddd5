import type { Kind } from '../traffic/scenario.ts';
import { Dose } from './dose.ts';
import type { Gauge } from './gauge.ts';
import type { Gain, Trial } from './trial.ts';

/** What findings do where only ordinary requests are sent. */
export interface Control {
  /** They stand still: something else makes them grow. */
  readonly quiet: readonly Gauge[];
  /** They grow all the same. */
  readonly leaking: readonly Gauge[];
  /** How far each of the quiet ones moves without a reason. */
  readonly noise: ReadonlyMap<Gauge, number>;
}

const playsToWarmUp = 2;
const playsToJudge = 3;
/** Where noise hides what is looked for, so many times as many requests are sent. */
const factors = [1, 3, 9];
/** Of the growth that was measured, a finding that stands still gains at most this share, one that leaks at least that. */
const quietShare = 0.1;
const leakingShare = 0.25;

/** Plays ordinary requests alone. A finding that neither stands still nor grows for sure is in neither list. */
export async function controlOf(
  trial: Trial,
  gauges: readonly Gauge[],
  ordinary: readonly Kind[],
): Promise<Control> {
  const control = { quiet: [] as Gauge[], leaking: [] as Gauge[], noise: new Map<Gauge, number>() };
  let open = gauges;
  for (const factor of factors) {
    if (open.length === 0) break;
    const dose = new Dose(open, trial.lanes, undefined, factor);
    const plays = await playsOf(trial, dose.ordinary(ordinary));
    for (const gauge of open) {
      const most = (share: number, gain: Gain) =>
        Math.max(dose.limit(gauge), share * gauge.perRequest * gain.reached());
      if (plays.flat().every((gain) => gain.of(gauge) <= most(quietShare, gain))) {
        control.quiet.push(gauge);
        control.noise.set(gauge, noiseIn(plays, gauge));
      } else if (plays.every((play) => play.some((gain) => gain.of(gauge) >= most(leakingShare, gain)))) {
        control.leaking.push(gauge);
      }
    }
    open = open.filter((gauge) => !control.quiet.includes(gauge) && !control.leaking.includes(gauge));
  }
  return control;
}

/** How far apart the counts of one process lie: what it gains by chance in one play it can lose in the next. */
function noiseIn(plays: readonly (readonly Gain[])[], gauge: Gauge): number {
  const [first = []] = plays;
  const ranges = first.map((_, process) => {
    let count = 0;
    const counts = plays.map((play) => (count += play[process]?.of(gauge) ?? 0));
    return Math.max(0, ...counts) - Math.min(0, ...counts);
  });
  return Math.max(0, ...ranges);
}

/** What each process gained in each play, once it is warm. */
async function playsOf(trial: Trial, steps: readonly Kind[]): Promise<Gain[][]> {
  const plays: Gain[][] = [];
  for (let play = 0; play < playsToWarmUp + playsToJudge; play++) {
    const gains = [...(await trial.playAlike(trial.usable, steps)).values()];
    if (play >= playsToWarmUp) plays.push(gains);
  }
  return plays;
}
