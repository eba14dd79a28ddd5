import { CannotMeasure } from '../cannot-measure.ts';
import type { Kind } from '../traffic/scenario.ts';
import { controlOf } from '../trigger/control.ts';
import type { Gauge } from '../trigger/gauge.ts';
import type { ProbeApp } from '../trigger/probe-app.ts';
import { Trial } from '../trigger/trial.ts';
import type { Answer } from './answer.ts';

/** One question and its answer. */
export interface TrafficProbeLog {
  /** Labels of the kinds that were sent again and again, and of those that were sent once before. */
  readonly repeated: readonly string[];
  readonly once: readonly string[];
  readonly answer: Answer;
  /** Why where there is no answer. */
  readonly reason?: string;
  readonly ms: number;
}

export interface TrafficProberOptions {
  readonly boot: () => Promise<ProbeApp>;
  readonly gauge: Gauge;
  readonly budgetMs: number;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Asks fresh processes whether some kinds of request make a finding grow. */
export class TrafficProber {
  readonly log: TrafficProbeLog[] = [];
  /** Whether time ran out: from then on no answer is known. */
  ranOut = false;
  readonly #options: TrafficProberOptions;
  readonly #deadlineMs: number;
  readonly #answers = new Map<string, Answer>();

  constructor(options: TrafficProberOptions) {
    this.#options = options;
    this.#deadlineMs = performance.now() + options.budgetMs;
  }

  /** Sends `once`, then `repeated` again and again. What was asked before is not asked again. */
  readonly probe = async (repeated: readonly Kind[], once: readonly Kind[]): Promise<Answer> => {
    const question = { repeated: repeated.map(({ label }) => label), once: once.map(({ label }) => label) };
    const key = [repeated, once].map((kinds) => kinds.map(({ id }) => id).join('\n')).join('\n\n');
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const startedMs = performance.now();
    this.ranOut ||= startedMs > this.#deadlineMs;
    if (this.ranOut) return 'unknown';
    const { progress } = this.#options;
    const { answer, reason } = await this.#ask(repeated, once);
    const ms = Math.round(performance.now() - startedMs);
    this.#answers.set(key, answer);
    this.log.push({ ...question, answer, ms, ...(reason === undefined ? {} : { reason }) });
    const after = once.length > 0 ? `, after ${once.length} sent once` : '';
    progress(`probe ${this.log.length}: ${repeated.length} kinds of request${after}: ${answer}`);
    return answer;
  };

  async #ask(repeated: readonly Kind[], once: readonly Kind[]): Promise<{ answer: Answer; reason?: string }> {
    const { boot, gauge, signal } = this.#options;
    try {
      await using trial = new Trial(await boot());
      if (once.length > 0) await trial.playAlike(trial.usable, once);
      const { quiet, leaking } = await controlOf(trial, [gauge], repeated);
      if (leaking.length > 0) return { answer: 'leaks' };
      return quiet.length > 0 ? { answer: 'clean' } : { answer: 'unknown', reason: 'it grew too unevenly' };
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof CannotMeasure)) throw error;
      return { answer: 'unknown', reason: error.message };
    }
  }
}
