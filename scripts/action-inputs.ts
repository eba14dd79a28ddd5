import { parse, stringify } from 'yaml';
import type { z } from 'zod';
import { Config } from '../src/config.ts';
import { OwnInputs } from '../src/github/inputs.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

const remark =
  '# The keys of heapgate.yml. Given here they win over the file; lists and maps are written in YAML.';

/** The text of action.yml with its inputs as the schemas describe them; their defaults stay as they are. */
export function withInputs(actionYml: string): string {
  const { inputs }: { inputs: Readonly<Record<string, { default?: string }>> } = parse(actionYml);
  const declared = (shape: Shape) =>
    inBlock(
      Object.entries(shape).map(([name, { description }]) => [
        name,
        { description, default: inputs[name]?.default },
      ]),
    );
  const block = `${declared(OwnInputs.shape)}\n  ${remark}\n${declared(Config.shape)}`;
  return actionYml.replace(/(?<=^inputs:\n).*?(?=\noutputs:\n)/ms, () => block);
}

/** YAML below a key: indented by two, nothing folded. */
function inBlock(entries: readonly (readonly [string, object])[]): string {
  return stringify(Object.fromEntries(entries), { lineWidth: 0, singleQuote: true }).replaceAll(
    /^(?=.)/gm,
    '  ',
  );
}
