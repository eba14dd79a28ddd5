import { CannotMeasure } from '../cannot-measure.ts';
import type { RecordedRequest } from '../traffic/scenario.ts';
import { type Redaction, Redactor } from './redactor.ts';
import { Replacements } from './replacements.ts';

export interface RedactedRequests {
  /** In the order of what was given. */
  readonly requests: readonly RecordedRequest[];
  readonly redactions: readonly Redaction[];
  readonly headersLeftOut: number;
  /** The one that redacted them, to look once more at what is written. */
  readonly redactor: Redactor;
}

/** A secret found late is looked for in all requests again. */
const mostPasses = 4;

/**
 * Redacts requests until there is nothing more to redact. Throws `CannotMeasure` when something that looks like a
 * secret does not go away: nothing may be written then. `key` decides what stands in for secrets; random when left out.
 */
export function redactRequests(given: readonly RecordedRequest[], key?: Uint8Array): RedactedRequests {
  const redactor = new Redactor(new Replacements(key));
  let requests = given.map((request) => redactor.redact(request));
  const { headersLeftOut } = redactor;
  for (let pass = 1; pass < mostPasses; pass += 1) {
    const again = requests.map((request) => redactor.redact(request));
    if (again.every((request, index) => isSame(request, requests[index]))) {
      return { requests, redactions: redactor.redactions, headersLeftOut, redactor };
    }
    requests = again;
  }
  throw new CannotMeasure(
    'something that looks like a secret is still there after redaction, so nothing was written: take the request that holds it out of the source',
  );
}

/** Whether two requests are the same bytes. */
export function isSame(a: RecordedRequest, b: RecordedRequest | undefined): boolean {
  if (b === undefined || 'raw' in a || 'raw' in b) {
    return b !== undefined && 'raw' in a && 'raw' in b && a.raw === b.raw;
  }
  const headersOf = ({ headers }: typeof a) =>
    headers
      .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
      .sort()
      .join('\n');
  return a.method === b.method && a.target === b.target && a.body === b.body && headersOf(a) === headersOf(b);
}
