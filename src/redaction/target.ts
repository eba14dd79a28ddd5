import type { RedactValue } from './fields.ts';
import { redactPairs } from './pairs.ts';
import { isSecretSegment } from './secret-names.ts';
import { percentEncoded, rewritten } from './written-text.ts';

/** `app-3f2a….js`: the digest is one of public content, and another one would not be found. */
const fingerprintedAsset =
  /^[\w.~-]+[-.][0-9a-f]{8,64}\.(?:js|mjs|css|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|json)$/;

/** Redacts the path and the query of a request target; neither has to be well-formed. */
export function redactTarget(target: string, path: RedactValue, query: RedactValue): string {
  const at = target.indexOf('?');
  if (at === -1) return redactPath(target, path);
  return `${redactPath(target.slice(0, at), path)}?${redactPairs(target.slice(at + 1), query)}`;
}

function redactPath(written: string, redact: RedactValue): string {
  // What stands before the first slash may be a whole URL with credentials.
  const [origin = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(written) ?? [];
  const segments = written.slice(origin.length).split('/');
  const redacted = segments.map((segment, index) =>
    redactSegment(segment, segments[index - 1] ?? '', redact),
  );
  return redact(origin) + redacted.join('/');
}

function redactSegment(written: string, previous: string, redact: RedactValue): string {
  if (fingerprintedAsset.test(written)) return written;
  // `/cart;jsessionid=…`
  if (/[;=#]/.test(written)) return redactPairs(written, redact, percentEncoded);
  return rewritten(written, percentEncoded, (said) =>
    isSecretSegment(said, previous) ? redact(said, previous) : redact(said),
  );
}
