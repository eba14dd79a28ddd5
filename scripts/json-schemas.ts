import { z } from 'zod';
import { Config } from '../src/config.ts';
import { analysisJsonSchema } from '../src/report/analysis-json.ts';
import { reportJsonSchema } from '../src/report/json.ts';
import { ScenarioFile } from '../src/traffic/scenario-schema.ts';

/** The JSON Schemas that editors and scripts read, by file name. */
export function jsonSchemas(): Record<string, z.core.JSONSchema.BaseSchema> {
  return {
    'heapgate.schema.json': writtenByHand(Config, 'heapgate.yml'),
    'scenario.schema.json': writtenByHand(ScenarioFile, 'heapgate scenario'),
    'report.schema.json': reportJsonSchema(),
    'analysis.schema.json': analysisJsonSchema(),
  };
}

/** The schema of what people write, before defaults are filled in and texts are read. */
function writtenByHand(schema: z.ZodType, title: string): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema.meta({ title }), {
    io: 'input',
    override({ zodSchema: { _zod }, jsonSchema }) {
      // A port in an environment may be written as a number.
      if (_zod.def.type === 'string' && 'coerce' in _zod.def && _zod.def.coerce)
        jsonSchema.type = ['string', 'number', 'boolean'];
      // zod's own name for a pattern that is there as well.
      if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
    },
  });
}
