import { literalsOf } from '../traffic/placeholder.ts';
import type { Header } from '../traffic/scenario.ts';
import type { RedactValue } from './fields.ts';
import { redactJson } from './json.ts';
import { redactMultipart } from './multipart.ts';
import { redactPairs } from './pairs.ts';

/** How a body is read. One that is compressed or no text cannot be looked into. */
export type BodyForm = 'form' | 'JSON' | 'multipart' | 'text' | 'compressed' | 'binary';

/** What a body is, by its type, and by its look where that says nothing. */
export function bodyForm(body: string, headers: readonly Header[]): BodyForm {
  const header = (name: string) =>
    headers.find(([given]) => given.toLowerCase() === name)?.[1].toLowerCase() ?? '';
  const encoding = header('content-encoding');
  if (encoding !== '' && encoding !== 'identity') return 'compressed';
  const type = header('content-type');
  if (type.startsWith('multipart/') || /^--[^\r\n]+\r?\ncontent-/i.test(body)) return 'multipart';
  if (type.includes('json') || /^\s*[[{]/.test(body)) return 'JSON';
  if (type.includes('urlencoded') || /^[^\s=&]+=/.test(body)) return 'form';
  return isBinary(literalsOf(body)) ? 'binary' : 'text';
}

/** Lengths of what follows, as MessagePack and Protocol Buffers have them, would pass for parts of it. */
function isBinary(body: string): boolean {
  const text = Buffer.from(body, 'latin1').toString('utf8');
  return text.includes('\ufffd') || /[^\P{Cc}\s]/u.test(text);
}

/** Redacts a body in place: it stays as long as it was. */
export function redactBody(
  body: string,
  form: Exclude<BodyForm, 'compressed' | 'binary'>,
  headers: readonly Header[],
  redact: RedactValue,
): string {
  switch (form) {
    case 'form':
      return redactPairs(body, redact);
    case 'JSON':
      return redactJson(body, redact);
    case 'multipart':
      return redactMultipart(
        body,
        headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '',
        redact,
      );
    case 'text':
      return redact(body);
  }
}
