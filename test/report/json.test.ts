import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { renderJson, renderMeasurementJson, reportJsonSchema } from '../../src/report/json.ts';
import { clean, existing, gone, hostile, incident, inconclusive } from './sample-report.ts';

test.each([
  ['the incident', incident()],
  ['a pass', clean()],
  ['an inconclusive run', inconclusive()],
  ['an existing leak', existing()],
  ['a leak that is gone', gone()],
  ['hostile strings', hostile('"\\\u2028\ud800')],
])('%s survives the way through JSON and fits the published schema', (_, report) => {
  const read: unknown = JSON.parse(renderJson(report));
  expect(read).toEqual(report);
  const validate = new Ajv2020({ strict: false }).compile(reportJsonSchema());
  expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
});

describe('the text', () => {
  test('has its keys in the order of the schema, whatever the order of the report', () => {
    const report = incident();
    const reversed = Object.fromEntries(Object.entries(report).reverse()) as typeof report;
    expect(renderJson(reversed)).toBe(renderJson(report));
    expect(Object.keys(JSON.parse(renderJson(report)))[0]).toBe('schemaVersion');
  });

  test('is indented by two spaces and ends with a line break', () => {
    expect(renderJson(clean())).toMatch(/^\{\n {2}"schemaVersion": 1,\n.*\n\}\n$/s);
  });
});

test('a report that does not fit the schema is an error', () => {
  expect(() => renderJson({ ...clean(), seed: 1.5 })).toThrow();
});

test('a measurement has a revision in the place of base, head and verdict', () => {
  const { base, head, verdict, reasons, changes, ...shared } = clean();
  const read: unknown = JSON.parse(renderMeasurementJson({ ...shared, revision: head }));
  expect(read).toEqual({ ...shared, revision: head });
});
