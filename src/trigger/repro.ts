import { CannotMeasure } from '../cannot-measure.ts';
import { bodyEntry } from '../traffic/body-entry.ts';
import { showBytes } from '../traffic/byte-string.ts';
import { newKind } from '../traffic/kind.ts';
import { withPlainBody } from '../traffic/placeholder.ts';
import { redactedScenario } from '../traffic/redacted-scenario.ts';
import { requestMethod, requestTarget } from '../traffic/request-bytes.ts';
import type { Kind, RecordedRequest, Scenario } from '../traffic/scenario.ts';
import type { KindDraft, PlanDraft } from '../traffic/scenario-writer.ts';
import type { Sequence } from '../traffic/sequence.ts';
import { startNeededBy } from './needed-start.ts';

/** The smallest scenario that shows a leak, to be kept as a file, and what to run with it. */
export interface Repro {
  /** Text of a scenario file. */
  readonly scenario: string;
  readonly command: string;
}

/** What the files of several leaks are called, wherever they are written. */
export const reproFile = (index: number): string =>
  index === 0 ? 'heapgate-repro.yml' : `heapgate-repro-${index + 1}.yml`;

/** What is measured to see the leak again. */
export interface ReproTarget {
  /** A commit, or `worktree`. */
  readonly ref: string;
  /** Path of heapgate.yml, where it was named. */
  readonly configFile?: string | undefined;
  /** Where the scenario is going to be. */
  readonly file: string;
  /** What each ordinary request adds on average, in objects or what weighs as much. */
  readonly leakPerRequest: number;
}

/** What a round should add, so that a few short ones show it. */
const objectsPerRound = 30;
const fewestSteps = 20;
const mostSteps = 500;

/**
 * The scenario of what is sent to show a leak, with what its log-in takes. Undefined where it could only be written
 * with a secret in it without which it would not be the same.
 */
export function reproOf(
  sent: Sequence<Kind>,
  scenario: Pick<Scenario, 'start'>,
  target: ReproTarget,
): Repro | undefined {
  const needed = startNeededBy([...sent.once, ...sent.repeated], scenario.start ?? []);
  if (!needed) return undefined;
  const start = [...needed, ...sent.once];
  const kinds = [...start, ...sent.repeated];
  const command = commandFor(target);
  try {
    const { text, redactions, headersLeftOut } = redactedScenario({
      comment: () => [],
      kinds: kinds.map(draftOf),
      off: { comment: '', kinds: [] },
      nameOf: (request) => showBytes(`${requestMethod(request)} ${requestTarget(request)}`),
      plan: {
        start: start.length,
        ...cookiesOf(kinds, start.length > 0),
        steps: stepsToShow(target.leakPerRequest),
      },
    });
    // A log-in with another password is none.
    if (needed.length > 0 && (redactions.length > 0 || headersLeftOut > 0)) return undefined;
    // Not redacted: the name of a commit looks like a secret.
    const about = `# The smallest scenario that shows a leak, as heapgate found it.\n# To see it: ${command}\n`;
    return { scenario: about + text, command };
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    return undefined;
  }
}

const stepsToShow = (perRequest: number): number =>
  Math.ceil(Math.min(mostSteps, Math.max(fewestSteps, objectsPerRound / perRequest)));

function commandFor({ ref, configFile, file }: ReproTarget): string {
  const config = configFile === undefined ? '' : ` --config ${configFile}`;
  return `heapgate measure --ref ${ref}${config} --scenario ${file}`;
}

/** Where that is not what a scenario with such a start, or without one, does anyway. */
function cookiesOf(kinds: readonly Kind[], hasStart: boolean): PlanDraft {
  const cookies = kinds.some(({ session }) => session?.cookies);
  return cookies === hasStart ? {} : { cookies };
}

/** Whether it is hostile is said only where the request itself does not tell. */
function draftOf({ request: given, hostile, leaves, expect, captures }: Kind): Omit<KindDraft, 'name'> {
  const request = writable(given);
  // What a hostile request is answered with is what head may have changed.
  const told = { request, leaves, captures, ...(hostile ? {} : { expect }) };
  return newKind('', request).hostile === hostile ? told : { ...told, hostile };
}

const writable = (request: RecordedRequest): RecordedRequest =>
  'raw' in request || request.body === undefined || !('body' in bodyEntry(request.body))
    ? request
    : withPlainBody(request);
