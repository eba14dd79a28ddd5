import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchSection } from '../bench/bench-tables.ts';
import { workflowText } from '../src/workflow.ts';
import { withInputs } from './action-inputs.ts';
import { jsonSchemas } from './json-schemas.ts';
import { configTable, inputTable, outputTable } from './reference-tables.ts';

const root = join(import.meta.dirname, '..');

/** The files that `npm run docs` writes, by their paths: wholly or in part made from the sources. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const [readme, action, comment, bench] = await Promise.all(
    ['README.md', 'action.yml', 'demo/comment.md', 'bench/results.json'].map(read),
  );
  const schemas = jsonSchemas();
  const actionYml = withInputs(action ?? '');
  const config = schemas['heapgate.schema.json'] ?? {};
  const sections = {
    comment: quoted(comment ?? ''),
    workflow: `\`\`\`yaml\n${workflowText.trimEnd()}\n\`\`\``,
    config: configTable(config),
    inputs: inputTable(actionYml, config),
    outputs: outputTable(actionYml),
    bench: benchSection(JSON.parse(bench ?? '')),
  };
  return {
    'README.md': withSections(readme ?? '', sections),
    'action.yml': actionYml,
    ...Object.fromEntries(
      Object.entries(schemas).map(([file, schema]) => [file, `${JSON.stringify(schema, null, 2)}\n`]),
    ),
  };
}

const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');

/** Replaces what is between `<!-- name: generated … -->` and `<!-- /name -->`. Throws where a place is missing. */
export function withSections(text: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((filled, [name, content]) => {
    const place = new RegExp(`(<!-- ${name}: generated[^\\n]* -->\\n).*?(<!-- /${name} -->)`, 's');
    if (!place.test(filled)) throw new Error(`there is no place for the generated section "${name}"`);
    return filled.replace(place, (_all, start, end) => `${start}\n${content}\n\n${end}`);
  }, text);
}

/** As a block quote, without the marker by which heapgate finds its comment again. */
function quoted(markdown: string): string {
  const shown = markdown.replace(/^<!-- heapgate.*? -->\n/, '').trim();
  return shown.replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>');
}

if (import.meta.main) {
  for (const [file, text] of Object.entries(await generatedFiles())) await writeFile(join(root, file), text);
}
