import type { Census, Tally } from '../heap/census.ts';
import type { KindAccount } from '../traffic/scenario.ts';
import type { Holder } from './holders.ts';

/** What measuring one revision gave: the input of growth, findings and verdict. */
export interface Measurement {
  readonly sha: string;
  readonly processes: readonly ProcessSeries[];
  readonly kinds: readonly KindAccount[];
}

/** One life of one process: a worker that dies and is forked again is two. */
export interface ProcessSeries {
  /** `worker` answers requests, `master` only forks those that do. */
  readonly role: 'worker' | 'master';
  /** Stable between boots of one app: the worker's number, or the order of starting. */
  readonly index: number;
  readonly restarts: number;
  /** Its process had ended by the last round. */
  readonly hasEnded: boolean;
  readonly points: readonly CensusPoint[];
  /** What accumulates in it, where growth was suspected and dumps were taken. */
  readonly holders: readonly NamedHolder[];
  /** Classes that grew as much in a round without traffic. */
  readonly growsWhenIdle: ReadonlySet<string>;
  /** Classes that grew with the traffic and of which next to nothing was left without it. */
  readonly goesWhenIdle: ReadonlySet<string>;
  /** Whether it was left without traffic, so that both are known. */
  readonly wasIdle: boolean;
}

export interface CensusPoint {
  /** Requests that this process had answered itself since the first census: the x-axis of growth. */
  readonly ownRequests: number;
  readonly census: Census;
  /** Memory the OS holds for the process, or 0 where it cannot be read. */
  readonly residentBytes: number;
}

/** A holder whose path the live process has named and whose sites are relative to the repository. */
export interface NamedHolder extends Holder {
  readonly steps: readonly PathStep[];
  readonly namedSites: readonly NamedSite[];
  /** It went on growing in rounds without hostile requests. */
  readonly growsByOrdinary: boolean;
}

export interface PathStep {
  readonly class: string;
  /** How the step before refers to this one: `@children`, `[:queue]`. */
  readonly edge?: string;
  /** A thread's name. */
  readonly name?: string;
}

export interface NamedSite {
  /** Relative to the repository, or `gem-1.2.3/lib/…`. */
  readonly file: string;
  readonly line: number;
  readonly objects: number;
  readonly inRepository: boolean;
}

export function processName(process: Pick<ProcessSeries, 'role' | 'index'>): string {
  return process.role === 'master' ? 'master' : `worker ${process.index}`;
}

export function ownRequestsOf(process: ProcessSeries): number[] {
  return process.points.map((point) => point.ownRequests);
}

const nothing: Tally = { objects: 0, bytes: 0 };

/** The tally of one class, or VM internal, at every census. */
export function talliesOf(process: ProcessSeries, name: string, internal: boolean): Tally[] {
  return process.points.map(
    ({ census }) => (internal ? census.internals : census.classes).get(name) ?? nothing,
  );
}
