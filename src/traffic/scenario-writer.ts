import { Document, isMap, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { bodyEntry, textOf } from './body-entry.ts';
import { isWellFormedTarget, utf8Bytes } from './byte-string.ts';
import type { Capture } from './capture.ts';
import type { Leaving } from './leaving.ts';
import { mapLiterals } from './placeholder.ts';
import { requestBytes } from './request-bytes.ts';
import type { Header, Kind, RecordedRequest } from './scenario.ts';
import { writtenBytes, writtenText } from './template.ts';
import { unusedId } from './unused-id.ts';

/** One entry of a scenario that is to be written. */
export interface KindDraft {
  /** What it is called, unless another one is called so already. */
  readonly name: string;
  readonly request: RecordedRequest;
  readonly times?: number;
  /** Told from the target when left out, as when a scenario is read. */
  readonly hostile?: boolean;
  readonly leaves?: Leaving | undefined;
  readonly expect?: Kind['expect'];
  readonly captures?: readonly Capture[] | undefined;
  /** For people, beside the entry. One line. */
  readonly note?: string;
}

export interface ScenarioDraft {
  /** Above everything: where the scenario came from, and what it lacks. One string a line. */
  readonly comment: readonly string[];
  readonly kinds: readonly KindDraft[];
  /** Written as comments, to be put in by hand, below a line that says why. */
  readonly off?: { readonly comment: string; readonly kinds: readonly KindDraft[] };
  /** As imports and recordings have it, when left out. */
  readonly plan?: PlanDraft | undefined;
}

export interface PlanDraft {
  /** Derive hostile requests from the ordinary ones. */
  readonly hostile?: true;
  /** How many of the kinds, the first ones, every lane sends once before its first round. */
  readonly start?: number;
  readonly cookies?: boolean;
  readonly steps?: number;
}

const longestName = 80;

/** The text of a scenario file. Reading it gives the requests byte for byte. */
export function scenarioText({ comment, kinds, off, plan = { hostile: true } }: ScenarioDraft): string {
  const headers = sharedHeaders([...kinds, ...(off?.kinds ?? [])]);
  const names = new Set<string>();
  const parts = [
    ...comment.map((line) => `${`# ${line}`.trimEnd()}\n`),
    'requests:\n',
    prefixed(entriesText(kinds, headers, names), '  '),
  ];
  if (off && off.kinds.length > 0) {
    parts.push(`  # ${off.comment}\n`, prefixed(entriesText(off.kinds, headers, names), '  # '));
  }
  if (headers.length > 0) parts.push(yamlOf({ headers: writtenHeaders(headers) }));
  return parts.join('') + planText(plan, [...names]);
}

/** `names`: those of all kinds, in their order. */
function planText({ hostile, start = 0, ...plan }: PlanDraft, names: readonly string[]): string {
  if (hostile) return 'plan:\n  # Derive malformed variants, which make apps raise.\n  hostile: true\n';
  const starts = start > 0 ? { start: names.slice(0, start) } : {};
  const keys = { ...starts, ...plan };
  return Object.keys(keys).length === 0 ? '' : yamlOf({ plan: keys });
}

function entriesText(kinds: readonly KindDraft[], shared: readonly Header[], names: Set<string>): string {
  const entries = new Map<string, object>();
  const notes = new Map<string, string>();
  for (const kind of kinds) {
    const name = unusedId(kind.name.slice(0, longestName), names);
    names.add(name);
    entries.set(name, entryOf(kind, shared));
    if (kind.note !== undefined) notes.set(name, kind.note);
  }
  return yamlOf(entries, ({ key, value }) => {
    if (!isMap(value) || !isScalar(key)) return;
    value.flow = !value.has('headers') && !value.has('body') && !value.has('raw');
    const note = notes.get(String(key.value));
    if (note !== undefined) noteOn(value, key, note);
  });
}

/** Behind an entry on one line, else above it. */
function noteOn(value: YAMLMap, key: Scalar, note: string): void {
  if (value.flow) value.comment = ` ${note}`;
  else key.commentBefore = ` ${note}`;
}

function yamlOf(content: object, change: (pair: Pair) => void = () => {}): string {
  const document = new Document(content);
  if (isMap(document.contents)) for (const pair of document.contents.items) change(pair);
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: true });
}

/** Only `\n` ends a line of YAML; `^` in a regular expression knows others. */
const prefixed = (text: string, prefix: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : prefix + line))
    .join('\n');

/** `shared`: headers that stand elsewhere in the file. */
export function entryOf(
  { request, times = 1, hostile, leaves, expect = {}, captures = [] }: Omit<KindDraft, 'name'>,
  shared: readonly Header[],
): object {
  const common = {
    ...(times === 1 ? {} : { times }),
    ...(hostile === undefined ? {} : { hostile }),
    ...(leaves === undefined ? {} : { leaves }),
    ...(Object.keys(expect).length === 0 ? {} : { expect }),
    ...(captures.length === 0 ? {} : { capture: writtenCaptures(captures) }),
  };
  if ('raw' in request) return { raw: writtenBytes(request.raw), ...common };
  if (!canBeParted(request)) {
    // Whole requests are hostile unless they say otherwise.
    const isHostile = hostile ?? !isWellFormedTarget(request.target);
    return { raw: writtenBytes(wholeRequest(request)), ...common, hostile: isHostile };
  }
  const { method, target, headers, body } = request;
  const own = headers.filter((header) => !shared.some((other) => isSameHeader(header, other)));
  return {
    ...(method === (body === undefined ? 'GET' : 'POST') ? {} : { method }),
    target: writtenBytes(target),
    ...common,
    ...(own.length === 0
      ? {}
      : { headers: writtenHeaders(own.map(([name, value]): Header => [name, textOf(value)])) }),
    ...(body === undefined ? {} : bodyEntry(body)),
  };
}

const writtenCaptures = (captures: readonly Capture[]): object =>
  Object.fromEntries(captures.map(({ name, from, at }) => [name, { [from]: at }]));

const writtenHeaders = (headers: readonly Header[]): Record<string, string> =>
  Object.fromEntries(headers.map(([name, text]) => [name, writtenText(text)]));

/** How a request is written that cannot be written in parts. The port is that of no app: whole requests name any host. */
export const wholeRequest = (request: RecordedRequest): string =>
  requestBytes(request, 80).toString('latin1');

/** Whether a request can be written as target, headers and body: those two are text, and a name stands once. */
function canBeParted({ target, headers, body }: Extract<RecordedRequest, { target: string }>): boolean {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  return (
    !/[\r\n]/.test(target) &&
    names.size === headers.length &&
    headers.every(([name, value]) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && isText(value)) &&
    (body === undefined || isText(body))
  );
}

const isText = (bytes: string): boolean => mapLiterals(textOf(bytes), utf8Bytes) === bytes;

/** What all requests are sent with stands once, below them. */
function sharedHeaders(kinds: readonly KindDraft[]): Header[] {
  const lists = kinds.flatMap(({ request }) =>
    'raw' in request || !canBeParted(request) ? [] : [request.headers],
  );
  const [first = [], ...others] = lists;
  return first
    .filter((header) => others.every((list) => list.some((other) => isSameHeader(header, other))))
    .map(([name, value]): Header => [name, textOf(value)]);
}

/** A shared header is text already. */
const isSameHeader = ([name, value]: Header, [otherName, otherValue]: Header): boolean =>
  name.toLowerCase() === otherName.toLowerCase() && (value === otherValue || textOf(value) === otherValue);
