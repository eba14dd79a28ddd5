import { describe, expect, it } from 'vitest';
import type { KindAccount, Scenario } from '../../src/traffic/scenario.ts';
import { candidatesFrom } from '../../src/trigger/candidates.ts';
import { measured } from '../leak/sketched-measurement.ts';
import { get } from '../traffic/kinds.ts';

const [home, list, search] = [get('/'), get('/list'), get('/search')];
const [bracket, pipe, refused] = ['/p/[x', '/p/a|b', '/bad'].map((target) => get(target, { hostile: true }));
const scenario: Scenario = {
  name: 'shop',
  kinds: [home, list, search, bracket, pipe, refused].flatMap((kind) => kind ?? []),
  plan: { lanes: 'auto', end: [home.id], hostile: false },
};

/** What became of each kind: its status, or nothing where the request did not reach the app. */
function answers(statuses: Readonly<Record<string, string>>) {
  const kinds = scenario.kinds.map(({ id, label, hostile }): KindAccount => {
    const status = statuses[id];
    const count = status === undefined ? 0 : 40;
    const counts = { planned: 40, written: 40, answered: count, reached: count };
    return { id, label, hostile, ...counts, status: status === undefined ? {} : { [status]: 40 } };
  });
  return { ...measured(), kinds };
}

const base = answers({ '/': '200', '/list': '200', '/search': '200', '/p/[x': '200', '/p/a|b': '200' });
const targets = (kinds: readonly { id: string }[]) => kinds.map(({ id }) => id);

describe('candidates', () => {
  it('are the hostile kinds that reached the app, first those that head answers otherwise', () => {
    const head = answers({ '/': '200', '/p/[x': '200', '/p/a|b': '500' });
    expect(targets(candidatesFrom(scenario, base, head).hostile)).toEqual(['/p/a|b', '/p/[x']);
    expect(targets([...candidatesFrom(scenario, base, head).suspected])).toEqual(['/p/a|b']);
  });

  it('leave out what the server itself refused', () => {
    expect(targets(candidatesFrom(scenario, base, base).hostile)).toEqual(['/p/[x', '/p/a|b']);
  });

  it('list ordinary kinds with those that rounds end with last', () => {
    expect(targets(candidatesFrom(scenario, base, base).ordinary)).toEqual(['/list', '/search', '/']);
  });
});
