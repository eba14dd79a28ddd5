import { mapLiterals, placesIn } from './placeholder.ts';
import { TemplateReader, writtenText } from './template.ts';

/** A body as an entry of a scenario has it. */
export type BodyEntry =
  | { readonly form: Readonly<Record<string, string>> }
  | { readonly json: unknown }
  | { readonly body: string };

/**
 * How a body is written: as a form or JSON where values are to be put into it as these need them, and that reads back
 * as the same bytes; else as it is. `body` is a byte string that is text.
 */
export function bodyEntry(body: string): BodyEntry {
  const reader = new TemplateReader(() => true);
  const form = formOf(body);
  if (form && reader.form(form) === body) return { form };
  const json = jsonOf(body);
  if (json !== undefined && reader.json(json) === body) return { json };
  return { body: writtenText(textOf(body)) };
}

/** The text of a byte string in UTF-8. */
export const textOf = (bytes: string): string =>
  mapLiterals(bytes, (literal) => Buffer.from(literal, 'latin1').toString('utf8'));

function formOf(body: string): Record<string, string> | undefined {
  if (!placesIn(body).includes('form')) return undefined;
  const pairs = body.split('&').map((pair) => pair.split('='));
  const decode = (text: string) => writtenText(mapLiterals(text, formDecoded));
  return Object.fromEntries(
    pairs.map(([name = '', ...value]) => [formDecoded(name), decode(value.join('='))]),
  );
}

function jsonOf(body: string): unknown {
  if (!placesIn(body).includes('json')) return undefined;
  try {
    return JSON.parse(textOf(body), (_, value) => (typeof value === 'string' ? writtenText(value) : value));
  } catch {
    return undefined;
  }
}

const formDecoded = (text: string): string => new URLSearchParams(`=${text}`).get('') ?? '';
