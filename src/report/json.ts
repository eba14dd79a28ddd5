import { z } from 'zod';
import { MeasureReport, Report } from './schema.ts';

/** The report as `--json` writes it: keys in the schema's order, two spaces. Throws when it does not fit the schema. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(Report.parse(report), null, 2)}\n`;
}

/** What `heapgate measure --json` writes. */
export function renderMeasurementJson(report: MeasureReport): string {
  return `${JSON.stringify(MeasureReport.parse(report), null, 2)}\n`;
}

/** JSON Schema of the report, for `report.schema.json`. */
export function reportJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(Report);
}
