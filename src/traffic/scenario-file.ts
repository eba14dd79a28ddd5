import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';
import { nearest } from '../nearest.ts';
import { assertStaysInCheckout } from '../revision/inside.ts';
import { readYaml } from '../yaml-text.ts';
import { readHar } from './har.ts';
import { defaultEnd, ordinaryKinds } from './kind.ts';
import { namesIn } from './placeholder.ts';
import type { Kind, Scenario } from './scenario.ts';
import { kindsOf } from './scenario-kinds.ts';
import { knownKeys, ScenarioFile } from './scenario-schema.ts';
import { type Variables, variablesOf } from './scenario-variables.ts';
import { numberName } from './template.ts';

/** Reads a scenario (`.yml`) or a HAR file (`.har`). Throws `CannotMeasure` that names the file and the key. */
export async function readScenario(file: string, variables: Variables = process.env): Promise<Scenario> {
  await assertStaysInCheckout(dirname(file), basename(file), file);
  if (extname(file).toLowerCase() === '.har') return readHar(file);
  try {
    return parseScenario(await readFile(file, 'utf8'), file, variables);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new CannotMeasure(`${file}: cannot be read (${error.code}): name an existing scenario file`, {
      cause: error,
    });
  }
}

/** Reads the text of a scenario file; `file` is only for messages and the name. */
export function parseScenario(text: string, file: string, variables: Variables = process.env): Scenario {
  const content = readYaml(text, file);
  if (content === null)
    throw new CannotMeasure(`${file}: is empty: list at least one request under "requests"`);
  const parsed = ScenarioFile.safeParse(content);
  if (!parsed.success) throw new CannotMeasure(`${file}: ${describeIssue(parsed.error.issues[0])}`);
  try {
    return scenarioOf(parsed.data, basename(file, extname(file)), variables);
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    throw new CannotMeasure(`${file}: ${error.message}`, { cause: error });
  }
}

function scenarioOf(content: ScenarioFile, name: string, variables: Variables): Scenario {
  const all = kindsOf(content, name);
  const { start: startIds, cookies, connection, ...plan } = content.plan;
  const start = startIds.map((id) => named(id, 'plan.start', all));
  const kinds = all.filter((kind) => !start.includes(kind));
  const ordinary = ordinaryKinds(kinds);
  if (ordinary.length === 0) {
    throw new CannotMeasure(
      `requests: none ${start.length > 0 ? 'beside plan.start ' : ''}is ordinary: add one that the app answers normally`,
    );
  }
  const end = plan.end ?? defaultEnd(kinds);
  for (const id of end) assertEnds(named(id, 'plan.end', all, ordinary), start);
  assertCaptured(start, kinds);
  return { name, kinds, start, plan: { ...plan, end }, variables: variablesOf(all, variables) };
}

/** The kind of an id; `likely` are those that may have been meant. */
function named(id: string, where: string, kinds: readonly Kind[], likely = kinds): Kind {
  const kind = kinds.find((candidate) => candidate.id === id);
  if (kind) return kind;
  const near = nearest(
    id,
    likely.map((candidate) => candidate.id),
  );
  throw new CannotMeasure(
    `${where}: "${id}" is not among the requests${near ? `; did you mean "${near}"?` : ''}`,
  );
}

function assertEnds(kind: Kind, start: readonly Kind[]): void {
  const problem = start.includes(kind)
    ? 'is in plan.start, so in no round'
    : kind.hostile && 'is hostile: a round ends with ordinary requests';
  if (problem) throw new CannotMeasure(`plan.end: "${kind.id}" ${problem}`);
}

/** A round is sent in any order: what a request needs must have been captured before. */
function assertCaptured(start: readonly Kind[], kinds: readonly Kind[]): void {
  const known = new Set([numberName]);
  const assertKnown = ({ id, request }: Kind): void => {
    const missing = namesIn(request).find((name) => !name.startsWith('$') && !known.has(name));
    if (missing === undefined) return;
    throw new CannotMeasure(
      `requests.${id}: nothing in plan.start captures {${missing}} before it is sent: list the request there that does`,
    );
  };
  for (const kind of start) {
    assertKnown(kind);
    for (const { name } of kind.captures ?? []) known.add(name);
  }
  kinds.forEach(assertKnown);
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'is not valid';
  const where = issue.path.join('.');
  if (issue.code === 'invalid_key') return `${where}: ${issue.issues[0]?.message}`;
  if (issue.code !== 'unrecognized_keys') return `${where || 'the file'}: ${issue.message}`;
  const key = issue.keys[0] ?? '';
  const near = nearest(key, knownKeys(issue.path));
  return `unknown key "${where ? `${where}.` : ''}${key}"${near ? `; did you mean "${near}"?` : ''}`;
}
