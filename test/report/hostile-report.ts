import { reportJsonSchema } from '../../src/report/json.ts';
import { Report } from '../../src/report/schema.ts';

interface Schema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

/** How many of a list there are, so that each kind of finding and step of a path is among them. */
const lengths: Readonly<Record<string, number>> = {
  findings: 5,
  path: 3,
  kinds: 1,
  alsoHeldBy: 1,
  notices: 1,
};

const verdicts: readonly Report['verdict'][] = ['regression', 'pass', 'inconclusive'];

/** How many kinds of report there are; the first that many of both sorts are one of each. */
export const reportKinds = verdicts.length;

/**
 * The report in which field after field has the texts of `corpus` from `first` on: as many reports as there are texts
 * have each text in each field.
 */
export function hostileReport(corpus: readonly string[], first: number): Report {
  let at = first;
  return reportOf(verdictOf(first), () => corpus[at++ % corpus.length] ?? '');
}

/** The same report with names that mean nothing. */
export function harmlessReport(first: number): Report {
  let at = 0;
  return reportOf(verdictOf(first), () => `x${at++}`);
}

const verdictOf = (first: number) => verdicts[first % reportKinds] ?? 'pass';

/**
 * A report with every field that its schema has, whatever is added to that, and every text in it from `next`. Sites are
 * in the repository, so that they are linked and annotated.
 */
function reportOf(verdict: Report['verdict'], next: () => string): Report {
  const report = Report.parse(valueFor(reportJsonSchema() as Schema, next));
  const { base, head, findings, classes } = report;
  // The same kind on both sides, a class that a finding tells of, and a leak that is no restart.
  for (const [index, kind] of base.kinds.entries()) kind.id = head.kinds[index]?.id ?? kind.id;
  for (const [index, row] of classes.entries()) row.name = findings[index]?.classes[0] ?? row.name;
  for (const [index, finding] of findings.entries()) if (index < 4) delete finding.restarts;
  return { ...report, verdict };
}

function valueFor(schema: Schema, next: () => string, key = '', index = 0): unknown {
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[index % schema.enum.length];
  switch (schema.type) {
    case 'string':
      // A scenario that is nothing but a comment, or too long, is not shown.
      return key === 'scenario' ? `requests:\n${next()}` : next();
    case 'integer':
    case 'number':
      return 40 + index;
    case 'boolean':
      return key === 'inRepository' || index % 2 === 0;
    case 'array': {
      const { items = {} } = schema;
      return Array.from({ length: lengths[key] ?? 2 }, (_, at) => valueFor(items, next, key, at));
    }
    default:
      return objectOf(schema, next, index);
  }
}

function objectOf(schema: Schema, next: () => string, index: number): Record<string, unknown> {
  const { properties = {}, additionalProperties } = schema;
  const known = Object.entries(properties).map(([key, each]) => [key, valueFor(each, next, key, index)]);
  const free =
    typeof additionalProperties === 'object' ? [[next(), valueFor(additionalProperties, next)]] : [];
  return Object.fromEntries([...known, ...free]);
}
