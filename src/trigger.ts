import { judgedProcesses, type Limits } from './leak/class-growth.ts';
import type { Finding } from './leak/finding.ts';
import type { Measurement } from './leak/measurement.ts';
import { noiseOf } from './leak/noise.ts';
import { suspectsIn } from './leak/suspects.ts';
import type { Kind, KindAccount, Scenario } from './traffic/scenario.ts';

/** The requests without which a finding does not appear. */
export interface Trigger {
  readonly scenario: string;
  readonly how: 'poison' | 'self';
  readonly requests: string[];
}

/**
 * Hostile kinds that may have caused what grows on head: those that head answers otherwise than base, or all that
 * reached the app where no answer differs.
 */
export function suspectedKinds(scenario: Scenario, base: Measurement, head: Measurement): Kind[] {
  const hostile = scenario.kinds.filter((kind) => kind.hostile && accountOf(head, kind)?.reached);
  const changed = hostile.filter(
    (kind) => statuses(accountOf(head, kind)) !== statuses(accountOf(base, kind)),
  );
  return changed.length > 0 ? changed : hostile;
}

/**
 * What a boot of head without the suspected kinds says about a finding: `undefined` when it grows all the same, or when
 * that boot was too short to tell.
 */
export function triggerOf(
  finding: Finding,
  suspected: readonly Kind[],
  scenario: Scenario,
  without: Measurement,
  limits: Limits,
): Trigger | undefined {
  if (growsIn(without, finding, limits) || !couldShow(finding, without)) return undefined;
  return {
    scenario: scenario.name,
    // Poison: once such a request has been answered, ordinary ones leak as well.
    how: finding.growsByOrdinary ? 'poison' : 'self',
    requests: suspected.map((kind) => kind.label),
  };
}

/** Of a finding that grows on, more is left than this share: a heap that just booted still gains a few objects. */
const remainingShare = 0.1;

/** Whether what the holder holds itself grows in a process, or much of what hangs on it. */
function growsIn({ processes }: Measurement, { classes, objectsPer1000 }: Finding, limits: Limits): boolean {
  return processes.some((life) => {
    const growing = suspectsIn(life, limits).filter(({ name }) => classes.includes(name));
    const remaining = growing.reduce((sum, { per1000 }) => sum + per1000, 0);
    return growing.some(({ name }) => name === classes[0]) || remaining > remainingShare * objectsPer1000;
  });
}

function couldShow(finding: Finding, measurement: Measurement): boolean {
  if (judgedProcesses(measurement).length === 0) return false;
  const perClass = finding.objectsPer1000 / finding.classes.length;
  return finding.objectsPer1000 === 0 || noiseOf(measurement).smallestDetectable <= perClass;
}

const accountOf = (measurement: Measurement, kind: Kind): KindAccount | undefined =>
  measurement.kinds.find((account) => account.id === kind.id);

const statuses = (account: KindAccount | undefined): string =>
  Object.keys(account?.status ?? {})
    .sort()
    .join();
