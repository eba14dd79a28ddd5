import type { PreparedRevision } from './prepare.ts';
import type { Plan } from './traffic/scenario.ts';

/** The revision with as many threads and processes as the traffic is meant for, unless `env` of heapgate.yml has them. */
export function servedAs({ threads, workers }: Plan, revision: PreparedRevision): PreparedRevision {
  const env = {
    ...(threads === undefined ? {} : { RAILS_MAX_THREADS: String(threads) }),
    ...(workers === undefined ? {} : { WEB_CONCURRENCY: String(workers) }),
  };
  return { ...revision, recipe: { ...revision.recipe, env: { ...env, ...revision.recipe.env } } };
}
