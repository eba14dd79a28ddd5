import { CannotMeasure } from '../cannot-measure.ts';
import { isSame, redactRequests } from '../redaction/redact-requests.ts';
import type { Redaction, Redactor } from '../redaction/redactor.ts';
import { namesIn } from './placeholder.ts';
import type { Kind, RecordedRequest } from './scenario.ts';
import { parseScenario } from './scenario-file.ts';
import {
  type KindDraft,
  type PlanDraft,
  type ScenarioDraft,
  scenarioText,
  wholeRequest,
} from './scenario-writer.ts';

export interface RedactedScenario {
  readonly text: string;
  readonly redactions: readonly Redaction[];
  readonly headersLeftOut: number;
}

/** A scenario before it is redacted: names and notes are made of what is left of the requests. */
export interface UnredactedScenario {
  readonly comment: (redactions: readonly Redaction[], headersLeftOut: number) => readonly string[];
  readonly kinds: readonly Omit<KindDraft, 'name'>[];
  readonly off: { readonly comment: string; readonly kinds: readonly Omit<KindDraft, 'name'>[] };
  readonly nameOf: (request: KindDraft['request']) => string;
  readonly plan?: PlanDraft;
  /** Decides what stands in for secrets; random when left out. */
  readonly key?: Uint8Array;
}

/**
 * The text of a scenario without secrets, for nothing else may be written. The text is read back: it must give the
 * same requests, and redacting those must change nothing. Throws `CannotMeasure` otherwise.
 */
export function redactedScenario(unredacted: UnredactedScenario): RedactedScenario {
  const { comment, kinds, off, nameOf, plan, key } = unredacted;
  const { requests, redactions, headersLeftOut, redactor } = redactRequests(
    [...kinds, ...off.kinds].map(({ request }) => request),
    key,
  );
  const drafts = [...kinds, ...off.kinds].flatMap((kind, index): KindDraft[] => {
    const request = requests[index];
    return request ? [{ ...kind, request, name: nameOf(request) }] : [];
  });
  const draft: ScenarioDraft = {
    // The name of a file may look secret too.
    comment: comment(redactions, headersLeftOut).map((line) => redactor.redactText(line)),
    kinds: drafts.slice(0, kinds.length),
    off: { comment: off.comment, kinds: drafts.slice(kinds.length) },
    plan,
  };
  const read = readBack(scenarioText({ comment: draft.comment, kinds: drafts, plan }), drafts);
  assertSame(read, drafts);
  assertRedacted(read, redactor);
  const text = scenarioText(draft);
  readBack(text, drafts);
  return { text, redactions, headersLeftOut };
}

/** Its kinds, in their order. Variables stand for whatever they are when it is sent. */
function readBack(text: string, drafts: readonly KindDraft[]): Kind[] {
  const names = drafts.flatMap(({ request }) => namesIn(request)).filter((name) => name.startsWith('$'));
  const variables = Object.fromEntries(names.map((name) => [name.slice(1), '']));
  const { start = [], kinds } = parseScenario(text, 'what was to be written', variables);
  return [...start, ...kinds];
}

function assertSame(read: readonly Kind[], drafts: readonly KindDraft[]): void {
  const changed = drafts.find(({ request }, index) => !isWrittenAs(request, read[index]?.request));
  if (changed) throw new Error(`a scenario would not be read as it was meant: ${changed.name}`);
}

/** What cannot be written in parts comes back as a whole. */
function isWrittenAs(request: RecordedRequest, read: RecordedRequest | undefined): boolean {
  if (isSame(request, read)) return true;
  const isWhole = read !== undefined && 'raw' in read && !('raw' in request);
  return isWhole && read.raw === wholeRequest(request);
}

function assertRedacted(read: readonly Kind[], redactor: Redactor): void {
  if (read.every(({ request }) => isSame(redactor.redact(request), request))) return;
  throw new CannotMeasure(
    'what was to be written still holds something that looks like a secret, so nothing was written: take the request that holds it out of the source',
  );
}
