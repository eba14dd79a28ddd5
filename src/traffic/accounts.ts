import type { Outcome } from './lane.ts';
import type { Kind, KindAccount } from './scenario.ts';
import type { TurnedAway } from './turned-away.ts';

/** What became of all requests at one revision, by kind and by process. */
export class Accounts {
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #own = new Map<number, number>();

  constructor(kinds: readonly Kind[]) {
    this.#entries = new Map(
      kinds.map((kind) => [kind.id, { kind, account: newAccount(kind), turnedAway: new Map() }]),
    );
  }

  add(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      const entry = this.#entries.get(outcome.kind.id);
      if (entry) count(entry, outcome);
      if (outcome.reached) this.#own.set(outcome.pid, this.ownRequests(outcome.pid) + 1);
    }
  }

  /** Requests that process `pid` answered itself. */
  ownRequests(pid: number): number {
    return this.#own.get(pid) ?? 0;
  }

  get kinds(): KindAccount[] {
    return [...this.#entries.values()].map(({ account }) => account);
  }

  /** The accounts with what is needed to judge them. */
  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }
}

export interface Entry {
  readonly kind: Kind;
  readonly account: KindAccount;
  /** Requests refused at the app's door, by cause. */
  readonly turnedAway: Map<TurnedAway, number>;
}

function newAccount({ id, label, hostile }: Kind): KindAccount {
  return { id, label, hostile, planned: 0, written: 0, answered: 0, reached: 0, status: {} };
}

function count({ account, turnedAway }: Entry, outcome: Outcome): void {
  account.planned += 1;
  account.written += Number(outcome.written);
  account.answered += Number(outcome.answered);
  account.reached += Number(outcome.reached);
  const status = outcome.status ?? (outcome.timedOut ? 'timeout' : 'error');
  account.status[status] = (account.status[status] ?? 0) + 1;
  const cause = outcome.turnedAway;
  if (cause) turnedAway.set(cause, (turnedAway.get(cause) ?? 0) + 1);
}
