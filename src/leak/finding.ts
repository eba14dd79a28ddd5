import {
  bytesLimitPer1000,
  type ClassGrowth,
  judgedProcesses,
  type Limits,
  limitOf,
  worsenedFactor,
} from './class-growth.ts';
import { fingerprint } from './fingerprint.ts';
import {
  type Measurement,
  type NamedHolder,
  type NamedSite,
  type PathStep,
  type ProcessSeries,
  processName,
} from './measurement.ts';
import { suspectsIn } from './suspects.ts';

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
}

/** Growth that its owners know of and accept. */
export interface KnownGrowth {
  readonly finding?: string | undefined;
  readonly holder?: string | undefined;
  readonly class?: string | undefined;
}

/**
 * One finding for each holder of either side, matched by fingerprint, and one for classes past their limit that no
 * holder explains. What `known` accepts is left out.
 */
export function findingsOf(
  base: Measurement,
  head: Measurement,
  classes: readonly ClassGrowth[],
  limits: Limits,
  known: readonly KnownGrowth[],
): Finding[] {
  const baseHolders = holdersById(base);
  const headHolders = holdersById(head);
  const headProcesses = judgedProcesses(head);
  const accepted = (finding: Finding) => known.some((entry) => accepts(entry, finding));
  const growing = new Map(classes.filter((row) => row.state === 'growing').map((row) => [row.name, row]));

  const found: Explained[] = [];
  for (const [id, seen] of headHolders) {
    if (!matters(seen.worst, growing, limits)) continue;
    const before = baseHolders.get(id);
    const bare = findingFrom(
      seen,
      before?.worst,
      statusOf(seen.worst, before?.worst, limits, growing),
      growing,
    );
    const finding = { ...bare, processes: processesWith(bare, headProcesses, limits) };
    found.push({ finding, holder: seen.worst, isAccepted: accepted(finding) });
  }
  const findings = found.filter(({ isAccepted }) => !isAccepted).map(({ finding }) => finding);
  for (const [id, seen] of baseHolders) {
    if (headHolders.has(id)) continue;
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
  return withUnexplained(findings, unexplainedClasses(classes, found, limits), accepted);
}

/** A finding and the holder that explains it. */
interface Explained {
  readonly finding: Finding;
  readonly holder: NamedHolder;
  readonly isAccepted: boolean;
}

/**
 * Classes past their limit that stand below no holder: in a process that leaks anyway they hang on that leak (what only
 * hostile requests add to it, say); else they are a finding whose holder is not known.
 */
function withUnexplained(
  findings: readonly Finding[],
  unexplained: readonly ClassGrowth[],
  accepted: (finding: Finding) => boolean,
): Finding[] {
  const [main, ...others] = findings;
  if (unexplained.length === 0) return [...findings];
  if (main && isFailing(main) && unexplained.every((row) => main.processes.includes(row.process))) {
    return [{ ...main, classes: [...main.classes, ...unexplained.map((row) => row.name)] }, ...others];
  }
  const finding = findingWithoutHolder(unexplained);
  return accepted(finding) ? [...findings] : [finding, ...findings];
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

function holdersById(measurement: Measurement): Map<string, SeenHolder> {
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
  return seen;
}

/** A holder found between dumps counts only if one of its classes grows in the censuses, past its limit. */
function matters(holder: NamedHolder, growing: ReadonlyMap<string, ClassGrowth>, limits: Limits): boolean {
  const bytesLimit = bytesLimitPer1000(limits);
  return holder.classes.some(({ name, objectsPer1000 }) => {
    const row = growing.get(name);
    if (!row) return false;
    const limit = limitOf(name, row.internal, limits);
    // Between dumps there are few requests: half the limit is enough there, the censuses decide.
    const byObjects = objectsPer1000 >= limit / 2 && (row.headPer1000 >= limit * 0.9 || row.over);
    return byObjects || (holder.shallowBytesPer1000 >= bytesLimit && row.bytesPer1000 >= bytesLimit * 0.9);
  });
}

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
    isMuchMore(holder.shallowBytesPer1000, before.shallowBytesPer1000, bytesLimitPer1000(limits));
  return worse ? 'worsened' : 'existing';
}

/** An existing leak got worse when it is this much faster, and by at least its limit. */
const isMuchMore = (now: number, before: number, limit: number): boolean =>
  now > worsenedFactor * before && now - before >= limit;

function findingFrom(
  { worst, processes }: SeenHolder,
  before: NamedHolder | undefined,
  status: Finding['status'],
  growing: ReadonlyMap<string, ClassGrowth>,
): Finding {
  const classes = worst.classes.map((entry) => entry.name);
  return {
    id: worst.id,
    status,
    classes,
    processes,
    objectsPer1000: worst.objectsPer1000,
    basePer1000: before?.objectsPer1000 ?? 0,
    bytesPer1000: worst.shallowBytesPer1000,
    retainedBytesPer1000: worst.retainedBytesPer1000,
    holder: worst.label,
    path: worst.steps,
    alsoHeldBy: worst.alsoHeldBy,
    sites: worst.namedSites,
    growsByOrdinary: worst.growsByOrdinary,
    withTimeAlone: growing.get(classes[0] ?? '')?.withTimeAlone === true,
  };
}

/**
 * Classes past their limit that stand below no holder, or of which known holders hold too little: a small leak must
 * not hide a large one of the same class. The VM's internals come along with any leak.
 */
function unexplainedClasses(
  classes: readonly ClassGrowth[],
  found: readonly Explained[],
  limits: Limits,
): ClassGrowth[] {
  return classes.filter(
    (row) => row.over && !(row.internal && found.length > 0) && !isExplained(row, found, limits),
  );
}

function isExplained(row: ClassGrowth, found: readonly Explained[], limits: Limits): boolean {
  const holding = found.filter(({ finding }) => finding.classes.includes(row.name));
  if (holding.some(({ finding, isAccepted }) => isFailing(finding) && !isAccepted)) return true;
  const held = { objects: 0, bytes: 0 };
  for (const { holder } of holding) {
    held.objects += holder.classes.find(({ name }) => name === row.name)?.objectsPer1000 ?? 0;
    held.bytes += holder.shallowBytesPer1000;
  }
  return (
    holding.length > 0 &&
    !isMuchMore(row.headPer1000, held.objects, limitOf(row.name, row.internal, limits)) &&
    !isMuchMore(row.bytesPer1000, held.bytes, bytesLimitPer1000(limits))
  );
}

function findingWithoutHolder(classes: readonly ClassGrowth[]): Finding {
  const names = classes.map((row) => row.name);
  const sum = (value: (row: ClassGrowth) => number) =>
    classes.reduce((total, row) => total + Math.max(0, value(row)), 0);
  return {
    id: fingerprint(['unknown holder'], names.toSorted()),
    status: 'new',
    classes: names,
    processes: [...new Set(classes.map((row) => row.process))],
    objectsPer1000: sum((row) => row.headPer1000),
    basePer1000: sum((row) => row.basePer1000),
    bytesPer1000: sum((row) => row.bytesPer1000),
    retainedBytesPer1000: sum((row) => row.bytesPer1000),
    holder: 'an unknown holder',
    path: [],
    alsoHeldBy: [],
    sites: [],
    growsByOrdinary: false,
    withTimeAlone: classes.every((row) => row.withTimeAlone),
  };
}

function accepts(entry: KnownGrowth, finding: Finding): boolean {
  if (entry.finding !== undefined) return entry.finding === finding.id;
  if (entry.holder !== undefined)
    return finding.holder === entry.holder || finding.path.some((step) => step.class === entry.holder);
  return entry.class !== undefined && finding.classes[0] === entry.class;
}
