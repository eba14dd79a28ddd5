import { describe, expect, it } from 'vitest';
import { type DefaultScenario, discoverScenario } from '../../src/traffic/default-scenario.ts';
import { readHostileSet } from '../../src/traffic/hostile/hostile-set.ts';
import { requestTarget } from '../../src/traffic/request-bytes.ts';
import { RawServer } from './raw-server.ts';

const debugPage = '<html><head><title>Action Controller: Exception caught</title>';

/** A status, a status with its page, or nothing. */
type Answer = number | readonly [status: number, body: string] | 'hangs up';

interface App {
  /** By target. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** To all else. */
  readonly otherwise?: Answer;
  /** What it says that it serves. */
  readonly paths?: readonly string[];
}

/** The default scenario for an app, and the targets that it was asked for to find it. */
async function discovered({
  answers = {},
  otherwise = 404,
  paths = [],
}: App): Promise<DefaultScenario & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  await using server = await RawServer.listen((socket, request) => {
    const target = request.split(' ')[1] ?? '';
    asked.push(target);
    const answer = answers[target] ?? otherwise;
    if (answer === 'hangs up') return socket.destroy();
    const [status, body] = typeof answer === 'number' ? [answer, 'a page'] : answer;
    const head = `HTTP/1.1 ${status} X\r\nContent-Length: ${body.length}\r\nConnection: close`;
    socket.end(`${head}\r\n\r\n${body}`);
  });
  return { ...(await discoverScenario(paths, await readHostileSet(), server.port)), asked };
}

const targets = ({ scenario }: DefaultScenario, hostile: boolean): string[] =>
  scenario.kinds.filter((kind) => kind.hostile === hostile).map(({ label }) => label.replace('GET ', ''));

describe('the default scenario', () => {
  it('is the home page, a missing one and malformed variants of them for an app that names no paths', async () => {
    const found = await discovered({ answers: { '/': 200 } });
    expect(targets(found, false)).toEqual(['/', '/heapgate/no-such-page']);
    expect(targets(found, true)).toEqual(expect.arrayContaining(['/[x', '/heapgate/[x', '/heapgate/%zz']));
  });

  it('asks for the paths that the app answers normally', async () => {
    const found = await discovered({
      answers: { '/': 200, '/posts': 200, '/broken': 500, '/account': 302, '/gone': 'hangs up' },
      paths: ['/', '/account', '/posts', '/posts/1', '/broken', '/gone'],
    });
    expect(targets(found, false)).toEqual(['/', '/posts', '/account', '/heapgate/no-such-page']);
    expect(found.scenario.plan.end).toEqual(['home', 'posts']);
  });

  it('leaves the home page out where there is none', async () => {
    const found = await discovered({ answers: { '/api/posts': 200 }, paths: ['/api/posts'] });
    expect(targets(found, false)).toEqual(['/api/posts', '/heapgate/no-such-page']);
    expect(found.scenario.plan.end).toEqual(['api/posts']);
  });

  it('asks for the home page where nothing is answered normally, so that the run says so', async () => {
    expect(targets(await discovered({ otherwise: 500, paths: ['/posts'] }), false)).toEqual(['/']);
  });

  it('has malformed variants of the pages, whatever they are answered', async () => {
    const found = await discovered({
      answers: { '/': 200, '/posts': 200, '/posts/[x': 500 },
      paths: ['/posts'],
    });
    expect(targets(found, true)).toEqual(expect.arrayContaining(['/posts/[x', '/posts/%zz', '/[x']));
    expect(found.debugPages).toBe(0);
    expect(found.scenario.plan.hostile).toBe(false);
  });

  it('has nothing that is answered by a debug page', async () => {
    const answers = { '/': 200, '/?q=a%00b': 200 };
    const found = await discovered({ answers, otherwise: [404, debugPage] });
    expect(targets(found, false)).toEqual(['/']);
    const sent = new Set(found.scenario.kinds.map(({ request }) => requestTarget(request)));
    expect(sent).toEqual(new Set(Object.keys(answers)));
    expect(found.debugPages).toBe(32 - targets(found, true).length);
  });

  it('sends only GET requests, and only for well-formed paths of those that the app names', async () => {
    const found = await discovered({ otherwise: 200, paths: ['/a b', '/café', '//\r\nX: y', '/fine'] });
    expect(targets(found, false)).toEqual(['/', '/fine', '/heapgate/no-such-page']);
    for (const { request } of found.scenario.kinds) expect(request).toMatchObject({ method: 'GET' });
    expect(found.asked).not.toContain('/a');
  });

  it('has at most eight pages, however many there are', async () => {
    const paths = Array.from({ length: 100 }, (_, i) => `/page/${i}`);
    const found = await discovered({ otherwise: 200, paths });
    expect(targets(found, false)).toHaveLength(9);
    expect(found.asked).not.toContain('/page/99');
  });
});
