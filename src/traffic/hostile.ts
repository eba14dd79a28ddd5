import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readBytes } from './byte-string.ts';
import { newKind, ordinaryKinds } from './kind.ts';
import type { Kind, RecordedRequest, Scenario } from './scenario.ts';

const bytes = z.string().transform(readBytes);

/** scenarios/hostile.yml: byte strings by name, for the last segment of a path and for the value of a query. */
const HostileSet = z.strictObject({
  segments: z.record(z.string(), bytes),
  queries: z.record(z.string(), bytes),
});
export type HostileSet = z.infer<typeof HostileSet>;

const mostVariants = 24;

export async function readHostileSet(file = shippedFile()): Promise<HostileSet> {
  return HostileSet.parse(parse(await readFile(file, 'utf8')));
}

/** Beside the sources and beside the bundle, `scenarios/` is in a folder further up. */
function shippedFile(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'scenarios', 'hostile.yml');
    if (existsSync(file) || folder === dirname(folder)) return file;
  }
}

/** Adds hostile kinds derived from the ordinary `GET` kinds, at most 24 in all, where the plan asks for them. */
export function withHostileVariants(scenario: Scenario, set: HostileSet): Scenario {
  if (!scenario.plan.hostile) return scenario;
  const known = new Set(
    scenario.kinds.map(({ request }) => ('raw' in request ? request.raw : request.target)),
  );
  const variants: Kind[] = [];
  for (const variant of ordinaryKinds(scenario.kinds).flatMap((kind) => variantsOf(kind, set))) {
    if (known.has(variant.request.target) || variants.length === mostVariants) continue;
    known.add(variant.request.target);
    variants.push(variant);
  }
  return { ...scenario, kinds: [...scenario.kinds, ...variants] };
}

type Variant = Kind & { readonly request: Extract<RecordedRequest, { target: string }> };

function variantsOf({ id, request }: Kind, { segments, queries }: HostileSet): Variant[] {
  if ('raw' in request || request.method !== 'GET') return [];
  const { path, key } = partsOf(request.target);
  const targets = [
    ...Object.entries(segments).map(([name, segment]) => [name, `${parentOf(path)}/${segment}`] as const),
    ...Object.entries(queries).map(([name, value]) => [name, `${path}?${key}=${value}`] as const),
  ];
  return targets.map(([name, target]) => {
    const hostile = { ...request, target };
    return { ...newKind(`${id}/${name}`, hostile, { hostile: true }), request: hostile };
  });
}

/** The path of a target, and the first key of its query. */
function partsOf(target: string): { path: string; key: string } {
  const [path = '/', query = ''] = target.split(/\?(.*)/s);
  return { path, key: query.split(/[=&]/, 1)[0] || 'q' };
}

/** A path of one segment is taken for a collection, whose members are one level below. */
function parentOf(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  return (segments.length > 1 ? segments.slice(0, -1) : segments).map((segment) => `/${segment}`).join('');
}
