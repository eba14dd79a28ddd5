import { CannotMeasure } from '../cannot-measure.ts';
import { nearest } from '../nearest.ts';
import type { Capture } from './capture.ts';
import { newKind } from './kind.ts';
import type { Header, Kind, RecordedRequest } from './scenario.ts';
import type { RequestEntry, ScenarioFile } from './scenario-schema.ts';
import { numberName, TemplateReader } from './template.ts';

type TextsByName = Readonly<Record<string, string>>;

/** A shorter name in braces is near to any other. */
const shortestSlip = 4;

/** The catalogue of a scenario file, whose name its cookies and captured values are kept under. */
export function kindsOf({ requests, headers, plan }: ScenarioFile, scenario: string): Kind[] {
  const captureNames = new Set(Object.values(requests).flatMap(({ capture }) => Object.keys(capture)));
  const cookies = plan.cookies ?? plan.start.length > 0;
  const session = cookies || captureNames.size > 0 ? { name: scenario, cookies } : undefined;
  return Object.entries(requests).map(([id, entry]) => {
    const { leaves } = entry;
    const isFresh = leaves !== undefined || plan.connection === 'fresh';
    const connection = entry.connection ?? (isFresh ? 'fresh' : undefined);
    const captures = capturesOf(entry);
    return newKind(id, requestOf(entry, headers, readerFor(id, captureNames)), {
      times: entry.times,
      expect: { ...entry.expect },
      ...(entry.hostile === undefined ? {} : { hostile: entry.hostile }),
      ...(connection === undefined ? {} : { connection }),
      ...(leaves === undefined ? {} : { leaves }),
      ...(captures.length === 0 ? {} : { captures }),
      ...(session === undefined ? {} : { session }),
    });
  });
}

const capturesOf = ({ capture }: RequestEntry): Capture[] =>
  Object.entries(capture).flatMap(([name, places]) =>
    (['html', 'json', 'header', 'cookie'] as const).flatMap((from) => {
      const at = places[from];
      return at === undefined ? [] : [{ name, from, at }];
    }),
  );

function readerFor(id: string, captureNames: ReadonlySet<string>): TemplateReader {
  return new TemplateReader(
    (name) => name === numberName || captureNames.has(name),
    (name) => {
      const near = name.length < shortestSlip ? undefined : nearest(name, [...captureNames]);
      if (near === undefined) return;
      throw new CannotMeasure(
        `requests.${id}: no request captures {${name}}; did you mean {${near}}? \\{${name}} is taken literally`,
      );
    },
  );
}

function requestOf(entry: RequestEntry, fileHeaders: TextsByName, reader: TemplateReader): RecordedRequest {
  if (entry.raw !== undefined) return { raw: reader.bytes(entry.raw, 'body') };
  const { type, body } = bodyOf(entry, reader);
  const merged = new Map<string, Header>();
  const layers = [type === undefined ? {} : { 'Content-Type': type }, fileHeaders, entry.headers];
  for (const [name, value] of layers.flatMap((layer) => Object.entries(layer))) {
    merged.set(name.toLowerCase(), [name, reader.text(value, 'header')]);
  }
  const method = entry.method ?? (body === undefined ? 'GET' : 'POST');
  const target = reader.bytes(entry.target ?? '/', 'target');
  return { method, target, headers: [...merged.values()], body };
}

function bodyOf(
  { form, json, body }: RequestEntry,
  reader: TemplateReader,
): { type?: string; body: string | undefined } {
  if (form) return { type: 'application/x-www-form-urlencoded', body: reader.form(form) };
  if (json !== undefined) return { type: 'application/json', body: reader.json(json) };
  return { body: body === undefined ? undefined : reader.text(body, 'body') };
}
