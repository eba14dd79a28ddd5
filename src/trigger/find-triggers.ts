import { CannotMeasure } from '../cannot-measure.ts';
import { type Finding, isFailing } from '../leak/finding.ts';
import type { Measurement } from '../leak/measurement.ts';
import { isLeak } from '../leak/restarts.ts';
import type { Judgement } from '../leak/verdict.ts';
import type { Scenario } from '../traffic/scenario.ts';
import { type Candidates, candidatesFrom } from './candidates.ts';
import type { Effect } from './effect.ts';
import { gaugeOf } from './gauge.ts';
import type { ProbeApp } from './probe-app.ts';
import { type Repro, type ReproTarget, reproFile, reproOf } from './repro.ts';
import { TriggerSearch } from './search.ts';
import { type Trigger, tellingEffects, triggerOf } from './trigger.ts';

export interface TriggerRequest {
  readonly base: Measurement;
  readonly head: Measurement;
  readonly judgement: Judgement;
  readonly scenario: Scenario;
  /** What head is measured again by. */
  readonly target: Pick<ReproTarget, 'ref' | 'configFile'>;
  /** Boots head. */
  readonly boot: () => Promise<ProbeApp>;
  /** How long the search may take; none is made where that is 0. */
  readonly budgetMs: number;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** By id of the finding, and what to say of how they were found. */
export interface FoundTriggers {
  readonly triggers: ReadonlyMap<string, Trigger>;
  readonly notices: readonly string[];
}

const noTriggers: FoundTriggers = { triggers: new Map(), notices: [] };

/** Finds out which requests cause what fails a regression. A search that fails changes nothing about the verdict. */
export async function findTriggers(request: TriggerRequest): Promise<FoundTriggers> {
  const { base, head, judgement, scenario, target, boot, budgetMs, progress, signal } = request;
  const findings = judgement.findings.filter(canHaveTrigger);
  const candidates = candidatesFrom(scenario, base, head);
  if (budgetMs === 0 || findings.length === 0 || candidates.ordinary.length === 0) return noTriggers;
  const deadlineMs = performance.now() + budgetMs;
  await using search = new TriggerSearch({
    gauges: findings.map((finding) => gaugeOf(finding, judgement.classes)),
    ...candidates,
    boot,
    isOver: () => performance.now() > deadlineMs,
    progress,
  });
  progress(`head: looking for the requests that cause it, for ${Math.round(budgetMs / 1000)} s at most`);
  const notices: string[] = [];
  try {
    await search.run();
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof CannotMeasure)) throw error;
    notices.push(`the search for the requests that cause it ended early: ${error.message}`);
  }
  if (search.untried.size > 0 && performance.now() > deadlineMs)
    notices.push(
      `time ran out after ${Math.round(budgetMs / 1000)} s before ${search.untried.size} kinds of request were tried: raise \`trigger-seconds\` to find all that cause it`,
    );
  const triggers = new Map<string, Trigger>();
  let repros = 0;
  for (const finding of findings) {
    const trigger = triggerOf(finding, scenario.name, candidates, search);
    if (!trigger) continue;
    const [effect] = tellingEffects(finding, candidates, search);
    const { perRequest, unit } = gaugeOf(finding, judgement.classes);
    const about = { ...target, file: reproFile(repros), leakPerRequest: perRequest / unit };
    const repro = effect && reproFor(effect, candidates, scenario, about);
    if (repro) repros++;
    if (effect && !repro) notices.push(noRepro(finding));
    triggers.set(finding.id, { ...trigger, ...(repro ? { repro } : {}) });
  }
  return { triggers, notices };
}

const noRepro = ({ id }: Finding): string =>
  `no scenario shows finding ${id} by itself, since that would hold a secret or need two log-ins: let the scenario take secrets from the environment, as \${NAME}`;

/** What grows with time alone needs no request. */
const canHaveTrigger = (finding: Finding): boolean =>
  isFailing(finding) && isLeak(finding) && !finding.withTimeAlone;

/** A scenario needs ordinary requests, whatever the trigger. */
function reproFor(
  { kind, how, shownBy }: Effect,
  { ordinary }: Candidates,
  scenario: Scenario,
  target: ReproTarget,
): Repro | undefined {
  const others = how === 'poison' ? shownBy : kind.hostile ? ordinary.slice(-1) : [];
  return reproOf({ once: [], repeated: [kind, ...others] }, scenario, target);
}
