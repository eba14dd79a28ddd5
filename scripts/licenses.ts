import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface BundledPackage {
  readonly title: string;
  readonly text: string;
}

/** The licenses of all packages that the modules, given by their paths, come from: one text, in alphabetical order. */
export async function bundledLicenses(modules: readonly string[]): Promise<string> {
  const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = await Promise.all([...folders].map(readPackage));
  const byTitle = new Map(packages.map(({ title, text }) => [title, text]));
  const sections = [...byTitle].sort(([one], [other]) => (one < other ? -1 : 1));
  return `${sections.map(([title, text]) => `${title}\n${'-'.repeat(title.length)}\n\n${text}`).join('\n\n\n')}\n`;
}

/** The folder of the innermost package that a module belongs to; undefined for heapgate's own. */
const packageFolder = (module: string): string | undefined =>
  /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0];

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (!license)
    throw new Error(`${folder}: names no license, so that it cannot be passed on with the bundle`);
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return {
    title: `${name} ${version} (${license})`,
    text:
      texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n') ||
      'The package comes without the text of its license.',
  };
}
