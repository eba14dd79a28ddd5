import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generatedFiles, withSections } from '../scripts/docs.ts';
import { jsonSchemas } from '../scripts/json-schemas.ts';
import { exitStatus } from '../src/cli/exit-status.ts';
import { parseConfig } from '../src/config.ts';
import { parseScenario } from '../src/traffic/scenario-file.ts';
import { workflowText } from '../src/workflow.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');

const generated = await generatedFiles();
const readme = await read('README.md');
const contributing = await read('CONTRIBUTING.md');

test.each(Object.keys(generated))('%s is what `npm run docs` writes', async (file) => {
  expect(await read(file)).toBe(generated[file]);
});

test('a section that has no place is an error', () => {
  expect(() => withSections('<!-- a: generated -->\n<!-- /a -->', { b: '' })).toThrow(/section "b"/);
});

test('a section is replaced whole', () => {
  const once = withSections('1\n<!-- a: generated -->\n<!-- /a -->\n2', { a: 'old\ntext' });
  expect(withSections(once, { a: 'new $&' })).toBe('1\n<!-- a: generated -->\n\nnew $&\n\n<!-- /a -->\n2');
});

describe('the README', () => {
  test('shows the workflow that `init` writes', () => {
    expect(fences('yaml')).toContain(workflowText);
  });

  test('gives a heapgate.yml that can be read', () => {
    expect(parseConfig(example('heapgate.yml'), 'heapgate.yml')).toMatchObject({
      threshold: 5,
      ready: '/up',
    });
  });

  test('gives a scenario that can be read', () => {
    const { kinds, plan } = parseScenario(example('scenarios/shop.yml'), 'scenarios/shop.yml');
    expect(kinds.filter(({ hostile }) => hostile).map(({ id }) => id)).toEqual(['bracket', 'latin1']);
    expect(plan).toMatchObject({ end: ['home', 'list'], hostile: true });
  });

  test('names the verbs that the command has', async () => {
    const { stdout } = await execa(process.execPath, [join(root, 'src/cli.ts'), '--help']);
    const verbs = [...stdout.matchAll(/^ {2}(\w+)(?: \[options\].*)? {2,}\S/gm)].map(([, verb]) => verb);
    expect(verbs.length).toBeGreaterThan(0);
    expect([...readme.matchAll(/^\| `heapgate (\w+)` \|/gm)].map(([, verb]) => verb)).toEqual(verbs);
  });

  test('names every exit status', () => {
    const named = [...readme.matchAll(/^\| (\d) \|/gm)].map(([, status]) => Number(status));
    expect(named).toEqual(Object.values(exitStatus));
  });

  test('names only commands that package.json has', async () => {
    const { scripts } = JSON.parse(await read('package.json'));
    const texts = `${readme}\n${contributing}`;
    const named = [...texts.matchAll(/npm (?:run )?(test|(?<=run )[\w:]+)/g)].map(([, name]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });
});

test.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'demo/README.md'])(
  'the links of %s lead to files and headings that are there',
  async (file) => {
    const text = await read(file);
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(
      ([, title = '']) => `#${title.toLowerCase().replaceAll(' ', '-')}`,
    );
    const targets = [...text.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, target = '']) => target);
    for (const target of targets.filter((each) => each.startsWith('#'))) expect(headings).toContain(target);
    const files = targets.filter((each) => !each.startsWith('#'));
    await Promise.all(files.map((each) => read(join(file, '..', each))));
  },
);

test('CONTRIBUTING says of every dependency why it was chosen, and of nothing else', async () => {
  const { devDependencies } = JSON.parse(await read('package.json'));
  const table = contributing.slice(contributing.indexOf('| Package |'));
  const explained = [...table.matchAll(/^\| (`.+?`) \|/gm)].flatMap(
    ([, names = '']) => names.match(/[^`, ]+/g) ?? [],
  );
  expect(explained.sort()).toEqual(Object.keys(devDependencies).sort());
});

describe('the JSON Schemas', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const fits = (schema: string, value: unknown) => ajv.validate(jsonSchemas()[schema] ?? false, value);

  test('accept the examples of the README and of the demo', async () => {
    const config = [example('heapgate.yml'), await read('demo/app/heapgate.yml'), 'env: { PORT: 80 }', '{}'];
    for (const text of config)
      expect([text, fits('heapgate.schema.json', parse(text))]).toEqual([text, true]);
    const scenarios = [example('scenarios/shop.yml'), await read('demo/app/scenarios/shop.yml')];
    for (const text of scenarios)
      expect([text, fits('scenario.schema.json', parse(text))]).toEqual([text, true]);
  });

  test.each(['treshold: 5', 'ready: up', 'rounds: 1', 'ignore: [{ class: String }]'])('refuse %s', (text) => {
    expect(fits('heapgate.schema.json', parse(text))).toBe(false);
  });
});

function fences(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, text = '']) => text,
  );
}

/** The example whose first line is the file's name as a comment. */
function example(file: string): string {
  const found = fences('yaml').find((text) => text.startsWith(`# ${file}\n`));
  if (found === undefined) throw new Error(`the README has no example of ${file}`);
  return found;
}
