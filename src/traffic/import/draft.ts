import type { Redaction } from '../../redaction/redactor.ts';
import { formatCount, formatDuration, formatQuantity } from '../../report/numbers.ts';
import { isWellFormedTarget, showBytes } from '../byte-string.ts';
import type { UnredactedScenario } from '../redacted-scenario.ts';
import { requestMethod, requestTarget } from '../request-bytes.ts';
import type { RecordedRequest } from '../scenario.ts';
import type { Passage } from './logged-request.ts';
import { pathShape } from './path-shape.ts';
import type { Chosen, Selection } from './selection.ts';

/** The scenario that is made of what was chosen. `about` and `advice` say where it is from, and what to do with it. */
export function draftOf(
  { about, advice }: { readonly about: readonly string[]; readonly advice: string },
  selection: Selection,
): UnredactedScenario {
  const { ordinary, malformed, failed, changing } = selection;
  return {
    comment: (redactions, headersLeftOut) => [
      ...about,
      ...redactionLines(redactions, headersLeftOut),
      advice,
    ],
    kinds: [
      ...ordinary.map((chosen) => ({ ...kindOf(chosen), ...ordinaryUnlessWellFormed(chosen) })),
      ...malformed.map(kindOf),
      ...failed.map((chosen) => ({ ...kindOf(chosen), hostile: true })),
    ],
    off: {
      comment: 'Off, since they may change data:',
      kinds: changing.map(kindOf),
    },
    nameOf,
  };
}

function kindOf({ request, times, count, countOfShape, statuses, first }: Chosen) {
  const seen = [...statuses].sort(([, a], [, b]) => b - a).map(([status]) => status);
  const answered = seen.length === 0 ? '' : `, answered ${seen.slice(0, 3).join(', ')}`;
  const share = countOfShape > count ? ` of ${formatCount(countOfShape)}` : '';
  const passed = first === undefined ? '' : `; ${passageOf(first)}`;
  return { request, times, note: `${formatCount(count)}${share} ×${answered}${passed}` };
}

/** `first after 1.3 s on connection 2, in 18 ms` */
function passageOf({ connection, startedMs, answeredMs }: Passage): string {
  const took = answeredMs === undefined ? '' : `, in ${formatDuration(answeredMs - startedMs)}`;
  return `first after ${formatDuration(startedMs)} on connection ${connection}${took}`;
}

/** A query with brackets that was answered normally is ordinary, though its target is not well-formed. */
const ordinaryUnlessWellFormed = ({ request }: Chosen): { hostile?: boolean } =>
  isWellFormedTarget(requestTarget(request)) ? {} : { hostile: false };

/** `GET /orders/{n}`; a malformed target as it is. */
function nameOf(request: RecordedRequest): string {
  const target = requestTarget(request);
  const shown = isWellFormedTarget(target) ? pathShape(target) : target;
  return showBytes(`${requestMethod(request)} ${shown}`);
}

function redactionLines(redactions: readonly Redaction[], headersLeftOut: number): string[] {
  const parts = redactions.map(({ place, reason, count }) => `${reason} in ${place} (${count})`);
  return [
    ...(parts.length === 0 ? [] : [`Looked secret and was replaced: ${parts.join(', ')}.`]),
    ...(headersLeftOut === 0 ? [] : [`Left out: ${formatQuantity(headersLeftOut, 'header')}.`]),
  ];
}
