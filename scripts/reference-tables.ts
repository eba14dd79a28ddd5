import { parse } from 'yaml';
import type { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

/** The keys of heapgate.yml, as its JSON Schema has them. */
export function configTable({ properties = {} }: JsonSchema): string {
  const rows = Object.entries(properties).map(([key, field]) => {
    if (typeof field === 'boolean') throw new Error(`${key}: its schema says nothing`);
    return [code(key), typeOf(field), defaultOf(field), field.description ?? ''];
  });
  return table(['Key', 'Value', 'Default', 'Meaning'], rows);
}

/** The inputs of action.yml that are no keys of heapgate.yml. */
export function inputTable(actionYml: string, { properties = {} }: JsonSchema): string {
  const { inputs }: Action = parse(actionYml);
  const own = Object.entries(inputs).filter(([name]) => !Object.hasOwn(properties, name));
  return table(
    ['Input', 'Default', 'Meaning'],
    own.map(([name, input]) => [code(name), input.default ? code(input.default) : '', input.description]),
  );
}

export function outputTable(actionYml: string): string {
  const { outputs }: Action = parse(actionYml);
  return table(
    ['Output', 'Meaning'],
    Object.entries(outputs).map(([name, { description }]) => [code(name), description]),
  );
}

function typeOf({ enum: choices, type }: JsonSchema): string {
  if (choices) return choices.map((choice) => code(String(choice))).join(', ');
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    number: 'number',
    boolean: '`true` or `false`',
    array: 'list',
    object: 'map',
  };
  return words[String(type)] ?? String(type);
}

/** An empty list or map is as good as none. */
function defaultOf({ default: value }: JsonSchema): string {
  return value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)
    ? ''
    : code(String(value));
}

const code = (text: string): string => `\`${text}\``;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}
