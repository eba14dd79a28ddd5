import { readHostileSet } from '../../src/traffic/hostile/hostile-set.ts';
import { withHostileVariants } from '../../src/traffic/hostile/variants.ts';
import { newKind } from '../../src/traffic/kind.ts';
import { seededRandom, shuffled } from '../../src/traffic/random.ts';
import type { Header, Kind, Scenario } from '../../src/traffic/scenario.ts';
import { malformedRequests } from '../traffic/malformed-requests.ts';

const body = (id: string, type: string, text: string): Kind =>
  newKind(id, { method: 'POST', target: '/list', headers: [['Content-Type', type]], body: text });

const ordinary: readonly Kind[] = [
  newKind('page', { method: 'GET', target: '/p/sencha', headers: [], body: undefined }, { times: 3 }),
  newKind('list', { method: 'GET', target: '/list?page=2', headers: [], body: undefined }),
  body('json', 'application/json', '{"tea":"Assam"}'),
];

/** Whether such a request was executed cannot be told: its client went away before it was whole. */
const isUncertain = ({ leaves }: Kind): boolean => leaves === 'in request';

/** All hostile kinds: 126 whole requests, and what is derived from the ordinary ones. */
async function hostileKinds(): Promise<Kind[]> {
  const whole = Object.entries(malformedRequests()).map(([id, raw]) => newKind(`raw-${id}`, { raw }));
  const scenario: Scenario = {
    name: 'all',
    kinds: ordinary,
    plan: { lanes: 'auto', end: [], hostile: 'all' },
  };
  const { kinds } = withHostileVariants(scenario, await readHostileSet());
  return [...whole, ...kinds.slice(ordinary.length)].filter((kind) => !isUncertain(kind));
}

/** The kind with a header that tells the app which one it is. */
function marked(kind: Kind): Kind {
  const mark: Header = ['X-Kind', kind.id];
  const { request } = kind;
  if ('raw' in request) {
    return { ...kind, request: { raw: request.raw.replace('\r\n', `\r\n${mark.join(': ')}\r\n`) } };
  }
  return { ...kind, request: { ...request, headers: [...request.headers, mark] } };
}

export interface ChosenKinds {
  readonly seed: string;
  /** How many of the hostile kinds. */
  readonly hostile: number;
  readonly untold: readonly string[];
}

/** Ordinary kinds and some hostile ones, of all but `untold`. */
export async function countedScenario({ seed, hostile, untold }: ChosenKinds): Promise<Scenario> {
  const told = (await hostileKinds()).filter(({ id }) => !untold.includes(id));
  const kinds = [...ordinary, ...shuffled(told, seededRandom(seed)).slice(0, hostile)].map(marked);
  return { name: 'counted', kinds, plan: { lanes: 'auto', end: ['page'], hostile: false } };
}
