import { describe, expect, it } from 'vitest';
import { TrafficProber, type TrafficProberOptions } from '../../src/bisect/traffic-prober.ts';
import { CannotMeasure } from '../../src/cannot-measure.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { get } from '../traffic/kinds.ts';
import { type Behaviour, SketchedApp, ticketGauge } from '../trigger/sketched-app.ts';

const [home, list] = [get('/'), get('/list')];
const poison = get('/p/[x', { hostile: true });
const behaviours = new Map<Kind, Behaviour>([[poison, { how: 'poison', objects: 2 }]]);

const proberWith = (options: Partial<TrafficProberOptions> = {}) =>
  new TrafficProber({
    boot: async () => new SketchedApp({ behaviours }),
    gauge: ticketGauge(2),
    budgetMs: 60_000,
    progress: () => {},
    ...options,
  });

describe('a probe of traffic', () => {
  it('tells whether the requests make it leak, in processes that have answered nothing before', async () => {
    const { probe } = proberWith();
    expect(await probe([home, list, poison], [])).toBe('leaks');
    expect(await probe([home, list], [])).toBe('clean');
  });

  it('sends what is to be sent once before the others', async () => {
    expect(await proberWith().probe([home], [poison])).toBe('leaks');
  });

  it('is not repeated, but logged once with its answer', async () => {
    const prober = proberWith();
    await prober.probe([home], [poison]);
    await prober.probe([home], [poison]);
    expect(prober.log).toMatchObject([{ repeated: ['GET /'], once: ['GET /p/[x'], answer: 'leaks' }]);
  });

  it('has no answer where the app does not boot, and says why', async () => {
    const prober = proberWith({ boot: async () => Promise.reject(new CannotMeasure('it does not boot')) });
    expect(await prober.probe([home], [])).toBe('unknown');
    expect(prober.log).toMatchObject([{ answer: 'unknown', reason: 'it does not boot' }]);
  });

  it('is not made once time has run out', async () => {
    const prober = proberWith({ budgetMs: -1 });
    expect(await prober.probe([home], [])).toBe('unknown');
    expect(prober).toMatchObject({ log: [], ranOut: true });
  });
});
