import { judgedProcesses } from './class-growth.ts';
import { judgeGrowth, median, smallestDetectablePer1000 } from './growth.ts';
import { type Measurement, ownRequestsOf, talliesOf } from './measurement.ts';

/** How still the heap was: what a run of this length could have seen at all. */
export interface Noise {
  /** The steepest slope among classes that did not grow, per 1,000 own requests. */
  readonly objectsPer1000Requests: number;
  /** The smallest growth per 1,000 own requests that would have been seen in a class of ordinary noise. */
  readonly smallestDetectable: number;
}

/** Noise of the classes of the program, without the VM's internals, over the judged processes of `measurement`. */
export function noiseOf(measurement: Measurement): Noise {
  let steepest = 0;
  let smallest = 0;
  for (const process of judgedProcesses(measurement)) {
    const requests = ownRequestsOf(process);
    const residuals: number[] = [];
    for (const name of process.points.at(-1)?.census.classes.keys() ?? []) {
      const counts = talliesOf(process, name, false).map((tally) => tally.objects);
      const growth = judgeGrowth(requests, counts);
      if (growth.state !== 'flat') continue;
      steepest = Math.max(steepest, Math.abs(growth.per1000));
      residuals.push(growth.residual);
    }
    smallest = Math.max(smallest, smallestDetectablePer1000(requests.at(-1) ?? 0, median(residuals)));
  }
  return { objectsPer1000Requests: steepest, smallestDetectable: smallest };
}
