import type { HeapGraph } from './graph.ts';
import { packageOf } from './source-file.ts';

/** What was allocated at one line and has not been freed. */
export interface SiteTotals {
  readonly file: string;
  readonly line: number;
  /** The package that the file belongs to: `rack-2.2.9`, `(ruby)`, or `(app)` for what is in no package. */
  readonly gem: string;
  readonly objects: number;
  readonly bytes: number;
}

/** The same of all lines of one package. */
export interface GemTotals {
  readonly gem: string;
  readonly objects: number;
  readonly bytes: number;
}

/** Every line that a traced object comes from, the most bytes first; none where allocations were not traced. */
export function siteTotals({ nodeCount, siteOf, shallowBytes, sites }: HeapGraph): SiteTotals[] {
  const objects = new Uint32Array(sites.length);
  const bytes = new Float64Array(sites.length);
  for (let node = 0; node < nodeCount; node++) {
    const site = siteOf[node] ?? 0;
    objects[site] = (objects[site] ?? 0) + 1;
    bytes[site] = (bytes[site] ?? 0) + (shallowBytes[node] ?? 0);
  }
  const totals = sites.flatMap((site, index) =>
    site === undefined || objects[index] === 0
      ? []
      : [{ ...site, gem: packageOf(site.file), objects: objects[index] ?? 0, bytes: bytes[index] ?? 0 }],
  );
  return totals.sort(byBytes);
}

/** `sites` by package, the most bytes first. */
export function gemTotals(sites: readonly SiteTotals[]): GemTotals[] {
  const gems = new Map<string, { gem: string; objects: number; bytes: number }>();
  for (const { gem, objects, bytes } of sites) {
    const total = gems.get(gem) ?? { gem, objects: 0, bytes: 0 };
    total.objects += objects;
    total.bytes += bytes;
    gems.set(gem, total);
  }
  return [...gems.values()].sort(byBytes);
}

type Amount = Pick<GemTotals, 'objects' | 'bytes'>;

const byBytes = (a: Amount, b: Amount): number => b.bytes - a.bytes || b.objects - a.objects;
