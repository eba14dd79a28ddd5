import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';

export interface LocalGem {
  readonly name: string;
  readonly version: string;
  /** What it is built for, where that is not any Ruby. */
  readonly platform?: string;
  /** What `require` of its name runs. */
  readonly code?: string;
  /** Requirements by name. */
  readonly needs?: Readonly<Record<string, string>>;
}

/** Builds gems and serves them as a source of gems. Answers its URL, which Gemfiles can name. */
export async function localGemSource(directory: string, gems: readonly LocalGem[]): Promise<string> {
  await folderIn(directory, 'gems');
  for (const gem of gems) await writeSource(directory, gem);
  // One Ruby for all of them: starting it takes longer than building a gem.
  await execa('ruby', ['-rrubygems/package', '-e', buildAll, join(directory, 'gems')], {
    cwd: await folderIn(directory, 'sources'),
  });
  await execa('gem', ['generate_index', '--quiet', '--directory', directory]);
  return `${pathToFileURL(directory).href}/`;
}

const buildAll = `
  Gem::DefaultUserInteraction.ui = Gem::SilentUI.new
  Dir["*/*.gemspec"].each do |file|
    Dir.chdir(File.dirname(file)) do
      spec = Gem::Specification.load(File.expand_path(File.basename(file)))
      Gem::Package.build(spec, true, false, File.join(ARGV[0], spec.full_name + ".gem"))
    end
  end
`;

async function folderIn(directory: string, name: string): Promise<string> {
  const folder = join(directory, name);
  await mkdir(folder, { recursive: true });
  return folder;
}

async function writeSource(
  directory: string,
  { name, version, platform = 'ruby', code = '', needs = {} }: LocalGem,
): Promise<void> {
  const folder = await folderIn(directory, `sources/${name}-${version}-${platform}`);
  await folderIn(folder, 'lib');
  await writeFile(join(folder, 'lib', `${name}.rb`), code);
  const dependencies = Object.entries(needs).map(
    ([other, version]) => `spec.add_dependency '${other}', '${version}'`,
  );
  await writeFile(
    join(folder, `${name}.gemspec`),
    `Gem::Specification.new do |spec|
  spec.name = '${name}'
  spec.version = '${version}'
  spec.platform = '${platform}'
  spec.summary = 'Of a test'
  spec.authors = ['A test']
  spec.files = ['lib/${name}.rb']
  ${dependencies.join('\n  ')}
end
`,
  );
}

export interface LockedGem {
  readonly name: string;
  readonly version: string;
  readonly needs?: Readonly<Record<string, string>>;
}

/** A Gemfile.lock of gems from one source, all for any platform. `direct`: requirements of the Gemfile. */
export function lockfileText(
  source: string,
  gems: readonly LockedGem[],
  direct: Readonly<Record<string, string>>,
): string {
  const specs = gems
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, version, needs = {} }) => [
      `    ${name} (${version})`,
      ...Object.entries(needs).map(([other, requirement]) => `      ${other} (${requirement})`),
    ]);
  const dependencies = Object.entries(direct)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, requirement]) => `  ${name}${requirement ? ` (${requirement})` : ''}`);
  return `GEM
  remote: ${source}
  specs:
${specs.join('\n')}

PLATFORMS
  ruby

DEPENDENCIES
${dependencies.join('\n')}
`;
}
