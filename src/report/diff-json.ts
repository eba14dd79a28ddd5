import { z } from 'zod';
import { pathInLanguage, pathInPackage } from '../heap/source-file.ts';
import type { DumpDiff } from '../leak/dump-diff.ts';
import type { HolderGrowth } from '../leak/holder-growth.ts';
import { Report } from './schema.ts';

const count = z.int().nonnegative();
const gained = 'From the first dump to the last';
const { element: ReportClass } = Report.shape.classes;
const { element: ReportFinding } = Report.shape.findings;
const { element: ReportSite } = ReportFinding.shape.sites;

const DiffClass = ReportClass.pick({
  name: true,
  state: true,
  internal: true,
  counts: true,
  bytes: true,
}).extend({
  objectsGained: z.int().describe(gained),
  bytesGained: z.number().describe(gained),
});

const DiffFinding = ReportFinding.pick({
  id: true,
  classes: true,
  holder: true,
  path: true,
  alsoHeldBy: true,
}).extend({
  objectsGained: z.int().describe(`${gained}, with all that hangs on them`),
  bytesGained: z.number().describe(`${gained}: shallow bytes of all that grows below the holder`),
  retainedBytesGained: z.number().describe(`${gained}: what would be freed if all that grows went`),
  sites: z.array(ReportSite.omit({ inRepository: true })),
});
export type DiffFinding = z.infer<typeof DiffFinding>;

/** What `heapgate diff --json` writes: classes and findings as in the report, with totals in place of rates. */
export const DiffReport = z
  .object({
    schemaVersion: Report.shape.schemaVersion,
    threshold: z.number().describe('Objects from which growth is told; of bytes as many KiB'),
    dumps: z.array(
      z.object({
        file: z.string(),
        objects: count.describe('Garbage that was not collected yet included'),
        bytes: z.number().nonnegative(),
        skippedRows: count.describe('Rows that could not be read'),
      }),
    ),
    classes: z.array(DiffClass),
    findings: z.array(DiffFinding),
  })
  .meta({ title: 'heapgate diff' });
export type DiffReport = z.infer<typeof DiffReport>;

export function diffReport({ threshold, dumps, classes, holders }: DumpDiff): DiffReport {
  return DiffReport.parse({ schemaVersion: 1, threshold, dumps, classes, findings: holders.map(findingOf) });
}

/** As `--json` writes it: keys in the schema's order, two spaces. */
export function renderDiffJson(diff: DumpDiff): string {
  return `${JSON.stringify(diffReport(diff), null, 2)}\n`;
}

function findingOf(holder: HolderGrowth): DiffFinding {
  return {
    id: holder.id,
    classes: holder.classes.map(({ name }) => name),
    holder: holder.label,
    // Roots are no objects; and dumps do not name threads.
    path: holder.path
      .filter((_, i) => i > 0 || isThread(holder))
      .map((label, i) => ({ class: i === 0 && isThread(holder) ? 'Thread' : label })),
    alsoHeldBy: [...holder.alsoHeldBy],
    objectsGained: holder.objects,
    bytesGained: holder.shallowBytes,
    retainedBytesGained: holder.retainedBytes,
    sites: holder.sites.map(({ file, ...site }) => ({
      file: pathInPackage(file) ?? pathInLanguage(file) ?? file,
      ...site,
    })),
  };
}

const isThread = ({ path }: HolderGrowth): boolean => path[0]?.startsWith('Thread ') === true;
