import type { CodeSide } from '../lockfile.ts';

/** Where a Gemfile that is made of both finds them. */
export const bothGemfiles = { base: '.heapgate-base.Gemfile', head: '.heapgate-head.Gemfile' } as const;

export interface GemfileMix {
  /** Gems as head asks for them. */
  readonly chosen: readonly string[];
  /** All gems whose entry changed; every other one is asked for as by `code`'s side. */
  readonly changed: readonly string[];
  readonly code: CodeSide;
}

/** A Gemfile that has Bundler read both, and takes each gem from its own, with its groups and options. */
export function mixedGemfile({ chosen, changed, code }: GemfileMix): string {
  const exceptions = code === 'base' ? chosen : changed.filter((name) => !chosen.includes(name));
  const [rest, other] = code === 'base' ? (['base', 'head'] as const) : (['head', 'base'] as const);
  return `# Written by heapgate.
others = [${exceptions.map(quoted).join(', ')}]
eval_gemfile ${quoted(bothGemfiles[other])}
taken = @dependencies.select { |gem| others.include?(gem.name) }
@dependencies.clear
eval_gemfile ${quoted(bothGemfiles[rest])}
@dependencies.reject! { |gem| others.include?(gem.name) }
@dependencies.concat(taken)
# What no gem is taken from must not be in the lockfile either.
used = @dependencies.map(&:source)
[@sources.git_sources, @sources.path_sources].each { |sources| sources.select! { |source| used.include?(source) } }
`;
}

/** Head's Gemfile with one gem, its own or one that others bring, at one version, whatever it asks for. */
export function pinnedGemfile(name: string, version: string): string {
  return `# Written by heapgate.
eval_gemfile ${quoted(bothGemfiles.head)}
pinned = @dependencies.select { |gem| gem.name == ${quoted(name)} }
pinned.each { |gem| gem.instance_variable_set(:@requirement, Gem::Requirement.new(${quoted(`= ${version}`)})) }
gem ${quoted(name)}, ${quoted(`= ${version}`)}, require: false if pinned.empty?
`;
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
