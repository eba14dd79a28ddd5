import type { Header, RecordedRequest } from '../traffic/scenario.ts';
import { bodyForm, redactBody } from './body.ts';
import type { RedactValue } from './fields.ts';
import { redactHeaders } from './headers.ts';
import { redactJson } from './json.ts';
import { redactPairs } from './pairs.ts';
import { Replacements } from './replacements.ts';
import { isNamedSecret } from './secret-names.ts';
import { findSecrets, type SecretSort } from './secret-values.ts';
import { redactTarget } from './target.ts';
import { redactWholeRequest } from './whole-request.ts';
import { percentEncoded, rewritten } from './written-text.ts';

export type Place =
  | 'path'
  | 'query'
  | 'header'
  | 'form'
  | 'JSON'
  | 'multipart'
  | 'text'
  | 'compressed'
  | 'binary';
export type Reason = SecretSort | 'header off the list' | 'cannot be looked into' | 'seen elsewhere';

/** Values of one sort that were replaced in one sort of place. Never the values. */
export interface Redaction {
  readonly place: Place;
  readonly reason: Reason;
  count: number;
}

/** Values may hold values: a URL with a query in a query, JSON in a form. */
const deepestNesting = 4;

/**
 * Replaces secrets in requests. Everything that is kept stays byte for byte as it was, and what is replaced stays as
 * long and as malformed. Redacting what is redacted changes nothing.
 */
export class Redactor {
  readonly #replacements: Replacements;
  readonly #redactions = new Map<string, Redaction>();
  #headersLeftOut = 0;

  constructor(replacements: Replacements = new Replacements()) {
    this.#replacements = replacements;
  }

  /** What was replaced so far, most frequent first. */
  get redactions(): readonly Redaction[] {
    return [...this.#redactions.values()].sort((a, b) => b.count - a.count);
  }

  /** Headers that are not on the list of those that are kept. */
  get headersLeftOut(): number {
    return this.#headersLeftOut;
  }

  redact(request: RecordedRequest): RecordedRequest {
    if ('raw' in request) return { raw: this.#redactWhole(request.raw) };
    const headers = redactHeaders(request.headers, this.#in('header'));
    this.#headersLeftOut += request.headers.length - headers.length;
    return {
      method: this.redactText(request.method),
      target: redactTarget(request.target, this.#in('path'), this.#in('query')),
      headers,
      body: request.body === undefined ? undefined : this.#redactBody(request.body, request.headers),
    };
  }

  #redactWhole(raw: string): string {
    return redactWholeRequest(raw, {
      target: (target) => redactTarget(target, this.#in('path'), this.#in('query')),
      header: this.#in('header'),
      hiddenHeader: (value) => this.#replace(value, 'header', 'header off the list'),
      body: (body, headers) => this.#redactBody(body, headers),
      rest: (text) => this.redactText(text),
    });
  }

  /** A text that stands beside requests, such as a comment. */
  redactText(text: string): string {
    return this.#redactValue('text', text, undefined, 0);
  }

  #in(place: Place): RedactValue {
    return (said, name) => this.#redactValue(place, said, name, 0);
  }

  #redactBody(body: string, headers: readonly Header[]): string {
    const form = bodyForm(body, headers);
    if (form === 'compressed' || form === 'binary') return this.#replace(body, form, 'cannot be looked into');
    return redactBody(body, form, headers, this.#in(form));
  }

  #redactValue(place: Place, said: string, name: string | undefined, depth: number): string {
    if (name !== undefined && isNamedSecret(said, name)) {
      return this.#replace(said, place, 'secret-looking name');
    }
    if (this.#replacements.isKnown(said)) return this.#replace(said, place, 'seen elsewhere');
    const redactInner: RedactValue = (inner, innerName) =>
      this.#redactValue(place, inner, innerName, depth + 1);
    // What holds values is only looked at value by value: their escapes are no part of what they say.
    const nested = depth < deepestNesting ? redactNested(said, redactInner) : undefined;
    return nested ?? this.#replaceFound(said, place);
  }

  #replaceFound(said: string, place: Place): string {
    let redacted = said;
    for (const { start, end, sort } of findSecrets(said)) {
      const replacement = this.#replace(said.slice(start, end), place, sort);
      redacted = redacted.slice(0, start) + replacement + redacted.slice(end);
    }
    return redacted;
  }

  #replace(secret: string, place: Place, reason: Reason): string {
    const replacement = this.#replacements.of(secret);
    if (replacement === secret) return secret;
    const key = `${place}\0${reason}`;
    const redaction = this.#redactions.get(key) ?? { place, reason, count: 0 };
    redaction.count += 1;
    this.#redactions.set(key, redaction);
    return replacement;
  }
}

/** Redacts a value that is itself JSON, a query or escaped; `undefined` when it is neither. */
function redactNested(said: string, redact: RedactValue): string | undefined {
  if (/^\s*[[{]/.test(said) && said.includes('"')) return redactJson(said, redact);
  if (isQuery(said)) {
    const queryAt = said.indexOf('?') + 1;
    return redact(said.slice(0, queryAt)) + redactPairs(said.slice(queryAt), redact);
  }
  return /%[0-9a-f]{2}/i.test(said) ? rewritten(said, percentEncoded, (inner) => redact(inner)) : undefined;
}

const isQuery = (said: string): boolean =>
  /^[\w.[\]-]+=./s.test(said) || (/[?&]/.test(said) && said.includes('=', said.search(/[?&]/)));
