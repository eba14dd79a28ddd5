import { shownTarget } from '../redaction/shown-text.ts';
import { isWellFormedTarget, showBytes } from './byte-string.ts';
import { filledRequest, mapLiterals, withNames } from './placeholder.ts';
import { requestMethod, requestTarget } from './request-bytes.ts';
import type { Kind, RecordedRequest } from './scenario.ts';

/** An entry of the catalogue; what is left out is told from the request. */
export function newKind(id: string, request: RecordedRequest, given: Partial<Kind> = {}): Kind {
  const hostile = given.hostile ?? ('raw' in request || !isWellFormedTarget(plainTarget(request)));
  return {
    id,
    label: withNames(
      mapLiterals(`${requestMethod(request)} ${shownTarget(requestTarget(request))}`, showBytes),
    ),
    request,
    hostile,
    times: 1,
    expect: {},
    connection: defaultConnection(request, hostile),
    ...given,
  };
}

/** What varies is taken for well-formed. */
const plainTarget = (request: RecordedRequest): string => requestTarget(filledRequest(request, () => '1'));

function defaultConnection(request: RecordedRequest, hostile: boolean): Kind['connection'] {
  // A whole request may be answered twice, or never: not on a connection that others use.
  if ('raw' in request) return 'fresh';
  return hostile ? 'auto' : 'keep';
}

export const ordinaryKinds = (kinds: readonly Kind[]): Kind[] => kinds.filter(({ hostile }) => !hostile);

/** What rounds end with when a plan does not say: the first two ordinary kinds. */
export const defaultEnd = (kinds: readonly Kind[]): string[] =>
  ordinaryKinds(kinds)
    .slice(0, 2)
    .map(({ id }) => id);
