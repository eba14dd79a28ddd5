import { describe, expect, it } from 'vitest';
import { loggedRequest } from '../../../src/traffic/import/logged-request.ts';
import { type Chosen, select } from '../../../src/traffic/import/selection.ts';
import { TrafficGroups } from '../../../src/traffic/import/traffic-groups.ts';
import { requestMethod, requestTarget } from '../../../src/traffic/request-bytes.ts';

type Asked = readonly [target: string, times: number, status?: number];

const selectFrom = (...requests: readonly Asked[]) => selectOf(new TrafficGroups(), requests);

function selectOf(groups: TrafficGroups, requests: readonly Asked[]) {
  for (const [target, times, status = 200] of requests)
    for (let time = 0; time < times; time += 1) groups.add(loggedRequest('GET', target, status));
  return select(groups);
}

const shown = (chosen: readonly Chosen[]) =>
  chosen.map(({ request, times }) => [requestTarget(request), times]);

const each = (count: number, target: (index: number) => string, status = 200) =>
  Array.from({ length: count }, (_, index) => [target(index), 1, status] as const);

describe('what is chosen of a log', () => {
  it('is the most frequent requests of each shape, as often to each other as the shapes were', () => {
    const { ordinary } = selectFrom(
      ['/', 200],
      ['/p/1', 60],
      ['/p/2', 30],
      ['/p/3', 5],
      ['/p/4', 5],
      ['/rare', 1],
    );
    expect(shown(ordinary)).toEqual([
      ['/', 20],
      ['/p/1', 6],
      ['/p/2', 3],
      ['/p/3', 1],
      ['/rare', 1],
    ]);
  });

  it('is every distinct request that failed and every malformed one', () => {
    const { malformed, failed } = selectFrom(
      ['/', 9],
      ['/p/[x', 2],
      ['/p/|', 1, 404],
      ['/x', 3, 500],
      ['/y', 1, 404],
    );
    expect(shown(malformed)).toEqual([
      ['/p/[x', 1],
      ['/p/|', 1],
    ]);
    expect(shown(failed)).toEqual([
      ['/x', 1],
      ['/y', 1],
    ]);
  });

  it('is ordinary when only its query is malformed and nothing else has its shape', () => {
    const { ordinary, malformed } = selectFrom(['/', 4], ['/list?f[a]=1', 2], ['/list?f[b]=1', 1]);
    expect(ordinary.map(({ request }) => requestTarget(request))).toEqual([
      '/',
      '/list?f[a]=1',
      '/list?f[b]=1',
    ]);
    expect(malformed).toEqual([]);
  });

  it('is what can be replayed when a scanner asked for more, each shape in its turn, with what was cut', () => {
    const { failed, cut } = selectFrom(['/', 1], ...each(6_000, (index) => `/scan/${index}.php`, 404), [
      '/only-once',
      1,
      500,
    ]);
    expect(failed).toHaveLength(300);
    // Those that come after 5,000 distinct ones are counted and not known.
    expect(cut.failed).toEqual({ kinds: 4_700, requests: 5_701 });
  });

  it('has a request of a rare shape among many of a frequent one', () => {
    const { failed } = selectFrom(['/', 1], ...each(2_000, (index) => `/scan/${index}`, 404), [
      '/checkout',
      1,
      500,
    ]);
    expect(shown(failed)[1]).toEqual(['/checkout', 1]);
  });

  it('is the most frequent hundred of more shapes', () => {
    const letters = (index: number) => String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));
    const { ordinary, cut } = selectFrom(['/', 5], ...each(149, (index) => `/${letters(index)}`));
    expect(ordinary).toHaveLength(100);
    expect(cut.ordinary).toEqual({ kinds: 50, requests: 50 });
  });

  it('sets apart what may change data', () => {
    const groups = new TrafficGroups();
    groups.add(loggedRequest('GET', '/', 200));
    groups.add(loggedRequest('HEAD', '/', 200));
    groups.add(loggedRequest('POST', '/cart/7', 302));
    const { ordinary, changing } = select(groups);
    expect(ordinary.map(({ request }) => requestMethod(request))).toEqual(['GET', 'HEAD']);
    expect(changing.map(({ request }) => `${requestMethod(request)} ${requestTarget(request)}`)).toEqual([
      'POST /cart/7',
    ]);
  });
});

describe('what is chosen of a recording', () => {
  const selectRecorded = (...requests: readonly Asked[]) =>
    selectOf(new TrafficGroups('recording'), requests);

  it('is every distinct request, at least once', () => {
    const { ordinary } = selectRecorded(['/', 200], ...each(40, (index) => `/p/${index}`));
    expect(shown(ordinary).slice(0, 2)).toEqual([
      ['/', 20],
      ['/p/0', 1],
    ]);
    expect(ordinary).toHaveLength(41);
  });

  it('is as many of each shape as there is room for', () => {
    const { ordinary } = selectRecorded(['/', 1], ...each(400, (index) => `/p/${index}`), ['/q', 1]);
    expect(ordinary).toHaveLength(300);
    expect(shown(ordinary)).toContainEqual(['/q', 1]);
  });

  it('keeps apart what can only be sent as a whole', () => {
    const groups = new TrafficGroups('recording');
    for (const raw of [
      'GET / HTTP/1.1\r\n\r\n',
      'GET / HTTP/1.0\r\n\r\n',
      '\x16\x03\r\n\r\n',
      'POST / HTTP/1.0\r\n\r\n',
    ])
      groups.add({ request: { raw }, status: 200 });
    groups.add(loggedRequest('GET', '/', 200));
    const { ordinary, malformed, changing } = select(groups);
    expect([ordinary.length, malformed.length, changing.length]).toEqual([1, 3, 1]);
  });
});
