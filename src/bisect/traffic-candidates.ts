import type { PreparedRevision } from '../prepare.ts';
import { ordinaryKinds } from '../traffic/kind.ts';
import type { Kind, Scenario } from '../traffic/scenario.ts';
import type { Sequence } from '../traffic/sequence.ts';
import type { Candidate } from './probes.ts';

/** Sequences of requests to one revision, each of which a fresh process is asked about. */
export class TrafficCandidates {
  readonly #revision: PreparedRevision;
  readonly #scenario: Scenario;
  readonly #circumstances: string;

  /** `circumstances`: all but the requests that an answer depends on. */
  constructor(revision: PreparedRevision, scenario: Scenario, circumstances: string) {
    this.#revision = revision;
    this.#scenario = scenario;
    this.#circumstances = circumstances;
  }

  of(sequence: Sequence<Kind>): Candidate {
    const scenario = this.#scenarioOf(sequence);
    return {
      changes: [...labels(sequence.once).map((label) => `after one ${label}`), ...labels(sequence.repeated)],
      measured: JSON.stringify([scenario, this.#circumstances]),
      prepare: async () => ({ ...this.#revision, scenario }),
    };
  }

  /** Every lane sends what is sent once after the log-in, and so before the first round. */
  #scenarioOf({ once, repeated }: Sequence<Kind>): Scenario {
    const { start = [] } = this.#scenario;
    // Where all are hostile, rounds are made of them, and what they are answered with is what the app answers.
    const isBare = ordinaryKinds(repeated).length === 0;
    const kinds = isBare ? repeated.map((kind) => ({ ...kind, hostile: false })) : repeated;
    return { ...this.#scenario, kinds, start: [...start, ...once] };
  }
}

const labels = (kinds: readonly Kind[]): string[] => kinds.map(({ label }) => label);
