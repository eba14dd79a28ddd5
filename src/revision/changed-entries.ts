import { z } from 'zod';
import { CannotMeasure } from '../cannot-measure.ts';

const Version = z
  .string()
  .nullable()
  .transform((version) => version ?? undefined);

/**
 * How two lockfiles differ, as a package manager says it. A package has no version on a side without it; `needs`:
 * names of others that changed, whose version on base does not go with this one's on head.
 */
export const ChangedEntries = z.array(
  z.object({
    name: z.string(),
    from: Version,
    to: Version,
    isDirect: z.boolean(),
    needs: z.array(z.string()),
  }),
);
export type NeedyEntry = z.infer<typeof ChangedEntries>[number];

/** `entries`: from what was to be installed to what was. Throws `CannotMeasure` where that is something else. */
export function assertInstalled(entries: readonly NeedyEntry[], manager: string): void {
  const other = entries.find(({ from, to }) => to !== undefined && to !== from);
  if (!other) return;
  const place = other.from === undefined ? 'as well' : `in place of ${other.from}`;
  throw new CannotMeasure(`does not resolve: ${manager} takes ${other.name} ${other.to} ${place}`);
}
