import { isWellFormedTarget } from '../byte-string.ts';
import { requestTarget } from '../request-bytes.ts';
import type { RecordedRequest } from '../scenario.ts';
import { type CountedRequest, type DistinctRequests, keyOf } from './distinct-requests.ts';
import { pathShape } from './path-shape.ts';
import type { ShapeGroup, ShapeGroups } from './shape-groups.ts';
import type { TrafficGroups } from './traffic-groups.ts';

/** A request that was chosen. */
export interface Chosen extends CountedRequest {
  /** How often a cycle holds it. */
  readonly times: number;
  /** Requests of its shape, where it stands for others. */
  readonly countOfShape: number;
}

/** What there was no room for. */
export interface Cut {
  readonly kinds: number;
  readonly requests: number;
}

export interface Selection {
  readonly ordinary: readonly Chosen[];
  readonly malformed: readonly Chosen[];
  readonly failed: readonly Chosen[];
  readonly changing: readonly Chosen[];
  readonly cut: Readonly<Record<'ordinary' | 'malformed' | 'failed' | 'changing', Cut>>;
}

const mostShapes = 100;
/** Of one shape in a log. */
const representatives = 3;
const mostTimes = 20;
/** Each is sent over every lane in every round: more would make a run of minutes one of hours. */
const mostDistinct = 300;

/**
 * Chooses what is replayed: of the most frequent shapes a few representatives each, or all that were recorded, as often
 * to each other as they were; of malformed and failed requests all, up to a limit below which every shape has its turn.
 * What was recorded stays in the order in which it first came.
 */
export function select(groups: TrafficGroups): Selection {
  const isLog = groups.source === 'log';
  const ordinaryShapes = groups.ordinary.all.slice(0, mostShapes);
  const changingShapes = groups.changing.all.slice(0, mostShapes);
  const mostOrdinary = isLog ? representatives : fairShare(ordinaryShapes);
  const mostChanging = isLog ? 1 : fairShare(changingShapes);
  const ordinary = chooseByShape(ordinaryShapes, (times) =>
    isLog ? Math.min(mostOrdinary, times) : mostOrdinary,
  );
  const changing = changingShapes.flatMap((group) => frequent(group, mostChanging));
  const standIns = new Set(ordinary.map(({ request }) => keyOf(request)));
  const malformed = inTurns(groups.malformed.all);
  const failed = inTurns(groups.failed.all);
  return {
    ordinary: asTheyCame(ordinary),
    malformed: asTheyCame(
      malformed
        .slice(0, mostDistinct)
        .filter(({ request }) => !standIns.has(keyOf(request)))
        .map(once),
    ),
    failed: asTheyCame(failed.slice(0, mostDistinct).map(once)),
    changing: asTheyCame(changing.map(once)),
    cut: {
      ordinary: cutOfShapes(groups.ordinary),
      changing: cutOfShapes(groups.changing),
      malformed: cutOfDistinct(groups.malformed, malformed.slice(mostDistinct)),
      failed: cutOfDistinct(groups.failed, failed.slice(mostDistinct)),
    },
  };
}

function chooseByShape(groups: readonly ShapeGroup[], mostOf: (times: number) => number): Chosen[] {
  const scale = Math.min(1, mostTimes / (groups[0]?.count ?? 1));
  return groups.flatMap((group) => {
    const times = Math.max(1, Math.round(group.count * scale));
    const chosen = frequent(group, mostOf(times));
    const counted = chosen.reduce((sum, { count }) => sum + count, 0);
    return chosen.map((one) => ({
      ...one,
      countOfShape: group.count,
      times: Math.max(1, Math.round((times * one.count) / counted)),
    }));
  });
}

/** As many of each group as there is room for. */
function fairShare(groups: readonly ShapeGroup[]): number {
  const kept = (most: number) =>
    groups.reduce((sum, { samples }) => sum + Math.min(most, samples.all.length), 0);
  let share = mostDistinct;
  while (share > 1 && kept(share) > mostDistinct) share -= 1;
  return share;
}

/** The most frequent requests of a group, well-formed ones before others. */
function frequent({ samples }: ShapeGroup, most: number): CountedRequest[] {
  const isMalformed = ({ request }: CountedRequest) => Number(!isWellFormed(request));
  return samples.all.toSorted((a, b) => isMalformed(a) - isMalformed(b) || b.count - a.count).slice(0, most);
}

/** The most frequent request of each shape first, then the second of each, and so on. */
function inTurns(all: readonly CountedRequest[]): CountedRequest[] {
  const seen = new Map<string, number>();
  return all
    .toSorted((a, b) => b.count - a.count)
    .map((counted) => {
      const shape = pathShape(requestTarget(counted.request));
      const turn = seen.get(shape) ?? 0;
      seen.set(shape, turn + 1);
      return { counted, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ counted }) => counted);
}

/** Those of a log stay as they are: nobody knows when they came. */
const asTheyCame = (chosen: readonly Chosen[]): Chosen[] =>
  chosen.toSorted((a, b) => (a.first?.startedMs ?? 0) - (b.first?.startedMs ?? 0));

const isWellFormed = (request: RecordedRequest): boolean => isWellFormedTarget(requestTarget(request));

const once = (counted: CountedRequest): Chosen => ({ ...counted, times: 1, countOfShape: counted.count });

function cutOfShapes(groups: ShapeGroups): Cut {
  const left = groups.all.slice(mostShapes);
  const requests = left.reduce((sum, { count }) => sum + count, groups.ungrouped);
  return { kinds: left.length, requests };
}

function cutOfDistinct(distinct: DistinctRequests, left: readonly CountedRequest[]): Cut {
  const requests = left.reduce((sum, { count }) => sum + count, distinct.uncounted);
  return { kinds: left.length, requests };
}
