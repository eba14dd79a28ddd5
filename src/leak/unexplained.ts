import { bytesLimitOf, type ClassGrowth, isMuchMore, type Limits, limitOf } from './class-growth.ts';
import { type Finding, isFailing } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import type { NamedHolder } from './measurement.ts';

/** A finding and the holder that explains it. */
export interface Explained {
  readonly finding: Finding;
  readonly holder: NamedHolder;
  readonly accepted: boolean;
}

/** The VM's internals come along with a leak: up to so many for each object of it. */
const internalsPerObject = 10;

/**
 * Classes past their limit that stand below no holder, or of which known holders hold too little: a small leak must
 * not hide a large one of the same class.
 */
export function unexplainedClasses(
  classes: readonly ClassGrowth[],
  found: readonly Explained[],
  limits: Limits,
): ClassGrowth[] {
  return classes.filter(
    (row) => row.over && !(row.internal && comesAlong(row, found)) && !isExplained(row, found, limits),
  );
}

/** A leak that fails is told anyway. Beside one that does not, what comes along must not hide another leak. */
function comesAlong({ headPer1000 }: ClassGrowth, found: readonly Explained[]): boolean {
  const objectsPer1000 = found.reduce((sum, { finding }) => sum + finding.objectsPer1000, 0);
  return found.some(isTold) || headPer1000 <= internalsPerObject * objectsPer1000;
}

const isTold = ({ finding, accepted }: Explained): boolean => isFailing(finding) && !accepted;

function isExplained(row: ClassGrowth, found: readonly Explained[], limits: Limits): boolean {
  const holding = found.filter(({ finding }) => finding.classes.includes(row.name));
  if (holding.some(isTold)) return true;
  const held = { objects: 0, bytes: 0 };
  for (const { holder } of holding) {
    held.objects += holder.classes.find(({ name }) => name === row.name)?.objectsPer1000 ?? 0;
    held.bytes += holder.shallowBytesPer1000;
  }
  return (
    holding.length > 0 &&
    !isMuchMore(row.headPer1000, held.objects, limitOf(row.name, row.internal, limits)) &&
    !isMuchMore(row.bytesPer1000, held.bytes, bytesLimitOf(row.name, limits))
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

/**
 * Classes past their limit that stand below no holder: where they grow in a process that leaks like one that was
 * dumped, but was not dumped itself, they hang on that leak; else they are a finding whose holder is not known.
 */
export function withUnexplained(
  findings: readonly Finding[],
  unexplained: readonly ClassGrowth[],
  dumped: ReadonlySet<string>,
  accepted: { readonly finding: (finding: Finding) => boolean; readonly class: (name: string) => boolean },
): Finding[] {
  const [main, ...others] = findings;
  const hangsOn = (finding: Finding, { process }: ClassGrowth) =>
    isFailing(finding) && finding.processes.includes(process) && !dumped.has(process);
  const hanging = unexplained.filter((row) => main && hangsOn(main, row));
  // What is accepted by its class alone must not take others with it.
  const alone = unexplained.filter((row) => !hanging.includes(row) && !accepted.class(row.name));
  const explained = main
    ? [{ ...main, classes: [...main.classes, ...hanging.map((row) => row.name)] }, ...others]
    : [];
  if (alone.length === 0) return explained;
  const finding = findingWithoutHolder(alone);
  return accepted.finding(finding) ? explained : [finding, ...explained];
}
