import type { Answer } from './answer-reader.ts';
import { type Capture, captured, describeCapture, searchedBytes, searchesBody } from './capture.ts';
import { CookieJar } from './cookie-jar.ts';
import { filledRequest, hasPlaceholder, textsOf } from './placeholder.ts';
import { requestTarget } from './request-bytes.ts';
import type { Header, Kind, RecordedRequest, Scenario } from './scenario.ts';
import { SerialNumbers } from './serial-numbers.ts';
import { numberName } from './template.ts';

/** What requests are completed with, and what every lane begins with. */
export interface SessionPlan {
  /** Kinds that each lane sends once, in this order, before its first round. */
  readonly start: readonly Kind[];
  /** Values of `${NAME}`, byte strings. */
  readonly variables: ReadonlyMap<string, string>;
  readonly serials: SerialNumbers;
}

/** `boot`: which boot of its revision it is, so that no number comes twice. */
export const sessionPlan = (
  { start = [], variables = new Map() }: Pick<Scenario, 'start' | 'variables'>,
  { seed, boot }: { readonly seed: number; readonly boot: number },
): SessionPlan => ({ start, variables, serials: new SerialNumbers(seed, boot) });

interface Memory {
  readonly captured: Map<string, string>;
  readonly cookies: CookieJar;
}

/** What one lane remembers of its answers, for each scenario apart: every lane is a user of its own. */
export class LaneSession {
  readonly #lane: number;
  readonly #plan: SessionPlan;
  readonly #memories = new Map<string, Memory>();

  constructor(lane: number, plan: SessionPlan) {
    this.#lane = lane;
    this.#plan = plan;
  }

  /** The request as it is to be sent next. */
  complete(kind: Kind): RecordedRequest {
    if (isConstant(kind)) return kind.request;
    const { captured: values, cookies } = this.#memoryOf(kind);
    const number = this.#plan.serials.next(this.#lane);
    const request = filledRequest(kind.request, (name) => {
      if (name === numberName) return number;
      // What a capture did not find on head is sent empty: the answer tells.
      return (name.startsWith('$') ? this.#plan.variables.get(name.slice(1)) : values.get(name)) ?? '';
    });
    return kind.session?.cookies ? withCookies(request, cookies) : request;
  }

  /** Takes from an answer what the kind captures. Answers what of that it could not find, for people. */
  learn(kind: Kind, answer: Answer): string | undefined {
    const { session, captures = [] } = kind;
    if (!session) return undefined;
    const memory = this.#memoryOf(kind);
    if (session.cookies) memory.cookies.keep(answer);
    let missed: Capture | undefined;
    for (const capture of captures) {
      const value = captured(capture, answer);
      if (value === undefined) missed ??= capture;
      else memory.captured.set(capture.name, value);
    }
    return missed && describeCapture(missed);
  }

  #memoryOf({ session }: Kind): Memory {
    const name = session?.name ?? '';
    const memory = this.#memories.get(name) ?? { captured: new Map(), cookies: new CookieJar() };
    this.#memories.set(name, memory);
    return memory;
  }
}

/** Whether all requests of a kind are the same bytes. */
export const isConstant = ({ request, session }: Kind): boolean =>
  !session?.cookies && !textsOf(request).some(hasPlaceholder);

/** As much of an answer's body as is to be kept; `undefined` for as little as ever. */
export const bodyBytesToKeep = ({ captures = [] }: Kind): number | undefined =>
  captures.some(searchesBody) ? searchedBytes : undefined;

/** A `Cookie` header of the scenario's own stays as it is. */
function withCookies(request: RecordedRequest, jar: CookieJar): RecordedRequest {
  if ('raw' in request || request.headers.some(([name]) => name.toLowerCase() === 'cookie')) return request;
  const value = jar.header(requestTarget(request));
  if (value === undefined) return request;
  const cookie: Header = ['Cookie', value];
  return { ...request, headers: [...request.headers, cookie] };
}
