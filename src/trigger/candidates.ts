import type { Measurement } from '../leak/measurement.ts';
import { ordinaryKinds } from '../traffic/kind.ts';
import type { Kind, KindAccount, Scenario } from '../traffic/scenario.ts';

/** Kinds that a search for triggers is about. */
export interface Candidates {
  /** Ordinary kinds, those that rounds end with last. */
  readonly ordinary: readonly Kind[];
  /** Hostile kinds that reached the app on head: first those that head answers otherwise than base. */
  readonly hostile: readonly Kind[];
}

/** What a server's own parser answered never reached the app, and is a candidate for nothing. */
export function candidatesFrom(scenario: Scenario, base: Measurement, head: Measurement): Candidates {
  const reaching = scenario.kinds.filter((kind) => accountOf(head, kind)?.reached);
  const isChanged = (kind: Kind) => statuses(accountOf(head, kind)) !== statuses(accountOf(base, kind));
  const hostile = reaching.filter((kind) => kind.hostile);
  const ordinary = ordinaryKinds(reaching);
  const ends = ({ id }: Kind) => scenario.plan.end.includes(id);
  return {
    ordinary: [...ordinary.filter((kind) => !ends(kind)), ...ordinary.filter(ends)],
    hostile: [...hostile.filter(isChanged), ...hostile.filter((kind) => !isChanged(kind))],
  };
}

const accountOf = (measurement: Measurement, kind: Kind): KindAccount | undefined =>
  measurement.kinds.find((account) => account.id === kind.id);

const statuses = (account: KindAccount | undefined): string =>
  Object.keys(account?.status ?? {})
    .sort()
    .join();
