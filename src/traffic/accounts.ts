import type { Outcome } from './lane.ts';
import type { Kind, KindAccount } from './scenario.ts';
import type { TurnedAway } from './turned-away.ts';

/** What became of all requests at one revision, by kind and by process. */
export class Accounts {
  readonly #entries: Map<string, Entry>;
  readonly #own = new Map<number, number>();

  /** `start`: kinds that are sent once, before the first round. */
  constructor(kinds: readonly Kind[], start: readonly Kind[] = []) {
    this.#entries = new Map([
      ...start.map((kind) => [kind.id, newEntry(kind, true)] as const),
      ...kinds.map((kind) => [kind.id, newEntry(kind, false)] as const),
    ]);
  }

  /** Forgets the rounds so far, but not what was sent once before them. */
  forgetRounds(): void {
    for (const { kind, isStart } of this.entries)
      if (!isStart) this.#entries.set(kind.id, newEntry(kind, false));
    this.#own.clear();
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
  /** Sent once, before the first round. */
  readonly isStart: boolean;
  /** Requests refused at the app's door, by cause. */
  readonly turnedAway: Map<TurnedAway, number>;
  /** What was to be captured and answers did not have, and how often. */
  readonly missed: Map<string, number>;
}

const newEntry = (kind: Kind, isStart: boolean): Entry => ({
  kind,
  account: newAccount(kind),
  isStart,
  turnedAway: new Map(),
  missed: new Map(),
});

function newAccount({ id, label, hostile }: Kind): KindAccount {
  return { id, label, hostile, planned: 0, written: 0, answered: 0, reached: 0, status: {} };
}

function count({ account, turnedAway, missed }: Entry, outcome: Outcome): void {
  account.planned += 1;
  account.written += Number(outcome.written);
  account.answered += Number(outcome.answered);
  account.reached += Number(outcome.reached);
  const status = outcome.status ?? (outcome.timedOut ? 'timeout' : 'error');
  account.status[status] = (account.status[status] ?? 0) + 1;
  if (outcome.turnedAway) addOne(turnedAway, outcome.turnedAway);
  if (outcome.missed) addOne(missed, outcome.missed);
}

const addOne = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
