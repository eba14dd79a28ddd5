import * as core from '@actions/core';
import type { CheckRequest } from '../check.ts';
import { type ActionEvent, loadEvent } from './event.ts';
import { type ActionInputs, readInputs } from './inputs.ts';

/** One run of the Action, as the runner's environment describes it. */
export interface ActionRun extends ActionEvent {
  readonly inputs: ActionInputs;
  readonly request: CheckRequest;
}

/** Throws `CannotMeasure` for inputs or an event that heapgate cannot work with. */
export async function readRun(signal: AbortSignal): Promise<ActionRun> {
  const inputs = readInputs();
  hide([inputs['github-token'], ...Object.values(inputs.overrides['setup-env'] ?? {})]);
  const event = await loadEvent(process.env);
  const { config, name, base, head, overrides } = inputs;
  const request: CheckRequest = {
    repository: process.env.GITHUB_WORKSPACE ?? process.cwd(),
    revisions: { base, head, event: event.git },
    configFile: config,
    name,
    overrides,
    progress: core.info,
    signal,
  };
  return { ...event, inputs, request };
}

function hide(secrets: readonly string[]): void {
  for (const secret of secrets) if (secret) core.setSecret(secret);
}
