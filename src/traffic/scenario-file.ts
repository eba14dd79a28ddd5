import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import { nearest } from '../nearest.ts';
import { readYaml } from '../yaml-text.ts';
import { utf8Bytes } from './byte-string.ts';
import { readHar } from './har.ts';
import { defaultEnd, newKind, ordinaryKinds } from './kind.ts';
import type { Header, Kind, RecordedRequest, Scenario } from './scenario.ts';
import { knownKeys, type RequestEntry, ScenarioFile } from './scenario-schema.ts';

/** Reads a scenario (`.yml`) or a HAR file (`.har`). Throws `CannotMeasure` that names the file and the key. */
export async function readScenario(file: string): Promise<Scenario> {
  if (extname(file).toLowerCase() === '.har') return readHar(file);
  try {
    return parseScenario(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new CannotMeasure(`${file}: cannot be read (${error.code}): name an existing scenario file`, {
      cause: error,
    });
  }
}

/** Reads the text of a scenario file; `file` is only for messages and the name. */
export function parseScenario(text: string, file: string): Scenario {
  const content = readYaml(text, file);
  if (content === null)
    throw new CannotMeasure(`${file}: is empty: list at least one request under "requests"`);
  const parsed = ScenarioFile.safeParse(content);
  if (!parsed.success) throw new CannotMeasure(`${file}: ${describeIssue(parsed.error.issues[0])}`);
  return scenarioOf(parsed.data, file);
}

function scenarioOf({ requests, headers, plan }: ScenarioFile, file: string): Scenario {
  const kinds = Object.entries(requests).map(([id, entry]) => kindOf(id, entry, headers));
  const ordinary = ordinaryKinds(kinds);
  if (ordinary.length === 0) {
    throw new CannotMeasure(`${file}: requests: none is ordinary: add one that the app answers normally`);
  }
  const end = plan.end ?? defaultEnd(kinds);
  for (const id of end) {
    const kind = kinds.find((candidate) => candidate.id === id);
    if (kind && !kind.hostile) continue;
    const near = kind
      ? undefined
      : nearest(
          id,
          ordinary.map((candidate) => candidate.id),
        );
    const problem = kind ? 'is hostile: a round ends with ordinary requests' : 'is not among the requests';
    throw new CannotMeasure(
      `${file}: plan.end: "${id}" ${problem}${near ? `; did you mean "${near}"?` : ''}`,
    );
  }
  return { name: basename(file, extname(file)), kinds, plan: { ...plan, end } };
}

function kindOf(id: string, entry: RequestEntry, fileHeaders: Readonly<Record<string, string>>): Kind {
  return newKind(id, requestOf(entry, fileHeaders), {
    times: entry.times,
    expect: { ...entry.expect },
    ...(entry.hostile === undefined ? {} : { hostile: entry.hostile }),
    ...(entry.connection === undefined ? {} : { connection: entry.connection }),
  });
}

function requestOf(entry: RequestEntry, fileHeaders: Readonly<Record<string, string>>): RecordedRequest {
  if (entry.raw !== undefined) return { raw: entry.raw };
  const { type, body } = bodyOf(entry);
  const merged = new Map<string, Header>();
  const layers = [type === undefined ? {} : { 'Content-Type': type }, fileHeaders, entry.headers];
  for (const [name, value] of layers.flatMap((layer) => Object.entries(layer))) {
    merged.set(name.toLowerCase(), [name, utf8Bytes(value)]);
  }
  const method = entry.method ?? (body === undefined ? 'GET' : 'POST');
  return { method, target: entry.target ?? '/', headers: [...merged.values()], body };
}

function bodyOf({ form, json, body }: RequestEntry): { type?: string; body: string | undefined } {
  if (form) return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() };
  if (json !== undefined) return { type: 'application/json', body: utf8Bytes(JSON.stringify(json)) };
  return { body: body === undefined ? undefined : utf8Bytes(body) };
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'is not valid';
  const where = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${where || 'the file'}: ${issue.message}`;
  const key = issue.keys[0] ?? '';
  const near = nearest(key, knownKeys(issue.path));
  return `unknown key "${where ? `${where}.` : ''}${key}"${near ? `; did you mean "${near}"?` : ''}`;
}
