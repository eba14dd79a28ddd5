import type { RedactValue } from './fields.ts';
import { plain, rewritten } from './written-text.ts';

/** Redacts the fields of a multipart body (RFC 7578); what has no blank line is taken for a head that was cut off. */
export function redactMultipart(body: string, contentType: string, redact: RedactValue): string {
  const boundary = boundaryOf(body, contentType);
  if (boundary === undefined) return redact(body);
  return body
    .split(boundary)
    .map((part) => redactPart(part, redact))
    .join(boundary);
}

function boundaryOf(body: string, contentType: string): string | undefined {
  const named = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const boundary = named?.[1] ?? named?.[2];
  return boundary === undefined ? /^--[^\r\n]+/.exec(body)?.[0] : `--${boundary}`;
}

function redactPart(part: string, redact: RedactValue): string {
  const blankLine = /\r?\n\r?\n/.exec(part);
  const head = blankLine ? part.slice(0, blankLine.index) : part;
  const redactedHead = head.replaceAll(/(?<=name\*?=)"?[^";\r\n]+/gi, (name) =>
    rewritten(name, plain, (said) => redact(said)),
  );
  if (!blankLine) return redact(redactedHead);
  const name = /\bname\*?=(?:[\w-]*'[\w-]*')?"?([^";\r\n]*)/i.exec(head)?.[1];
  const bodyAt = blankLine.index + blankLine[0].length;
  const ending = /\r?\n$/.exec(part.slice(bodyAt))?.[0] ?? '';
  const value = part.slice(bodyAt, part.length - ending.length);
  return `${redactedHead}${blankLine[0]}${redact(value, name)}${ending}`;
}
