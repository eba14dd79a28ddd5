/** biome-ignore-all lint/suspicious/noTemplateCurlyInString: values are written so in scenarios */
import { describe, expect, it } from 'vitest';
import { sessionPlan } from '../../src/traffic/lane-session.ts';
import { Lanes } from '../../src/traffic/lanes.ts';
import type { Scenario } from '../../src/traffic/scenario.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { answer, type Handler, RawServer, targetOf } from './raw-server.ts';

/** Plays all kinds of a scenario in two rounds, on `lanes` lanes. */
async function play(handler: Handler, text: string, lanes = 1, variables = {}) {
  const scenario = parseScenario(text, 'shop.yml', variables);
  await using server = await RawServer.listen(handler);
  using opened = new Lanes({
    port: server.port,
    pids: [process.pid],
    perProcess: lanes,
    session: sessionPlan(scenario, { seed: 1, boot: 1 }),
  });
  const round = () => opened.replay(Array.from({ length: lanes }, () => scenario.kinds));
  return [...(await round()), ...(await round())];
}

const targetsOf = (scenario: Scenario): string[] => scenario.kinds.map(({ label }) => label);

describe('a lane', () => {
  it('sends its start once, before its first round', async () => {
    const outcomes = await play(
      (socket) => socket.write(answer('ok')),
      'requests:\n  home: { target: / }\n  in: { target: /in }\nplan: { start: [in] }',
    );
    expect(outcomes.map(({ kind }) => kind.id)).toEqual(['in', 'home', 'home']);
  });

  it('keeps its own cookies and values, and sends them in every later round', async () => {
    const heads: string[] = [];
    let visitors = 0;
    await play(
      (socket, request) => {
        heads.push(request);
        const isLogin = targetOf(request) === '/in';
        if (isLogin) visitors += 1;
        const cookie = isLogin ? [`Set-Cookie: visitor=${visitors}`, `X-Key: k${visitors}`] : [];
        socket.write(answer('ok', ...cookie));
      },
      `requests:
  in: { target: /in, capture: { key: { header: X-Key } } }
  home: { target: '/?key={key}' }
plan: { start: [in] }`,
      2,
    );
    const pages = heads.filter((head) => targetOf(head) !== '/in');
    const seen = pages.map((head) => `${targetOf(head)} ${/^Cookie: (.*)$/m.exec(head)?.[1]}`).sort();
    expect(seen).toEqual([
      '/?key=k1 visitor=1',
      '/?key=k1 visitor=1',
      '/?key=k2 visitor=2',
      '/?key=k2 visitor=2',
    ]);
  });

  it('finds a value far down in a page', async () => {
    const page = `${'x'.repeat(200_000)}<input name="token" value="here">`;
    const targets: string[] = [];
    await play(
      (socket, request) => {
        targets.push(targetOf(request));
        socket.write(answer(page));
      },
      `requests:
  in: { target: /in, capture: { token: { html: token } } }
  home: { target: '/{token}' }
plan: { start: [in] }`,
    );
    expect(targets).toEqual(['/in', '/here', '/here']);
  });

  it('says what it looked for in vain, and sends nothing in its place', async () => {
    const targets: string[] = [];
    const outcomes = await play(
      (socket, request) => {
        targets.push(targetOf(request));
        socket.write(answer('ok'));
      },
      `requests:
  in: { target: /in, capture: { token: { cookie: csrf } } }
  home: { target: '/?t={token}' }
plan: { start: [in] }`,
    );
    expect(outcomes.map(({ missed }) => missed)).toEqual(['cookie "csrf"', undefined, undefined]);
    expect(targets).toEqual(['/in', '/?t=', '/?t=']);
  });

  it('leaves a Cookie header of the scenario’s own as it is', async () => {
    const heads: string[] = [];
    await play((socket, request) => {
      heads.push(request);
      socket.write(answer('ok', 'Set-Cookie: a=1'));
    }, 'requests:\n  home: { target: /, headers: { cookie: b=2 } }\nplan: { cookies: true }');
    expect(heads.map((head) => head.match(/^cookie: .*$/gim))).toEqual([['cookie: b=2'], ['cookie: b=2']]);
  });

  it('sends what the environment holds, and a number that is new each time', async () => {
    const targets: string[] = [];
    await play(
      (socket, request) => {
        targets.push(targetOf(request));
        socket.write(answer('ok'));
      },
      "requests:\n  home: { target: '/${SHOP}?a={n}&b={n}' }",
      2,
      { SHOP: 'tea & co' },
    );
    expect(targets).toHaveLength(4);
    for (const target of targets) expect(target).toMatch(/^\/tea%20&%20co\?a=(\d{18})&b=\1$/);
    expect(new Set(targets).size).toBe(4);
  });
});

it('shows values by their names alone', () => {
  const scenario = parseScenario("requests: { a: { target: '/${KEY}/{n}' } }", 'a.yml', { KEY: 'secret' });
  expect(targetsOf(scenario)).toEqual(['GET /${KEY}/{n}']);
  expect(scenario.kinds[0]?.hostile).toBe(false);
});
