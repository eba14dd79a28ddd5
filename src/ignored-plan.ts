import type { Config } from './config.ts';
import type { Plan } from './traffic/scenario.ts';

/** What of heapgate.yml goes before the plan of a scenario. */
export type OverPlan = Pick<Config, 'env'> &
  Partial<Pick<Config, 'lanes' | 'processes' | 'requests' | 'warmup'>>;

/** What a plan asks for in vain, since heapgate.yml says otherwise: a notice each. */
export function ignoredPlan(plan: Plan, config: OverPlan): string[] {
  const { env, lanes, processes, requests, warmup = 0 } = config;
  const asked = [
    ['threads', plan.threads, 'env.RAILS_MAX_THREADS', env.RAILS_MAX_THREADS],
    ['workers', plan.workers, 'env.WEB_CONCURRENCY', env.WEB_CONCURRENCY],
    ['workers', plan.workers, 'processes', processes],
    ['lanes', plan.lanes, 'lanes', lanes],
    ['steps', plan.steps, 'requests', requests],
    ['warmup', plan.warmup, 'warmup', Math.max(warmup, plan.warmup ?? 0)],
  ] as const;
  return asked.flatMap(([key, wanted, other, given]) => {
    if (wanted === undefined || wanted === 'auto' || given === undefined) return [];
    return String(wanted) === String(given)
      ? []
      : [`plan.${key} of the scenario (${wanted}) is not used: heapgate.yml has ${other}: ${given}`];
  });
}

/** The same of threads, where the app does not go by what it is told. */
export function ignoredThreads({ threads }: Plan, serverThreads: number | undefined): string[] {
  if (threads === undefined || serverThreads === undefined || threads === serverThreads) return [];
  return [
    `plan.threads of the scenario (${threads}) is not used: the server has ${serverThreads} threads; let its configuration read RAILS_MAX_THREADS`,
  ];
}
