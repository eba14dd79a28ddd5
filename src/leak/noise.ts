import { judgedProcesses } from './class-growth.ts';
import { type Growth, judgeGrowth, median, smallestDetectablePer1000 } from './growth.ts';
import { type Measurement, ownRequestsOf, talliesOf } from './measurement.ts';

/** How still the heaps were: what a run of this length could have seen at all. */
export interface Noise {
  /** The steepest slope among classes that did not grow, per 1,000 own requests. */
  readonly objectsPer1000Requests: number;
  /** The smallest growth per 1,000 own requests that would have been seen in a class of ordinary noise; 0: none. */
  readonly smallestDetectable: number;
  /** Classes that moved without growing, the noisiest first; all others stood still. */
  readonly classes: readonly ClassNoise[];
}

/** The noise floor of one class, in the process where it was highest. */
export interface ClassNoise {
  readonly name: string;
  /** Its slope, per 1,000 own requests. */
  readonly objectsPer1000Requests: number;
  /** How far a census lay from the line through all of them, at most. */
  readonly objects: number;
  /** The smallest growth per 1,000 own requests that would have been seen in it. */
  readonly smallestDetectable: number;
}

/** Noise of the classes of the program, without the VM's internals, over the judged processes of all `measurements`. */
export function noiseOf(...measurements: readonly Measurement[]): Noise {
  const classes = new Map<string, ClassNoise>();
  let smallest = 0;
  for (const process of measurements.flatMap(judgedProcesses)) {
    const requests = ownRequestsOf(process);
    const span = requests.at(-1) ?? 0;
    const residuals: number[] = [];
    for (const name of process.points.at(-1)?.census.classes.keys() ?? []) {
      const counts = talliesOf(process, name, false).map((tally) => tally.objects);
      const growth = judgeGrowth(requests, counts);
      if (growth.state !== 'flat') continue;
      residuals.push(growth.residual);
      const noise = {
        name,
        objectsPer1000Requests: Math.abs(growth.per1000),
        objects: swing(requests, counts, growth),
        smallestDetectable: smallestDetectablePer1000(span, growth.residual),
      };
      classes.set(name, noisier(noise, classes.get(name)));
    }
    smallest = Math.max(smallest, smallestDetectablePer1000(span, median(residuals)));
  }
  const moving = [...classes.values()].filter((each) => each.objects > 0 || each.objectsPer1000Requests > 0);
  return {
    objectsPer1000Requests: Math.max(0, ...moving.map((each) => each.objectsPer1000Requests)),
    smallestDetectable: smallest,
    classes: moving.sort(byNoise),
  };
}

/** Growth is judged whatever single censuses say; here they are what is told of. */
function swing(requests: readonly number[], counts: readonly number[], { per1000 }: Growth): number {
  const offsets = counts.map((count, i) => count - (per1000 * (requests[i] ?? 0)) / 1000);
  const middle = median(offsets);
  return Math.max(...offsets.map((offset) => Math.abs(offset - middle)));
}

/** What hides growth in one process is not made up for by another: the worst of each counts. */
function noisier(one: ClassNoise, other: ClassNoise = one): ClassNoise {
  return {
    name: one.name,
    objectsPer1000Requests: Math.max(one.objectsPer1000Requests, other.objectsPer1000Requests),
    objects: Math.max(one.objects, other.objects),
    smallestDetectable: Math.max(one.smallestDetectable, other.smallestDetectable),
  };
}

const byNoise = (a: ClassNoise, b: ClassNoise): number =>
  b.smallestDetectable - a.smallestDetectable ||
  b.objectsPer1000Requests - a.objectsPer1000Requests ||
  (a.name < b.name ? -1 : 1);
