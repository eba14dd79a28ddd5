import { CannotMeasure } from '../cannot-measure.ts';
import type { Accounts, Entry } from './accounts.ts';
import { assertLetIn } from './doorkeeper.ts';
import type { KindAccount } from './scenario.ts';

/** Of an ordinary kind a few requests may fail on a busy app: fewer than this, or up to this share. */
const fewestFailing = 3;
const mostFailing = 0.1;

/**
 * Throws `CannotMeasure` when base's answers show that its app was not exercised: requests turned away or failed, a
 * status or reach other than the scenario expects, or nothing to capture. May be asked after each round, of all answers
 * so far. `where`: where there is a head as well, that it was on base.
 */
export function judgeBase(accounts: Accounts, where: '' | ' on base' = ' on base'): void {
  const sent = accounts.entries.filter(({ account }) => account.planned > 0);
  const ordinary = sent.filter(({ kind }) => !kind.hostile);
  assertLetIn(ordinary);
  for (const entry of sent) assertExpected(entry, where);
  for (const entry of sent) assertCaptured(entry, where);
  assertAnswered(
    ordinary.filter(({ isStart }) => !isStart),
    where,
  );
  for (const entry of ordinary) assertNotFailing(entry, where);
}

/**
 * What head answers otherwise than base, beyond statuses. Throws `CannotMeasure` when a kind that reached the app on
 * base no longer does on head.
 */
export function judgeHead(base: Accounts, head: Accounts): string[] {
  assertLetIn(
    head.entries.filter(({ kind, account }) => !kind.hostile && account.planned > 0),
    ' on head',
  );
  for (const { kind, account } of head.entries) {
    const before = base.entries.find((entry) => entry.kind.id === kind.id)?.account;
    if (!before?.reached || account.planned === 0 || account.reached > 0) continue;
    throw new CannotMeasure(
      `request "${kind.id}" (${account.label}) reached the app on base but not on head (${showStatuses(account)}): check that the app still serves it and see its log`,
    );
  }
  return head.entries.flatMap(({ kind, account, missed }) =>
    [...missed].map(
      ([what, times]) =>
        `request "${kind.id}" (${account.label}) is answered without the ${what} on head, ${times} times of ${account.planned}: what it stands for was sent empty`,
    ),
  );
}

function assertExpected({ kind, account }: Entry, where: string): void {
  const { status: expected, reach } = kind.expect;
  const others = expected && answeredStatuses(account).filter((status) => !expected.includes(status));
  if (expected && (others?.length || account.answered === 0)) {
    throw new CannotMeasure(
      `request "${kind.id}" (${account.label}) is answered ${showStatuses(account)}${where}, not ${expected.join(' or ')}: correct its expect.status or the app`,
    );
  }
  const misses =
    reach === true
      ? account.reached < account.answered || account.answered === 0
      : reach === false && account.reached > 0;
  if (misses) {
    throw new CannotMeasure(
      `request "${kind.id}" (${account.label}) reached the app ${account.reached} times of ${account.planned}${where}: correct its expect.reach`,
    );
  }
}

function assertCaptured({ kind, account, missed }: Entry, where: string): void {
  const [what] = missed.keys();
  if (what === undefined) return;
  throw new CannotMeasure(
    `request "${kind.id}" (${account.label}) is answered (${showStatuses(account)}) without the ${what} that it captures${where}: correct its capture, or the request`,
  );
}

function assertAnswered(ordinary: readonly Entry[], where: string): void {
  const isNormal = ({ account }: Entry) => answeredStatuses(account).some((status) => status < 400);
  const [first] = ordinary;
  if (!first || ordinary.some(isNormal)) return;
  throw new CannotMeasure(
    `no ordinary request was answered normally${where} (${first.account.label}: ${showStatuses(first.account)}): check the scenario’s targets and the app’s log`,
  );
}

/**
 * A log-in that is refused fails as well: what follows would be measured without it. So does what was sent and never
 * answered; what was not even sent, since its process had ended, does not.
 */
function assertNotFailing({ kind, account, isStart }: Entry, where: string): void {
  if (kind.expect.status) return;
  const refused = answeredStatuses(account)
    .filter((status) => status >= (isStart ? 400 : 500))
    .reduce((sum, status) => sum + (account.status[status] ?? 0), 0);
  const failed = refused + account.written - account.answered;
  const isFew = failed < fewestFailing || failed <= mostFailing * account.written;
  if (refused < account.answered && isFew) return;
  throw new CannotMeasure(
    `request "${kind.id}" (${account.label}) fails${where} (${showStatuses(account)}): repair or remove it, mark it hostile, or state what to expect`,
  );
}

/** Status codes, without the requests that got no answer. */
const answeredStatuses = (account: KindAccount): number[] =>
  Object.keys(account.status)
    .map(Number)
    .filter((status) => !Number.isNaN(status));

/** `200`, or `200 ×3, error ×1` when there are several. */
function showStatuses(account: KindAccount): string {
  const counts = Object.entries(account.status);
  return counts.map(([status, times]) => (counts.length > 1 ? `${status} ×${times}` : status)).join(', ');
}
