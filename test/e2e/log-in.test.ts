import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Side } from '../../src/report/schema.ts';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { type CheckRun, check, rackRepository } from './rack-repository.ts';

const password = 'open sesame & more';
const apiToken = 'api-7f3a"\\';

/** A shop with a log-in page, whose forms need the token of their session and whose orders need the one of its API. */
const onLoad = `%w[json uri cgi securerandom].each { |name| require name }
  def self.text(status, body, headers = {}) = [status, { 'Content-Type' => 'text/html', 'X-App' => 'shop' }.merge(headers), [body]]`;
const onRequest = `input = env['rack.input'].read
    cookies = env['HTTP_COOKIE'].to_s.scan(/(\\w+)=(\\w+)/).to_h
    token = "#{cookies['session']}+/='"
    File.write("#{ENV['LOG']}/#{ENV['HEAPGATE_REVISION']}",
      "#{env['puma.socket'].peeraddr[1]} #{env['REQUEST_METHOD']} #{env['REQUEST_URI']} #{input}\\n", mode: 'a')
    case "#{env['REQUEST_METHOD']} #{env['PATH_INFO']}"
    when 'GET /login'
      id = SecureRandom.hex(8)
      field = %(<input type="hidden" name="FIELD" value="#{CGI.escapeHTML("#{id}+/='")}">)
      App.text(200, "<form>#{field}</form>", 'Set-Cookie' => "session=#{id}; path=/; HttpOnly")
    when 'POST /login'
      sent = URI.decode_www_form(input).to_h
      next_page = { 'Set-Cookie' => 'user=1; path=/', 'Location' => '/account' }
      sent == { 'token' => token, 'password' => ENV['SHOP_PASSWORD'] } ? App.text(302, '', next_page) : 422
    when 'GET /api/me' then App.text(cookies['user'] ? 200 : 401, JSON.generate(user: { tokens: [ENV['API_TOKEN']] }))
    when 'GET /account' then cookies['user'] ? 200 : App.text(302, '', 'Location' => '/login')
    when 'POST /orders' then env['HTTP_X_API_TOKEN'] == ENV['API_TOKEN'] ? 201 : 401
    else 200
    end`;

const shop = (field: string): Files =>
  rackApp({
    onLoad,
    onRequest: onRequest.replace('FIELD', field),
    scenario: {
      requests: {
        page: { target: '/login', capture: { csrf: { html: 'token' } } },
        login: {
          target: '/login',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: as a scenario has it
          form: { token: '{csrf}', password: '${SHOP_PASSWORD}' },
          expect: { status: 302 },
        },
        me: { target: '/api/me', capture: { api: { json: 'user.tokens.0' } } },
        account: { target: '/account', expect: { status: 200 } },
        bracket: { target: '/account?q=[x', expect: { status: 200 } },
        order: {
          target: '/orders',
          headers: { 'X-Api-Token': '{api}' },
          json: { number: '{n}' },
          expect: { status: 201 },
        },
      },
      plan: { start: ['page', 'login', 'me'] },
    },
  });

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

interface LoggedRequest {
  readonly port: string;
  readonly request: string;
}

/** What the app itself saw, by revision. */
type Log = Readonly<Record<'base' | 'head', readonly LoggedRequest[]>>;

async function checkShop(headField: string): Promise<{ run: CheckRun; log: Log }> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-log-'));
  const config = {
    setup: 'true',
    start: 'bundle exec puma -p $PORT -t 2:2',
    ready: '/up',
    env: { LOG: folder.path, SHOP_PASSWORD: password, API_TOKEN: apiToken },
  };
  const base = { ...gems, ...shop('token') };
  const heapgateYml = rackApp({ config })['heapgate.yml'] ?? '';
  await using repository = rackRepository(
    { ...base, 'heapgate.yml': heapgateYml },
    { 'app.rb': shop(headField)['app.rb'] ?? '', 'README.md': 'A shop.' },
  );
  const run = await check(repository);
  const read = async (revision: string): Promise<LoggedRequest[]> => {
    const lines = (await readFile(join(folder.path, revision), 'utf8')).trimEnd().split('\n');
    return lines.map((line) => ({ port: line.split(' ', 1)[0] ?? '', request: line.replace(/^\d+ /, '') }));
  };
  return { run, log: { base: await read('base'), head: await read('head') } };
}

const statuses = (side: Side | undefined) =>
  Object.fromEntries((side?.kinds ?? []).map(({ id, status }) => [id, status]));
const only = (status: number) => ({ [status]: expect.any(Number) });

test('every lane logs in once, and stays logged in', async () => {
  const { run, log } = await checkShop('token');
  const { report, stdout, stderr, exitCode } = run;
  expect(stderr).not.toMatch(/^heapgate: /m);
  for (const side of [report?.base, report?.head]) {
    expect(statuses(side)).toEqual({
      page: { 200: 2 },
      login: { 302: 2 },
      me: { 200: 2 },
      account: only(200),
      bracket: only(200),
      order: only(201),
    });
  }
  expect(exitCode).toBe(0);

  // No value that was captured or came from the environment is shown.
  const shown = stdout + stderr + JSON.stringify(report);
  for (const secret of [password, encodeURIComponent(password), 'api-7f3a'])
    expect(shown).not.toContain(secret);

  // Every number is new, and the same on base and head.
  const numbers = (side: readonly LoggedRequest[]) =>
    side.flatMap(({ request }) => /^POST \/orders .*"number":"(\d+)"/.exec(request)?.[1] ?? []);
  const [fewer, more] = [numbers(log.base), numbers(log.head)].sort((a, b) => a.length - b.length);
  expect(fewer?.length).toBeGreaterThan(20);
  expect(new Set(more).size).toBe(more?.length);
  expect(fewer?.filter((number) => !more?.includes(number))).toEqual([]);

  for (const side of [log.base, log.head]) {
    // Readiness polls are over before the traffic begins.
    const polls = side.map(({ request }) => request.startsWith('GET /up'));
    expect(polls.lastIndexOf(true)).toBeLessThan(polls.indexOf(false));
    // No connection outlives a round, and so no dump: the start, 10 ordinary requests, a hostile one, and the end.
    const steps = 3 + 10 + 1 + 2;
    const perPort = Map.groupBy(side.slice(polls.indexOf(false)), ({ port }) => port);
    expect(Math.max(...[...perPort.values()].map((requests) => requests.length))).toBeLessThanOrEqual(steps);
  }
}, 240_000);

test('a log-in that head has changed is reported, and does not fail the check', async () => {
  const { run } = await checkShop('csrf');
  expect(run.report?.verdict).toBe('pass');
  expect(statuses(run.report?.head)).toMatchObject({
    page: { 200: 2 },
    login: { 422: 2 },
    account: only(302),
  });
  expect(run.report?.notices).toEqual([
    expect.stringMatching(
      /^request "page" \(GET \/login\) is answered without the form field or meta tag "token" on head/,
    ),
  ]);
  expect(run.exitCode).toBe(0);
}, 240_000);
