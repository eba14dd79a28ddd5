import type { Header } from '../traffic/scenario.ts';
import type { RedactValue } from './fields.ts';
import { isAllowedHeader, isHiddenHeader, redactHeader } from './headers.ts';
import { percentEncoded, rewritten } from './written-text.ts';

/** What becomes of the parts of a whole request; each answer is as long as what it is given. */
export interface RedactParts {
  readonly target: (target: string) => string;
  readonly header: RedactValue;
  /** What a header says that is not on the list of those that are kept. */
  readonly hiddenHeader: (said: string) => string;
  readonly body: (body: string, headers: readonly Header[]) => string;
  /** Lines that are neither. */
  readonly rest: (text: string) => string;
}

/** Redacts a request line by line: lines stay where they are, so that what is wrong with it stays wrong with it. */
export function redactWholeRequest(raw: string, redact: RedactParts): string {
  const blankLine = /\r?\n\r?\n/.exec(raw);
  const headEnd = blankLine ? blankLine.index + blankLine[0].length : raw.length;
  const [requestLine = '', ...written] = raw.slice(0, headEnd).split('\n');
  const lines = headerLines(written);
  const headers = lines.map(({ name, value }): Header => [name, value]);
  const head = [redactRequestLine(requestLine, redact), ...lines.map((line) => redactLine(line, redact))];
  return head.join('\n') + redact.body(raw.slice(headEnd), headers);
}

function redactRequestLine(line: string, redact: RedactParts): string {
  const [, method = '', target = '', version = ''] =
    /^([^ ]* ?)(.*?)((?: HTTP\/[\d.]+)?\r?)$/s.exec(line) ?? [];
  return target === '' ? redact.rest(line) : redact.rest(method) + redact.target(target) + version;
}

/** One line of a head. What is no header has no name and is all `value`. */
interface HeaderLine {
  readonly name: string;
  /** What stands before the value: the name and its colon, or what a line that goes on begins with. */
  readonly before: string;
  readonly value: string;
  readonly end: string;
}

function headerLines(written: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (const line of written) lines.push(headerLine(line, lines.at(-1)?.name ?? ''));
  return lines;
}

function headerLine(line: string, previousName: string): HeaderLine {
  // Begun with a space, a line goes on with the header before it (RFC 9112, section 5.2).
  const [, indent, more = '', moreEnd = ''] = /^([ \t]+)(.*?)(\r?)$/s.exec(line) ?? [];
  if (indent !== undefined && previousName !== '')
    return { name: previousName, before: indent, value: more, end: moreEnd };
  const [, name, colon = '', value = '', end = ''] = /^([^:]+)(:[ \t]*)(.*?)(\r?)$/s.exec(line) ?? [];
  if (name === undefined) return { name: '', before: '', value: line, end: '' };
  return { name, before: name + colon, value, end };
}

function redactLine({ name, before, value, end }: HeaderLine, redact: RedactParts): string {
  if (name === '') return redact.rest(value);
  const redacted = isHiddenHeader(name, value)
    ? rewritten(value, percentEncoded, redact.hiddenHeader)
    : redactHeader(name, value, redact.header);
  return (isAllowedHeader(name) ? before : redact.rest(before)) + redacted + end;
}
