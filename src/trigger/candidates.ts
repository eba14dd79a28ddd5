import type { Measurement } from '../leak/measurement.ts';
import { ordinaryKinds } from '../traffic/kind.ts';
import type { Kind, KindAccount, Scenario } from '../traffic/scenario.ts';

/** Kinds that a search for triggers is about. */
export interface Candidates {
  /** Ordinary kinds, those that rounds end with last. */
  readonly ordinary: readonly Kind[];
  /** Hostile kinds that reached the app on head, the suspected first. */
  readonly hostile: readonly Kind[];
  /** Those of them that head answers otherwise than base. */
  readonly suspected: ReadonlySet<Kind>;
}

/** What a server's own parser answered never reached the app, and is a candidate for nothing. */
export function candidatesFrom(scenario: Scenario, base: Measurement, head: Measurement): Candidates {
  const reaching = scenario.kinds.filter((kind) => accountOf(head, kind)?.reached);
  const hostile = reaching.filter((kind) => kind.hostile);
  const suspected = new Set(
    hostile.filter((kind) => statuses(accountOf(head, kind)) !== statuses(accountOf(base, kind))),
  );
  const ordinary = ordinaryKinds(reaching);
  const ends = ({ id }: Kind) => scenario.plan.end.includes(id);
  return {
    ordinary: [...ordinary.filter((kind) => !ends(kind)), ...ordinary.filter(ends)],
    hostile: [...suspected, ...hostile.filter((kind) => !suspected.has(kind))],
    suspected,
  };
}

const accountOf = (measurement: Measurement, kind: Kind): KindAccount | undefined =>
  measurement.kinds.find((account) => account.id === kind.id);

const statuses = (account: KindAccount | undefined): string =>
  Object.keys(account?.status ?? {})
    .sort()
    .join();
