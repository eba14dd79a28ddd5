import { describe, expect, it } from 'vitest';
import { Accounts } from '../../src/traffic/accounts.ts';
import { judgeBase, judgeHead } from '../../src/traffic/judge.ts';
import type { Outcome } from '../../src/traffic/lane.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { get } from './kinds.ts';

const answered = (kind: Kind, status: number, given: Partial<Outcome> = {}): Outcome => ({
  kind,
  pid: 1,
  written: true,
  answered: true,
  status,
  timedOut: false,
  reached: true,
  turnedAway: undefined,
  ms: 1,
  ...given,
});

const unanswered = (kind: Kind, given: Partial<Outcome> = {}): Outcome => ({
  ...answered(kind, 0),
  status: undefined,
  answered: false,
  reached: false,
  ...given,
});

const turned = { reached: false, turnedAway: 'to https' } as const;
const silent = { turnedAway: 'without a word' } as const;
const blocked = { reached: false, turnedAway: 'by host check' } as const;

function accountsOf(...outcomes: Outcome[]): Accounts {
  const accounts = new Accounts([...new Set(outcomes.map(({ kind }) => kind))]);
  accounts.add(outcomes);
  return accounts;
}

const home = get('/');
const list = get('/list');
const bracket = get('/p/[x');
const login = get('/login');

describe('Accounts', () => {
  it('count by kind, by status and by process', () => {
    const accounts = new Accounts([home, bracket]);
    accounts.add([answered(home, 200), answered(home, 304, { pid: 2 }), unanswered(home)]);
    accounts.add([
      unanswered(home, { timedOut: true, written: false }),
      answered(bracket, 400, { reached: false }),
    ]);
    expect(accounts.kinds).toEqual([
      {
        id: '/',
        label: 'GET /',
        hostile: false,
        planned: 4,
        written: 3,
        answered: 2,
        reached: 2,
        status: { 200: 1, 304: 1, error: 1, timeout: 1 },
      },
      {
        id: '/p/[x',
        label: 'GET /p/[x',
        hostile: true,
        planned: 1,
        written: 1,
        answered: 1,
        reached: 0,
        status: { 400: 1 },
      },
    ]);
    expect([1, 2, 3].map((pid) => accounts.ownRequests(pid))).toEqual([1, 1, 0]);
  });

  it('keep what was sent once when the rounds so far are forgotten', () => {
    const accounts = new Accounts([home], [login]);
    accounts.add([answered(login, 302), answered(home, 200)]);
    accounts.forgetRounds();
    accounts.add([answered(home, 304)]);
    expect(accounts.kinds.map(({ id, status }) => [id, status])).toEqual([
      ['/login', { 302: 1 }],
      ['/', { 304: 1 }],
    ]);
    expect(accounts.ownRequests(1)).toBe(1);
  });
});

describe('judgeBase', () => {
  it('accepts any status below 500 where nothing is expected', () => {
    const accounts = accountsOf(answered(home, 200), answered(list, 404), answered(bracket, 500));
    expect(judgeBase(accounts)).toBeUndefined();
  });

  it.each([
    [
      'every request is sent to HTTPS',
      [answered(home, 301, turned), answered(list, 301, turned)],
      /to https: send the header X-Forwarded-Proto/,
    ],
    ['the host is refused', [answered(home, 403, blocked)], /by host check: allow 127\.0\.0\.1/],
    ['a rate limit answers', [answered(home, 429), answered(list, 429)], /429 .*switch off its rate limit/],
    [
      'no ordinary request succeeds',
      [answered(home, 404), answered(list, 500)],
      /^no ordinary request was answered normally on base \(GET \/: 404\)/,
    ],
    ['there is no answer at all', [unanswered(home)], /^no ordinary request/],
    [
      'an ordinary request fails',
      [answered(home, 200), answered(list, 500)],
      /^request "\/list" \(GET \/list\) fails on base \(500\)/,
    ],
    [
      'an ordinary request is never answered',
      [answered(home, 200), unanswered(list)],
      /^request "\/list" \(GET \/list\) fails on base \(error\)/,
    ],
  ])('refuses to measure when %s', (_when, outcomes, message) => {
    expect(() => judgeBase(accountsOf(...outcomes))).toThrow(message);
  });

  it.each([
    [
      'a rate limit begins in the middle',
      [answered(home, 200), answered(home, 200), answered(home, 429)],
      /^the app answered request "\/" \(GET \/\), 1 times of 3, 429 \(too many requests\): switch off its rate limit/,
    ],
    [
      'the host of one request is refused',
      [answered(home, 200), answered(list, 403, blocked)],
      /^the app turned request "\/list" .* away by host check: allow 127\.0\.0\.1/,
    ],
    [
      'one request is sent to HTTPS',
      [answered(home, 200), answered(list, 301, turned)],
      /^the app turned request "\/list" .* away to https: send the header/,
    ],
    [
      'an answer has nothing to capture',
      [answered(home, 200, { missed: 'cookie "csrf"' })],
      /^request "\/" \(GET \/\) is answered \(200\) without the cookie "csrf" that it captures on base: correct/,
    ],
  ])('refuses to measure when %s', (_when, outcomes, message) => {
    expect(() => judgeBase(accountsOf(...outcomes))).toThrow(message);
  });

  it('accepts to be turned away where that is expected', () => {
    const limited = get('/limited', { expect: { status: [200, 429] } });
    const elsewhere = get('/elsewhere', { expect: { reach: false } });
    expect(
      judgeBase(accountsOf(answered(home, 200), answered(limited, 429), answered(elsewhere, 301, turned))),
    ).toBeUndefined();
  });

  it('refuses to measure when a log-in is refused', () => {
    const accounts = new Accounts([home], [login]);
    accounts.add([answered(login, 422), answered(home, 200)]);
    expect(() => judgeBase(accounts)).toThrow('request "/login" (GET /login) fails on base (422)');
  });

  it('accepts a failure now and then, and not often', () => {
    const outcomes = (failing: number) =>
      Array.from({ length: 50 }, (_, index) => answered(list, index < failing ? 503 : 200));
    expect(judgeBase(accountsOf(answered(home, 200), ...outcomes(5)))).toBeUndefined();
    expect(() => judgeBase(accountsOf(answered(home, 200), ...outcomes(6)))).toThrow(
      /"\/list" .* fails on base/,
    );
  });

  it('asks for an expected status only where there was an answer', () => {
    const expecting = get('/', { expect: { status: [200] } });
    expect(judgeBase(accountsOf(answered(expecting, 200), unanswered(expecting)))).toBeUndefined();
    expect(() => judgeBase(accountsOf(unanswered(expecting)))).toThrow('is answered error on base, not 200');
  });

  it('accepts that a request now and then gets no answer', () => {
    expect(judgeBase(accountsOf(answered(home, 200), unanswered(home)))).toBeUndefined();
  });

  it('accepts a failure that is expected, and refuses another status than the expected ones', () => {
    const expecting = get('/raise', { expect: { status: [500] } });
    expect(judgeBase(accountsOf(answered(home, 200), answered(expecting, 500)))).toBeUndefined();
    expect(() => judgeBase(accountsOf(answered(home, 200), answered(expecting, 200)))).toThrow(
      'request "/raise" (GET /raise) is answered 200 on base, not 500',
    );
  });

  it('refuses to measure when a request reaches the app other than expected', () => {
    const reaching = get('/p/|', { expect: { reach: true } });
    const refused = get('/p/"', { expect: { reach: false } });
    expect(() =>
      judgeBase(accountsOf(answered(home, 200), answered(reaching, 400, { reached: false }))),
    ).toThrow('reached the app 0 times of 1');
    expect(() => judgeBase(accountsOf(answered(home, 200), answered(refused, 200)))).toThrow('1 times of 1');
  });
});

it('of one revision by itself says nothing of a base', () => {
  expect(() => judgeBase(accountsOf(answered(home, 500)), '')).toThrow(
    /^no ordinary request was answered normally \(/,
  );
});

describe('judgeHead', () => {
  it('lets another status pass, as long as the app was reached', () => {
    const base = accountsOf(answered(home, 200), answered(bracket, 200));
    const head = accountsOf(answered(home, 200), answered(bracket, 500));
    expect(judgeHead(base, head)).toEqual([]);
  });

  it('tells of what was captured on base alone', () => {
    const base = accountsOf(answered(home, 200));
    const head = accountsOf(answered(home, 200, { missed: 'header "X-Token"' }), answered(home, 200));
    expect(judgeHead(base, head)).toEqual([
      expect.stringMatching(
        /^request "\/" \(GET \/\) is answered without the header "X-Token" on head, 1 times of 2/,
      ),
    ]);
  });

  it('refuses to measure when a rate limit begins in the middle', () => {
    const base = accountsOf(answered(home, 200));
    const head = accountsOf(answered(home, 200), answered(home, 429));
    expect(() => judgeHead(base, head)).toThrow(/429 \(too many requests\) on head: switch off/);
  });

  it('refuses to measure when a kind no longer reaches the app', () => {
    const base = accountsOf(answered(home, 200), answered(list, 200));
    const head = accountsOf(answered(home, 200), unanswered(list));
    expect(() => judgeHead(base, head)).toThrow(
      'request "/list" (GET /list) reached the app on base but not on head (error)',
    );
  });

  it('says why when the host check turns a kind away', () => {
    const base = accountsOf(answered(home, 200), answered(list, 200));
    const head = accountsOf(
      answered(home, 200),
      answered(list, 403, { reached: false, turnedAway: 'by host check' }),
    );
    expect(() => judgeHead(base, head)).toThrow(
      /^the app turned request "\/list" \(GET \/list\), 1 times of 1, away by host check on head: allow 127\.0\.0\.1/,
    );
  });

  it('refuses to measure when all that is ordinary is refused without a word', () => {
    const base = accountsOf(answered(home, 200), answered(list, 200));
    const head = accountsOf(answered(home, 403, silent), answered(list, 403, silent));
    expect(() => judgeHead(base, head)).toThrow(
      /^the app answered every ordinary request 403 without a body on head: if that is Rails’ host check, allow/,
    );
    expect(() => judgeBase(head)).toThrow(/^the app answered every ordinary request 403 without a body: if/);
  });

  it('takes a kind that the app itself refuses without a word for no host check', () => {
    const base = accountsOf(answered(home, 200), answered(list, 200));
    const head = accountsOf(answered(home, 200), answered(list, 403, silent));
    expect(judgeHead(base, head)).toEqual([]);
    const expected = { ...list, expect: { status: [403] } };
    const alone = accountsOf(answered(expected, 403, silent));
    expect(judgeHead(alone, alone)).toEqual([]);
  });

  it('asks nothing of kinds that did not reach the app on base', () => {
    const base = accountsOf(answered(home, 200), answered(bracket, 400, { reached: false }));
    const head = accountsOf(answered(home, 200), unanswered(bracket));
    expect(() => judgeHead(base, head)).not.toThrow();
  });
});
