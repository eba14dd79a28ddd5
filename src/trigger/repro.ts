import { CannotMeasure } from '../cannot-measure.ts';
import { showBytes } from '../traffic/byte-string.ts';
import { newKind } from '../traffic/kind.ts';
import { namesIn, withPlainBody } from '../traffic/placeholder.ts';
import { redactedScenario } from '../traffic/redacted-scenario.ts';
import { requestMethod, requestTarget } from '../traffic/request-bytes.ts';
import type { Kind } from '../traffic/scenario.ts';
import type { KindDraft } from '../traffic/scenario-writer.ts';
import { numberName } from '../traffic/template.ts';

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
}

/**
 * The scenario of a trigger and the ordinary requests that show what it does, in that order. Undefined where requests
 * need more than themselves, such as a log-in, or could only be written with a secret in them.
 */
export function reproOf(kinds: readonly Kind[], target: ReproTarget): Repro | undefined {
  const standsAlone = ({ request, session }: Kind) =>
    session === undefined && namesIn(request).every((name) => name === numberName);
  if (!kinds.every(standsAlone)) return undefined;
  const command = commandFor(target);
  try {
    const { text } = redactedScenario({
      comment: () => [],
      kinds: kinds.map(draftOf),
      off: { comment: '', kinds: [] },
      nameOf: (request) => showBytes(`${requestMethod(request)} ${requestTarget(request)}`),
      derivesHostile: false,
    });
    // Not redacted: the name of a commit looks like a secret.
    const about = `# The smallest scenario that shows a leak, as heapgate found it.\n# To see it: ${command}\n`;
    return { scenario: about + text, command };
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    return undefined;
  }
}

function commandFor({ ref, configFile, file }: ReproTarget): string {
  const config = configFile === undefined ? '' : ` --config ${configFile}`;
  return `heapgate measure --ref ${ref}${config} --scenario ${file}`;
}

/** Whether it is hostile is said only where the request itself does not tell. */
function draftOf({ request: given, hostile, leaves }: Kind): Omit<KindDraft, 'name'> {
  const request = withPlainBody(given);
  return newKind('', request).hostile === hostile ? { request, leaves } : { request, hostile, leaves };
}
