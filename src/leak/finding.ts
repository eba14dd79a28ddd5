import { isAccepted, isAcceptedClass, type KnownGrowth } from './accepted.ts';
import {
  bytesLimitOf,
  bytesLimitPer1000,
  type ClassGrowth,
  isMuchMore,
  judgedProcesses,
  type Limits,
  limitOf,
  worsenedFactor,
} from './class-growth.ts';
import { pairLeaks } from './leak-pairs.ts';
import {
  type Measurement,
  type NamedHolder,
  type NamedSite,
  type PathStep,
  type ProcessSeries,
  processName,
} from './measurement.ts';
import { suspectsIn } from './suspects.ts';
import { type Explained, unexplainedClasses, withUnexplained } from './unexplained.ts';

/** One leak: a holder, the path that keeps it alive, and the classes that grow under it. */
export interface Finding {
  readonly id: string;
  readonly status: 'new' | 'existing' | 'worsened' | 'gone';
  /** What grows: what the holder holds itself, then all that hangs on it; most objects first. */
  readonly classes: readonly string[];
  readonly processes: readonly string[];
  readonly objectsPer1000: number;
  readonly basePer1000: number;
  readonly bytesPer1000: number;
  readonly retainedBytesPer1000: number;
  readonly holder: string;
  readonly path: readonly PathStep[];
  readonly alsoHeldBy: readonly string[];
  readonly sites: readonly NamedSite[];
  readonly withTimeAlone: boolean;
  /** It went on growing in rounds without hostile requests. */
  readonly growsByOrdinary: boolean;
  /** Of what is no leak: how often its processes died. */
  readonly restarts?: number;
  /** And how often base's did, where any has. */
  readonly restartsOnBase?: number;
}

/**
 * One finding for each holder of either side, matched by fingerprint, and one for classes past their limit that no
 * holder explains. What `ignored` accepts is left out.
 */
export function findingsOf(
  base: Measurement,
  head: Measurement,
  classes: readonly ClassGrowth[],
  limits: Limits,
  ignored: readonly KnownGrowth[],
): Finding[] {
  const [onBase, onHead] = [seenHolders(base), seenHolders(head)];
  const worst = (seen: readonly SeenHolder[]) => seen.map((each) => each.worst);
  const known = pairLeaks(worst(onBase), worst(onHead));
  const headProcesses = judgedProcesses(head);
  const accepted = (finding: Finding) => isAccepted(finding, ignored);
  const heldOnBase = new Set(worst(onBase).flatMap(({ classes: held }) => held.map(({ name }) => name)));
  const growing = new Map(classes.filter((row) => row.state === 'growing').map((row) => [row.name, row]));

  const found: Explained[] = [];
  for (const seen of onHead) {
    if (!matters(seen.worst, growing, heldOnBase, limits)) continue;
    const before = known.get(seen.worst);
    const bare = findingFrom(seen, before, statusOf(seen.worst, before, limits, growing), growing);
    const finding = { ...bare, processes: processesWith(bare, headProcesses, limits) };
    found.push({ finding, holder: seen.worst, accepted: accepted(finding) });
  }
  const findings = found.filter((each) => !each.accepted).map(({ finding }) => finding);
  const stillThere = new Set(known.values());
  for (const seen of onBase) {
    if (stillThere.has(seen.worst)) continue;
    const gone = {
      ...findingFrom(seen, seen.worst, 'gone', growing),
      objectsPer1000: 0,
      bytesPer1000: 0,
      retainedBytesPer1000: 0,
    };
    if (!accepted(gone)) findings.push(gone);
  }
  const order = { new: 0, worsened: 1, existing: 2, gone: 3 };
  findings.sort((a, b) => order[a.status] - order[b.status] || b.objectsPer1000 - a.objectsPer1000);
  const dumped = new Set(headProcesses.filter(({ holders }) => holders.length > 0).map(processName));
  return withUnexplained(findings, unexplainedClasses(classes, found, limits), dumped, {
    finding: accepted,
    class: (name) => isAcceptedClass(name, ignored),
  });
}

/** Whether a finding is head's doing. */
export const isFailing = ({ status }: Finding): boolean => status === 'new' || status === 'worsened';

/** Only the worst of several alike is dumped; the censuses say where else its first class grows. */
function processesWith(finding: Finding, processes: readonly ProcessSeries[], limits: Limits): string[] {
  const growing = processes.filter(
    (process) =>
      finding.processes.includes(processName(process)) ||
      suspectsIn(process, limits).some(({ name }) => name === finding.classes[0]),
  );
  return growing.map(processName);
}

interface SeenHolder {
  readonly worst: NamedHolder;
  readonly processes: readonly string[];
}

function seenHolders(measurement: Measurement): SeenHolder[] {
  const seen = new Map<string, SeenHolder>();
  for (const process of judgedProcesses(measurement)) {
    for (const holder of process.holders) {
      const other = seen.get(holder.id);
      const worse = !other || holder.objectsPer1000 > other.worst.objectsPer1000;
      seen.set(holder.id, {
        worst: worse ? holder : other.worst,
        processes: [...(other?.processes ?? []), processName(process)],
      });
    }
  }
  return [...seen.values()];
}

/**
 * A holder found between dumps counts only if one of its classes grows in the censuses, past its limit: beyond base, or
 * as fast as on base where base's dumps say where it was held there.
 */
function matters(
  holder: NamedHolder,
  growing: ReadonlyMap<string, ClassGrowth>,
  heldOnBase: ReadonlySet<string>,
  limits: Limits,
): boolean {
  return holder.classes.some(({ name, objectsPer1000 }) => {
    const row = growing.get(name);
    if (!row) return false;
    const [limit, bytesLimit] = [limitOf(name, row.internal, limits), bytesLimitOf(name, limits)];
    const grows = (per1000: number, most: number) =>
      row.over || (heldOnBase.has(name) && per1000 >= most * nearlyShare);
    // Between dumps there are few requests: half the limit is enough there, the censuses decide.
    const byObjects = objectsPer1000 >= limit / 2 && grows(row.headPer1000, limit);
    return byObjects || (holder.shallowBytesPer1000 >= bytesLimit && grows(row.bytesPer1000, bytesLimit));
  });
}

/** A leak of exactly the limit shows as an object less when the last one is not due yet. */
const nearlyShare = 0.9;

/**
 * Dumps say where it grows, censuses how fast: between the dumps of base and of head there may have been other traffic
 * (with hostile requests or without), so that a leak got worse only if a class it holds also does in the censuses.
 */
function statusOf(
  holder: NamedHolder,
  before: NamedHolder | undefined,
  limits: Limits,
  growing: ReadonlyMap<string, ClassGrowth>,
): Finding['status'] {
  if (!before) return 'new';
  if (!holder.classes.some(({ name }) => growing.get(name)?.over)) return 'existing';
  const worse =
    isMuchMore(holder.objectsPer1000, before.objectsPer1000, limits.threshold) ||
    isMuchMore(holder.shallowBytesPer1000, before.shallowBytesPer1000, bytesLimitPer1000(limits)) ||
    // A class that joins a large leak changes its sums by little.
    holder.classes.some(({ name, objectsPer1000 }) => {
      const row = growing.get(name);
      const rateBefore = before.classes.find((entry) => entry.name === name)?.objectsPer1000 ?? 0;
      return row?.over && isMuchMore(objectsPer1000, rateBefore, limitOf(name, row.internal, limits));
    });
  return worse ? 'worsened' : 'existing';
}

function findingFrom(
  { worst, processes }: SeenHolder,
  before: NamedHolder | undefined,
  status: Finding['status'],
  growing: ReadonlyMap<string, ClassGrowth>,
): Finding {
  const classes = worst.classes.map((entry) => entry.name);
  const row = growing.get(classes[0] ?? '');
  const pace = paceOf(worst, row?.headPer1000);
  return {
    id: worst.id,
    status,
    classes,
    processes,
    objectsPer1000: worst.objectsPer1000 * pace,
    basePer1000: before ? before.objectsPer1000 * paceOf(before, row?.basePer1000) : 0,
    bytesPer1000: worst.shallowBytesPer1000 * pace,
    retainedBytesPer1000: worst.retainedBytesPer1000 * pace,
    holder: worst.label,
    path: worst.steps,
    alsoHeldBy: worst.alsoHeldBy,
    sites: worst.namedSites,
    growsByOrdinary: worst.growsByOrdinary,
    withTimeAlone: row?.withTimeAlone === true,
  };
}

/**
 * Between dumps there are fewer and other requests than between the censuses, by which all else is told. Where both
 * tell of one growth, by a holder's first class, this many times its rates are the censuses' rates.
 */
function paceOf({ classes: [first] }: NamedHolder, censusPer1000 = 0): number {
  const pace = censusPer1000 / (first?.objectsPer1000 || Number.POSITIVE_INFINITY);
  return pace >= 1 / worsenedFactor && pace <= worsenedFactor ? pace : 1;
}
