import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { CheckRequest } from '../check.ts';
import { JobSecrets } from '../redaction/job-secrets.ts';
import { visible } from '../report/escape.ts';
import { type ActionEvent, loadEvent } from './event.ts';
import type { ActionInputs } from './inputs.ts';

/** One run of the Action, as the runner's environment describes it. */
export interface ActionRun extends ActionEvent {
  readonly inputs: ActionInputs;
  readonly request: CheckRequest;
}

/** Throws `CannotMeasure` for an event that heapgate cannot work with. */
export async function readRun(inputs: ActionInputs, signal: AbortSignal): Promise<ActionRun> {
  const secrets = new JobSecrets(process.env);
  hide([inputs['github-token'], ...Object.values(inputs.overrides['setup-env'] ?? {}), ...secrets.spellings]);
  const event = await loadEvent(process.env);
  const { config, name, base, head, shard, overrides } = inputs;
  const request: CheckRequest = {
    repository: process.env.GITHUB_WORKSPACE ?? process.cwd(),
    revisions: { base, head, event: event.git },
    configFile: config,
    name,
    shard,
    overrides,
    redactedDumps: join(process.env.RUNNER_TEMP ?? tmpdir(), `heapgate-dumps-${randomUUID().slice(0, 8)}`),
    progress: (line) => core.info(visible(line, 10_000)),
    signal,
  };
  return { ...event, inputs, request };
}

function hide(secrets: readonly string[]): void {
  for (const secret of secrets) if (secret) core.setSecret(secret);
}
