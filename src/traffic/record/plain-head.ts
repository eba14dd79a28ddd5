import { isAllowedHeader } from '../../redaction/headers.ts';
import type { Header } from '../scenario.ts';
import { type RequestHead, valuesOf } from './request-head.ts';

const host = String.raw`(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?`;

/** What well-behaved clients say in headers that servers and frameworks take apart, and fail over. */
const plainValues: Readonly<Record<string, RegExp>> = {
  host: new RegExp(`^${host}$`, 'i'),
  'x-forwarded-host': new RegExp(`^${host}(?:, *${host})*$`, 'i'),
  accept: /^[\w!#$%&'*+.^`|~/;=," -]*$/,
  authorization: /^(?:(?:Basic|Bearer) +[\w.~+/-]+=*|(?!Basic|Bearer).*)$/i,
  cookie: /^[^=;]+=[^;]*(?:;[^=;]+=[^;]*)*;?$/,
  range: /^\w+=\d*-\d*(?:, *\d*-\d*)*$/,
  'transfer-encoding': /^chunked$/i,
};

/**
 * Whether a head is like those of well-behaved clients. Such a request can be taken apart: what is left out of it is
 * not what an app may fail over. All others are kept whole.
 */
export function isPlainHead(head: RequestHead): boolean {
  const { bytes, method, version, headers, hasHeadersOnly } = head;
  return (
    version === '1.1' &&
    hasHeadersOnly &&
    /^[!#$%&'*+.^_`|~\w-]+$/.test(method) &&
    !/(?:^|[^\r])\n|\r(?!\n)/.test(bytes) &&
    valuesOf(head, 'host').length === 1 &&
    headers.every(isPlainHeader) &&
    headers.every(([name]) => valuesOf(head, name.toLowerCase()).length === 1 || !isAllowedHeader(name)) &&
    !contradictsItself(head)
  );
}

function isPlainHeader([name, value]: Header): boolean {
  const isText = Buffer.from(Buffer.from(value, 'latin1').toString('utf8')).toString('latin1') === value;
  return (
    isText && !/[^\t\x20-\x7e\x80-\xff]/.test(value) && (plainValues[name.toLowerCase()]?.test(value) ?? true)
  );
}

/** Two lengths of one body, or two addresses of one client: servers and frameworks take them for attacks. */
function contradictsItself(head: RequestHead): boolean {
  const has = (name: string) => valuesOf(head, name).length > 0;
  const lengths = valuesOf(head, 'content-length').length + valuesOf(head, 'transfer-encoding').length;
  return lengths > 1 || (has('client-ip') && has('x-forwarded-for'));
}
