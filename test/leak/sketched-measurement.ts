import type { Tally } from '../../src/heap/census.ts';
import { fingerprint } from '../../src/leak/fingerprint.ts';
import type { Measurement, NamedHolder, ProcessSeries } from '../../src/leak/measurement.ts';

/** What the censuses of one worker show. Whatever is not said stands still. */
export interface WorkerSketch {
  readonly index?: number;
  readonly role?: ProcessSeries['role'];
  readonly restarts?: number;
  /** Own requests between two censuses. */
  readonly requests?: number;
  readonly censuses?: number;
  /** Objects gained per 1,000 own requests, by class. */
  readonly leaks?: Readonly<Record<string, number>>;
  /** The same for objects of the VM's own. */
  readonly internals?: Readonly<Record<string, number>>;
  /** Bytes gained per 1,000 own requests by a class whose objects stay as many. */
  readonly swells?: Readonly<Record<string, number>>;
  /** Objects at each census, for classes of another shape. */
  readonly counts?: Readonly<Record<string, readonly number[]>>;
  /** Memory that the OS holds for it, at each census. */
  readonly residentBytes?: readonly number[];
  readonly holders?: readonly NamedHolder[];
  readonly growsWhenIdle?: readonly string[];
  readonly goesWhenIdle?: readonly string[];
  readonly wasIdle?: boolean;
  readonly hasEnded?: boolean;
}

const objectsAtFirst = 1000;
const bytesOfOne = 40;

export function worker(sketch: WorkerSketch = {}): ProcessSeries {
  const { requests = 250, censuses = 7, leaks = {}, swells = {}, counts = {}, internals = {} } = sketch;
  return {
    role: sketch.role ?? 'worker',
    index: sketch.index ?? 0,
    restarts: sketch.restarts ?? 0,
    holders: sketch.holders ?? [],
    growsWhenIdle: new Set(sketch.growsWhenIdle),
    goesWhenIdle: new Set(sketch.goesWhenIdle),
    wasIdle: sketch.wasIdle ?? true,
    hasEnded: sketch.hasEnded ?? false,
    points: Array.from({ length: censuses }, (_, census) => {
      const ownRequests = census * requests;
      const gained = (per1000: number) => Math.floor((per1000 * ownRequests) / 1000);
      const classes = new Map([['Object', tally(objectsAtFirst)]]);
      const vm = new Map([['imemo_env', tally(objectsAtFirst)]]);
      for (const [name, rate] of Object.entries(leaks))
        classes.set(name, tally(objectsAtFirst + gained(rate)));
      for (const [name, rate] of Object.entries(internals))
        vm.set(name, tally(objectsAtFirst + gained(rate)));
      for (const [name, series] of Object.entries(counts)) classes.set(name, tally(series[census] ?? 0));
      for (const [name, rate] of Object.entries(swells)) {
        const before = classes.get(name) ?? tally(objectsAtFirst);
        classes.set(name, { ...before, bytes: before.bytes + gained(rate) });
      }
      return {
        ownRequests,
        census: { classes, internals: vm },
        residentBytes: sketch.residentBytes?.[census] ?? 0,
      };
    }),
  };
}

const tally = (objects: number): Tally => ({ objects, bytes: objects * bytesOfOne });

export function measured(...processes: readonly ProcessSeries[]): Measurement {
  return { sha: '0123456789', processes, kinds: [] };
}

/** Something called `name` that holds what grows: objects of `classes` per 1,000 own requests. */
export function holder(
  name: string,
  classes: Readonly<Record<string, number>>,
  more: Partial<NamedHolder> = {},
): NamedHolder {
  const rates = Object.entries(classes).map(([label, objectsPer1000]) => ({ name: label, objectsPer1000 }));
  const objectsPer1000 = rates.reduce((sum, rate) => sum + rate.objectsPer1000, 0);
  return {
    id: fingerprint([name], []),
    parts: Object.keys(classes).map((label) => fingerprint([name, label], [])),
    label: 'Array',
    path: ['root vm', `class ${name}`, 'Array'],
    sample: [],
    classes: rates,
    objectsPer1000,
    shallowBytesPer1000: objectsPer1000 * bytesOfOne,
    retainedBytesPer1000: objectsPer1000 * bytesOfOne,
    alsoHeldBy: [],
    sites: [],
    steps: [{ class: name }, { class: 'Array', edge: '@list' }],
    namedSites: [],
    growsByOrdinary: true,
    ...more,
  };
}

/** A worker that leaks `classes` into a holder called `name`. */
export function leaking(
  name: string,
  classes: Readonly<Record<string, number>>,
  more: WorkerSketch = {},
): ProcessSeries {
  return worker({ leaks: classes, holders: [holder(name, classes)], ...more });
}
