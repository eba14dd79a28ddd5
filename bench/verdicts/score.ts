import type { VerdictCase } from './case.ts';

/** What one check of a case came to. */
export interface Outcome {
  readonly verdict: 'pass' | 'regression' | 'inconclusive' | 'error';
  readonly seconds: number;
  readonly reasons: readonly string[];
  /** Of the findings that fail the check. */
  readonly classes: readonly string[];
  readonly objectsPer1000: number;
  readonly smallestDetectable: number | undefined;
}

/** A case and all checks of it. */
export interface Result {
  readonly tried: VerdictCase;
  readonly outcomes: readonly Outcome[];
}

export interface Score {
  /** Share of the leaks that every check of them found; inconclusive is a miss. */
  readonly recall: number;
  /** Checks that failed a head which does not leak. */
  readonly falsePositives: number;
  /** The slowest leak found, in objects per 1,000 requests. */
  readonly smallestFound: number | undefined;
}

export function score(results: readonly Result[]): Score {
  const leaks = results.filter(({ tried }) => tried.answer === 'leak');
  const found = leaks.filter(isRight);
  const clean = results.filter(({ tried }) => tried.answer === 'clean');
  const rates = found.flatMap(({ tried }) => tried.objectsPer1000 ?? []);
  return {
    recall: leaks.length === 0 ? 1 : found.length / leaks.length,
    falsePositives: clean
      .flatMap(({ outcomes }) => outcomes)
      .filter(({ verdict }) => verdict === 'regression').length,
    smallestFound: rates.length === 0 ? undefined : Math.min(...rates),
  };
}

/** Whether every check gave the known answer, and for what leaks. */
export function isRight({ tried, outcomes }: Result): boolean {
  return outcomes.every(({ verdict, classes }) =>
    tried.answer === 'clean'
      ? verdict === 'pass'
      : verdict === 'regression' && (tried.grows === undefined || classes.includes(tried.grows)),
  );
}
