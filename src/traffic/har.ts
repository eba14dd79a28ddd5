import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import ignore from 'stream-json/filters/ignore.js';
import pick from 'stream-json/filters/pick.js';
import parser from 'stream-json/parser.js';
import streamArray from 'stream-json/streamers/stream-array.js';
import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import { formatQuantity } from '../report/numbers.ts';
import { isWellFormedTarget, utf8Bytes } from './byte-string.ts';
import { defaultEnd, newKind, ordinaryKinds } from './kind.ts';
import type { Header, Kind, RecordedRequest, Scenario } from './scenario.ts';
import { unusedId } from './unused-id.ts';

/** The part of a HAR 1.2 entry that is replayed. */
const Entry = z.object({
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    postData: z
      .object({
        mimeType: z.string().default(''),
        text: z.string().optional(),
        encoding: z.string().optional(),
        params: z.array(z.object({ name: z.string(), value: z.string().default('') })).optional(),
      })
      .optional(),
  }),
  response: z.object({ status: z.number().default(0) }).default({ status: 0 }),
});
type Entry = z.infer<typeof Entry>;

/** Headers that shape an answer. Not cookies and credentials: sessions of another time and place. */
const replayedHeaders = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'user-agent',
  'x-requested-with',
]);
const mostKinds = 200;
const mostTimes = 20;
/** Broken entries that are named by number. */
const shownNumbers = 5;

/** A request as it was recorded, with the status that it was answered with where the recording has one. */
export interface HarRequest {
  readonly request: Extract<RecordedRequest, { target: string }>;
  readonly status: number | undefined;
}

interface Group extends HarRequest {
  count: number;
}

/**
 * Reads a HAR file of any size as a scenario: one kind for each method, target and body, as often in a cycle as it
 * was recorded (at most 20 times; the 200 most frequent). Only requests to the host of the first one are kept:
 * the others are not the app's. Throws `CannotMeasure` in one line.
 */
export async function readHar(file: string): Promise<Scenario> {
  const groups = new Map<string, Group>();
  const broken: number[] = [];
  const onBroken = (entry: number) => broken.push(entry);
  for await (const { request, status } of harRequests(createReadStream(file), file, onBroken)) {
    const key = [request.method, request.target, request.body].join('\0');
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { request, status, count: 1 });
  }
  if (groups.size === 0) {
    const unread =
      broken.length > 0
        ? ` that can be read (${formatQuantity(broken.length, 'entry', 'entries')} cannot)`
        : '';
    throw new CannotMeasure(`${file}: holds no HTTP requests${unread}: record some before exporting HAR`);
  }
  const kinds = kindsOf([...groups.values()]);
  if (ordinaryKinds(kinds).length === 0) {
    throw new CannotMeasure(`${file}: every request is malformed: record some that the app answers normally`);
  }
  const plan = { lanes: 'auto', end: defaultEnd(kinds), hostile: false } as const;
  return { name: basename(file, extname(file)), kinds, plan, notices: brokenNotices(file, broken) };
}

function brokenNotices(file: string, broken: readonly number[]): string[] {
  if (broken.length === 0) return [];
  const shown = broken.slice(0, shownNumbers).join(', ') + (broken.length > shownNumbers ? ', …' : '');
  const entries = formatQuantity(broken.length, 'entry', 'entries');
  return [
    `${file}: ${entries} could not be read and ${broken.length === 1 ? 'is' : 'are'} left out: ${shown}`,
  ];
}

/**
 * The requests to the host of the first one, in order, of any number of bytes; `file` is only for messages. `onBroken`
 * is told the number, from 1, of each entry that cannot be read, such as the last one of a file that was cut off. Throws
 * `CannotMeasure` in one line when there is nothing before it.
 */
export async function* harRequests(
  bytes: Readable,
  file: string,
  onBroken: (entry: number) => void,
): AsyncGenerator<HarRequest> {
  let appHost: string | undefined;
  for await (const entry of entriesOf(bytes, file, onBroken)) {
    const place = cutUrl(entry.request.url);
    if (!place) continue;
    appHost ??= place.host;
    const request = place.host === appHost ? requestOf(entry, place) : undefined;
    if (request) yield { request, status: entry.response.status || undefined };
  }
}

/** Entries one by one; bodies of answers are dropped as they pass. */
async function* entriesOf(
  bytes: Readable,
  file: string,
  onBroken: (entry: number) => void,
): AsyncGenerator<Entry> {
  let read = 0;
  const stream = pipeline(
    bytes,
    parser.asStream(),
    ignore.asStream({ filter: /^log\.entries\.\d+\.response\.(content|headers|cookies)\b/ }),
    pick.asStream({ filter: 'log.entries' }),
    streamArray.asStream(),
    () => {}, // Errors reach the loop below.
  );
  try {
    for await (const { value } of stream) {
      read += 1;
      const entry = Entry.safeParse(value);
      if (entry.success) yield entry.data;
      else onBroken(read);
    }
  } catch (error) {
    if (error instanceof CannotMeasure) throw error;
    if (read > 0) return onBroken(read + 1);
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const problem = missing
      ? 'does not exist'
      : `is not HAR (${error instanceof Error ? error.message : error})`;
    throw new CannotMeasure(`${file}: ${problem}: export one from a browser’s network panel`, {
      cause: error,
    });
  }
}

interface Place {
  readonly isSecure: boolean;
  readonly host: string;
  readonly target: string;
}

/** Cuts the target out of a URL as it stands: a URL parser would normalise it. */
function cutUrl(url: string): Place | undefined {
  const [, scheme, host, target] = /^(https?):\/\/([^/?#]*)([^#]*)/i.exec(url) ?? [];
  if (scheme === undefined || host === undefined || target === undefined) return undefined;
  const path = target.startsWith('/') ? target : `/${target}`;
  return { isSecure: scheme.toLowerCase() === 'https', host: host.toLowerCase(), target: utf8Bytes(path) };
}

function requestOf({ request }: Entry, { isSecure, target }: Place): HarRequest['request'] | undefined {
  const { method, postData } = request;
  const text = postData?.text ?? (postData?.params && formOf(postData.params));
  // The recording has no bytes of a multipart body.
  if (postData?.mimeType.startsWith('multipart/') && postData.text === undefined) return undefined;
  const isBase64 = postData?.encoding === 'base64';
  const body = isBase64 && text ? Buffer.from(text, 'base64').toString('latin1') : text && utf8Bytes(text);
  const headers = request.headers
    .filter(({ name, value }) => replayedHeaders.has(name.toLowerCase()) && !/[\r\n\0]/.test(value))
    .map(({ name, value }): Header => [name, utf8Bytes(value)]);
  if (isSecure) headers.push(['X-Forwarded-Proto', 'https']);
  return { method, target, headers, body: body || undefined };
}

const formOf = (params: readonly { name: string; value: string }[]): string =>
  new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value])).toString();

function kindsOf(groups: readonly Group[]): Kind[] {
  const most = Math.max(...groups.map(({ count }) => count));
  const scale = Math.min(1, mostTimes / most);
  const ids = new Set<string>();
  return groups
    .toSorted((a, b) => b.count - a.count)
    .slice(0, mostKinds)
    .map(({ request, status = 0, count }) => {
      // Browsers send `[` and `|` in queries as they are: what was answered normally is ordinary.
      const answered = status >= 200 && status < 400;
      const hostile = !answered && !isWellFormedTarget(request.target);
      const times = Math.max(1, Math.round(count * scale));
      const kind = newKind('', request, { hostile, times });
      const id = unusedId(kind.label, ids);
      ids.add(id);
      return { ...kind, id };
    });
}
