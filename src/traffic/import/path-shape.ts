/** What stands for one record among many, most telling first; an escape is a character and no number. */
const varying =
  /%[0-9a-f]{2}|(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<date>\d{4}-\d\d-\d\d(?:[T_]\d\d[\d:.-]*Z?)?)|(?<hex>(?<![0-9a-z])(?=[a-f]*\d)[0-9a-f]{8,}(?![0-9a-z]))|(?<n>\d+)/gi;

/**
 * The path of a target with UUIDs, dates, hex and numbers folded: `/orders/{n}/lines/{uuid}`. What has the same shape
 * is most likely served by the same code.
 */
export function pathShape(target: string): string {
  const queryAt = target.indexOf('?');
  const path = queryAt === -1 ? target : target.slice(0, queryAt);
  // The others take longer, and this runs for millions of lines.
  if (!/%|[0-9a-f-]{8}/i.test(path)) return path.replaceAll(/\d+/g, '{n}');
  return path.replaceAll(varying, (found: string, ...rest: unknown[]) => {
    const [uuid, date, hex, number] = rest;
    if (uuid !== undefined) return '{uuid}';
    if (date !== undefined) return '{date}';
    // A long number is hex by its look only.
    if (hex !== undefined) return /^\d+$/.test(found) ? '{n}' : '{hex}';
    return number === undefined ? found : '{n}';
  });
}
