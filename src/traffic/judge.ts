import { CannotMeasure } from '../cannot-measure.ts';
import type { Accounts, Entry } from './accounts.ts';
import type { KindAccount } from './scenario.ts';
import type { TurnedAway } from './turned-away.ts';

/**
 * Throws `CannotMeasure` when base's answers show that its app was not exercised: everything turned away or failed,
 * or a status or reach other than the scenario expects. `where`: where there is a head as well, that it was on base.
 */
export function judgeBase(accounts: Accounts, where: '' | ' on base' = ' on base'): void {
  const sent = accounts.entries.filter(({ account }) => account.planned > 0);
  const ordinary = sent.filter(({ kind }) => !kind.hostile);
  refuseTurnedAway(ordinary);
  for (const entry of sent) judgeExpectation(entry, where);
  const failing = ordinary.filter(({ account }) => !statuses(account).some((status) => status < 400));
  if (ordinary.length > 0 && failing.length === ordinary.length) {
    const [first] = ordinary;
    throw new CannotMeasure(
      `no ordinary request was answered normally${where} (${first?.account.label}: ${showStatuses(first?.account)}): check the scenario’s targets and the app’s log`,
    );
  }
  for (const { kind, account } of ordinary) {
    // A few requests may end without an answer: a worker that was stopped and started again.
    const fails = account.answered === 0 || statuses(account).some((status) => status >= 500);
    if (!fails || kind.expect.status) continue;
    throw new CannotMeasure(
      `request "${kind.id}" (${account.label}) fails${where} (${showStatuses(account)}): repair or remove it, mark it hostile, or state what to expect`,
    );
  }
}

/** Throws `CannotMeasure` when a kind that reached the app on base no longer does on head. */
export function judgeHead(base: Accounts, head: Accounts): void {
  refuseTurnedAway(
    head.entries.filter(({ kind, account }) => !kind.hostile && account.planned > 0),
    ' on head',
  );
  for (const { kind, account, turnedAway } of head.entries) {
    const before = base.entries.find((entry) => entry.kind.id === kind.id)?.account;
    if (!before?.reached || account.planned === 0 || account.reached > 0) continue;
    const cause = turnedAway.keys().next().value;
    throw new CannotMeasure(
      `request "${kind.id}" (${account.label}) reached the app on base but not on head (${showStatuses(account)}${cause ? `, turned away ${cause}` : ''}): ${cause ? remedies[cause] : 'check that the app still serves it and see its log'}`,
    );
  }
}

const remedies: Readonly<Record<TurnedAway, string>> = {
  'to https': 'send the header X-Forwarded-Proto: https in the scenario, or switch off force_ssl for the run',
  'by host check':
    'allow 127.0.0.1 in the app’s config.hosts, or send an allowed Host header in the scenario',
};

/** `where` names head: that base is fine says who is to blame. */
function refuseTurnedAway(ordinary: readonly Entry[], where = ''): void {
  if (ordinary.length === 0) return;
  for (const cause of ['to https', 'by host check'] as const) {
    if (!ordinary.every(({ account, turnedAway }) => turnedAway.get(cause) === account.planned)) continue;
    throw new CannotMeasure(
      `the app turned every ordinary request away ${cause}${where}: ${remedies[cause]}`,
    );
  }
  if (ordinary.every(({ account }) => account.status[429] === account.planned)) {
    throw new CannotMeasure(
      `the app answered every ordinary request 429 (too many requests)${where}: switch off its rate limit for the run`,
    );
  }
}

function judgeExpectation({ kind, account }: Entry, where: string): void {
  const { status: expected, reach } = kind.expect;
  const unexpected = expected && statuses(account).some((status) => !expected.includes(status));
  if (unexpected) {
    throw new CannotMeasure(
      `request "${kind.id}" (${account.label}) is answered ${showStatuses(account)}${where}, not ${expected.join(' or ')}: correct its expect.status or the app`,
    );
  }
  const misses = reach === true ? account.reached < account.planned : reach === false && account.reached > 0;
  if (misses) {
    throw new CannotMeasure(
      `request "${kind.id}" (${account.label}) reached the app ${account.reached} times of ${account.planned}${where}: correct its expect.reach`,
    );
  }
}

/** Status codes; `NaN` for requests without an answer. */
const statuses = (account: KindAccount): number[] => Object.keys(account.status).map(Number);

/** `200`, or `200 ×3, error ×1` when there are several. */
function showStatuses(account: KindAccount | undefined): string {
  const counts = Object.entries(account?.status ?? {});
  return counts.map(([status, times]) => (counts.length > 1 ? `${status} ×${times}` : status)).join(', ');
}
