import { filledRequest, namesIn } from '../traffic/placeholder.ts';
import type { Kind } from '../traffic/scenario.ts';
import { numberName } from '../traffic/template.ts';
import type { Dose } from './dose.ts';
import type { Effect } from './effect.ts';
import type { Gauge } from './gauge.ts';
import type { Gain, Trial } from './trial.ts';

export interface KindProbeOptions {
  readonly trial: Trial;
  readonly gauges: readonly Gauge[];
  readonly dose: Dose;
  /** Ordinary kinds that do not leak by themselves. */
  readonly innocent: readonly Kind[];
}

/** Kinds that are tried together in one process, for most of them are innocent. */
export type Lot = readonly Kind[];

/** What was seen of kinds that were tried at the same time. */
export interface Probed {
  readonly effects: readonly Effect[];
  /** Kinds of lots in which at least one makes a finding grow: which one, each by itself has to show. */
  readonly unclear: readonly Kind[];
  /** Processes in which a finding now grows by ordinary requests. */
  readonly poisoned: readonly number[];
  /** Whether a process grows as well that got ordinary requests alone. */
  readonly spreads: boolean;
}

/** Kinds that steps end with, so that what threads keep of their last request is equal. */
const endingKinds = 2;
/** What looks as if it leaked is sent so many times as often, twice, to be told from chance. */
const timesRepeated = 2;

/**
 * Tries kinds, each lot in a process of its own: sends them, then ordinary requests; how one made a finding grow is
 * looked into only where it was alone and did. `controls` are processes that get the ordinary requests alone.
 */
export async function probeKinds(
  tried: ReadonlyMap<number, Lot>,
  controls: readonly number[],
  options: KindProbeOptions,
): Promise<Probed> {
  const { trial, gauges, dose, innocent } = options;
  const ordinary = dose.ordinary(innocent);
  const steps = new Map<number, readonly Kind[]>(controls.map((process) => [process, ordinary]));
  for (const [process, lot] of tried)
    steps.set(process, [...lot.flatMap((kind) => repeated(kind, dose)), ...ordinary]);
  const first = await trial.play(steps);
  const suspects = [...tried].flatMap(([process, lot]): Suspect[] => {
    const gain = first.get(process);
    const grown = gauges.filter((gauge) => gain && gain.of(gauge) >= dose.limit(gauge));
    return grown.length > 0 ? [{ process, lot, grown }] : [];
  });
  if (suspects.length === 0) return { effects: [], unclear: [], poisoned: [], spreads: false };

  const after = await trial.playAlike([...suspects.map(({ process }) => process), ...controls], ordinary);
  const leaks = (process: number, gauge: Gauge) => {
    const gain = after.get(process);
    return gain !== undefined && dose.isLeak(gauge, gain);
  };
  const effects: Effect[] = [];
  const unclear: Kind[] = [];
  const poisoned: number[] = [];
  for (const { process, lot, grown } of suspects) {
    const grows = grown.filter((gauge) => leaks(process, gauge));
    const [kind] = lot;
    if (!kind || lot.length > 1) {
      unclear.push(...lot);
      if (grows.length > 0) poisoned.push(process);
      continue;
    }
    const poisons = await poisonOf(process, kind, grows, after.get(process), options);
    if (poisons.length > 0) poisoned.push(process);
    const others = grown.filter((gauge) => !grows.includes(gauge));
    effects.push(...poisons, ...(await selfOf(process, kind, others, options)));
  }
  const spreads = controls.some((process) => gauges.some((gauge) => leaks(process, gauge)));
  return { effects, unclear, poisoned, spreads };
}

/** Kinds after which a finding grew that is known to stand still. */
interface Suspect {
  readonly process: number;
  readonly lot: Lot;
  readonly grown: readonly Gauge[];
}

/**
 * Whether ordinary requests go on leaking, so that it was no chance. Those that rounds end with are looked at alone:
 * two kinds show it more simply than all.
 */
async function poisonOf(
  process: number,
  kind: Kind,
  gauges: readonly Gauge[],
  after: Gain | undefined,
  { trial, dose, innocent }: KindProbeOptions,
): Promise<Effect[]> {
  const effects: Effect[] = [];
  let open = gauges;
  for (const shownBy of [innocent.slice(-endingKinds), innocent]) {
    if (open.length === 0) break;
    const gain = (await trial.playAlike([process], dose.ordinary(shownBy))).get(process);
    const leaking = open.filter((gauge) => gain && dose.isLeak(gauge, gain));
    for (const gauge of leaking) {
      const objectsPerRequest = after ? perRequest(after.objects(gauge), after.reached()) : 0;
      effects.push({ findingId: gauge.findingId, kind, how: 'poison', objectsPerRequest, shownBy });
    }
    open = open.filter((gauge) => !leaking.includes(gauge));
  }
  return effects;
}

/** Whether it grows by every such request; by each new value in it, and by the same no more; or only by the first. */
async function selfOf(
  process: number,
  kind: Kind,
  gauges: readonly Gauge[],
  { trial, dose, innocent }: KindProbeOptions,
): Promise<Effect[]> {
  if (gauges.length === 0) return [];
  const ending = innocent.slice(-endingKinds);
  const send = async (sent: Kind) => {
    const repeats = Array.from({ length: timesRepeated }, () => repeated(sent, dose)).flat();
    return (await trial.playAlike([process], [...repeats, ...ending])).get(process);
  };
  const grows = (gain: Gain | undefined, gauge: Gauge) =>
    gain !== undefined && gain.of(gauge) >= timesRepeated * dose.limit(gauge);
  const again = await send(kind);
  const onceMore = await send(kind);
  const answered = again?.reached([kind]) ?? 0;
  const growing = gauges.filter((gauge) => grows(again, gauge) && grows(onceMore, gauge));
  if (!again || answered === 0 || growing.length === 0) return [];
  const fixed = withFixedNumber(kind);
  const same = fixed && (await send(fixed));
  return growing.map((gauge) => ({
    findingId: gauge.findingId,
    kind,
    how: same && !grows(same, gauge) ? 'once' : 'self',
    objectsPerRequest: perRequest(again.objects(gauge), answered),
    shownBy: [],
  }));
}

/** The kind with one number in place of a new one each time; undefined where that is not all that it varies by. */
function withFixedNumber(kind: Kind): Kind | undefined {
  const names = namesIn(kind.request);
  if (names.length === 0 || names.some((name) => name !== numberName)) return undefined;
  return { ...kind, request: filledRequest(kind.request, () => '1') };
}

const repeated = (kind: Kind, dose: Dose): Kind[] => Array<Kind>(dose.repeats(kind)).fill(kind);

const perRequest = (objects: number, requests: number): number => (requests > 0 ? objects / requests : 0);
