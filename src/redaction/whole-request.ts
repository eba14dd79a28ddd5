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
  const [requestLine = '', ...lines] = raw.slice(0, headEnd).split('\n');
  const headers = lines.flatMap((line): Header[] => {
    const header = partsOf(line);
    return header ? [[header.name, header.value]] : [];
  });
  const head = [redactRequestLine(requestLine, redact), ...lines.map((line) => redactLine(line, redact))];
  return head.join('\n') + redact.body(raw.slice(headEnd), headers);
}

function redactRequestLine(line: string, redact: RedactParts): string {
  const [, method = '', target = '', version = ''] =
    /^([^ ]* ?)(.*?)((?: HTTP\/[\d.]+)?\r?)$/.exec(line) ?? [];
  return target === '' ? redact.rest(line) : method + redact.target(target) + version;
}

function redactLine(line: string, redact: RedactParts): string {
  const header = partsOf(line);
  if (!header) return redact.rest(line);
  const { name, colon, value, end } = header;
  const redacted = isHiddenHeader(name, value)
    ? rewritten(value, percentEncoded, redact.hiddenHeader)
    : redactHeader(name, value, redact.header);
  return (isAllowedHeader(name) ? name : redact.rest(name)) + colon + redacted + end;
}

function partsOf(line: string): { name: string; colon: string; value: string; end: string } | undefined {
  const [, name, colon = '', value = '', end = ''] = /^([^:]+)(:[ \t]*)(.*?)(\r?)$/.exec(line) ?? [];
  return name === undefined ? undefined : { name, colon, value, end };
}
