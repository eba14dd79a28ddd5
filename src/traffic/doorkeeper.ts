import { CannotMeasure } from '../cannot-measure.ts';
import type { Entry } from './accounts.ts';
import type { TurnedAway } from './turned-away.ts';

/** What turns requests away before any code of the app's own, and what to do about it. */
interface Door {
  readonly what: string;
  readonly status: readonly number[];
  readonly remedy: string;
  /** A few such answers may be the app's own: all of them are not. */
  readonly isForAll?: boolean;
  turnedAway(entry: Entry): number;
}

const byCause =
  (cause: TurnedAway) =>
  ({ turnedAway }: Entry): number =>
    turnedAway.get(cause) ?? 0;

const doors: readonly Door[] = [
  {
    what: 'turned % away to https',
    status: [301, 308],
    remedy: 'send the header X-Forwarded-Proto: https in the scenario, or switch off force_ssl for the run',
    turnedAway: byCause('to https'),
  },
  {
    what: 'turned % away by host check',
    status: [403],
    remedy: 'allow 127.0.0.1 in the app’s config.hosts, or send an allowed Host header in the scenario',
    turnedAway: byCause('by host check'),
  },
  {
    what: 'answered % 403 without a body',
    status: [403],
    remedy:
      'if that is Rails’ host check, allow 127.0.0.1 in config.hosts, or send an allowed Host header in the scenario; else let the scenario log in',
    isForAll: true,
    turnedAway: byCause('without a word'),
  },
  {
    what: 'answered % 429 (too many requests)',
    status: [429],
    remedy: 'switch off its rate limit for the run',
    turnedAway: ({ account }) => account.status[429] ?? 0,
  },
];

/**
 * Throws `CannotMeasure` when ordinary requests were turned away, be it some of them: a rate limit may begin in the
 * middle of a round. What a kind expects is no such thing. `where` names head: that base is fine says who is to blame.
 */
export function assertLetIn(ordinary: readonly Entry[], where = ''): void {
  for (const door of doors) {
    const unexpected = ordinary.filter((entry) => door.turnedAway(entry) > 0 && !isExpected(entry, door));
    const [first] = unexpected;
    if (!first || (door.isForAll && !isShut(door, ordinary))) continue;
    const isAll =
      unexpected.length === ordinary.length &&
      ordinary.every((entry) => door.turnedAway(entry) === entry.account.planned);
    const { kind, account } = first;
    const some = `request "${kind.id}" (${account.label}), ${door.turnedAway(first)} times of ${account.planned},`;
    const who = isAll ? 'every ordinary request' : some;
    throw new CannotMeasure(`the app ${door.what.replace('%', () => who)}${where}: ${door.remedy}`);
  }
}

/** Whether nothing came through that was not to be turned away. */
const isShut = (door: Door, ordinary: readonly Entry[]): boolean =>
  ordinary.every((entry) => isExpected(entry, door) || door.turnedAway(entry) === entry.account.answered);

const isExpected = ({ kind: { expect } }: Entry, door: Door): boolean =>
  expect.reach === false || door.status.some((status) => expect.status?.includes(status));
