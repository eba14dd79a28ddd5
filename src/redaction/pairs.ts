import type { RedactValue } from './fields.ts';
import { formEncoded, type Notation, rewritten } from './written-text.ts';

/** Redacts `name=value&name=value` as queries and forms have it, malformed parts included. */
export function redactPairs(written: string, redact: RedactValue, notation: Notation = formEncoded): string {
  return written
    .split(/([&;#])/)
    .map((pair) => {
      const at = pair.indexOf('=');
      if (at === -1) return rewritten(pair, notation, (said) => redact(said));
      const name = notation(pair.slice(0, at))
        .map(({ character }) => character)
        .join('');
      const redactedName = rewritten(pair.slice(0, at), notation, (said) => redact(said));
      return `${redactedName}=${rewritten(pair.slice(at + 1), notation, (said) => redact(said, name))}`;
    })
    .join('');
}
