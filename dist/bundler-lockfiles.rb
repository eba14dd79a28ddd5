# frozen_string_literal: true

# What Bundler itself says of two lockfiles. One question on standard input as JSON, one answer on standard output.
# Run in the app's folder, with the app's Ruby.

require "bundler"
require "json"
require "tsort"

# A lockfile as Bundler reads it; a gem's entry is all its specs, one for each platform.
class Lockfile
  attr_reader :parsed

  def initialize(text)
    @parsed = Bundler::LockfileParser.new(text)
  end

  def entries
    @entries ||= @parsed.specs.reject { |spec| spec.name == "bundler" }.group_by(&:name)
  end

  def direct?(name)
    @parsed.dependencies.key?(name)
  end

  def version(name)
    spec = entries[name]&.first
    return unless spec

    spec.source.is_a?(Bundler::Source::Git) ? "#{spec.version} (#{spec.source.revision[0, 7]})" : spec.version.to_s
  end

  # A gem inside the app's own repository changes with its code.
  def inside?(name)
    spec = entries[name]&.first
    spec&.source.is_a?(Bundler::Source::Path) && !spec.source.is_a?(Bundler::Source::Git)
  end

  def same_entry?(name, other)
    facts(name) == other.facts(name)
  end

  protected

  def facts(name)
    version = entries[name]&.first&.version
    [version, entries[name]&.first&.source&.to_lock, @parsed.dependencies[name]&.to_lock]
  end
end

# What must move together, and what takes what along: no gem may meet one that it, or its old version, does not accept.
class Changes
  include TSort

  def initialize(base, head)
    @base = base
    @head = head
    @names = (base.entries.keys | head.entries.keys).sort.reject do |name|
      base.same_entry?(name, head) || base.inside?(name) || head.inside?(name)
    end
  end

  def to_a
    groups = strongly_connected_components
    groups.map do |names|
      {
        entries: names.sort.map { |name| describe(name) },
        needs: names.flat_map { |name| needs(name) }.uniq.map { |name| groups.index { |group| group.include?(name) } }
          .uniq - [groups.index(names)],
      }
    end
  end

  private

  def tsort_each_node(&block)
    @names.each(&block)
  end

  def tsort_each_child(name, &block)
    needs(name).each(&block)
  end

  def describe(name)
    { name: name, from: @base.version(name), to: @head.version(name),
      isDirect: @base.direct?(name) || @head.direct?(name) }
  end

  # Others whose version on base does not go with this one's on head.
  def needs(name)
    (@needs ||= {})[name] ||= (@names - [name]).select do |other|
      refuses?(@head.entries[name], @base.entries[other], other) ||
        refuses?(@base.entries[other], @head.entries[name], name)
    end
  end

  # Whether specs depend on `name`, but not on the version that is there.
  def refuses?(specs, there, name)
    (specs || []).any? do |spec|
      spec.dependencies.any? do |dependency|
        dependency.name == name && dependency.type != :development && !(there && there.first.satisfies?(dependency))
      end
    end
  end
end

# A lockfile of both: `chosen` gems as on head, all others as on base.
class Composition
  def initialize(base, head, chosen, rest)
    @base = base
    @head = head
    @chosen = chosen
    @rest = rest
  end

  def text
    sources = specs.group_by { |spec| spec.source.to_lock }
    [
      sources.map { |header, held| header + held.sort_by(&:full_name).map(&:to_lock).join }.join("\n"),
      section("PLATFORMS", platforms.map(&:to_s).sort),
      "DEPENDENCIES\n#{dependencies.sort_by(&:name).map(&:to_lock).join}",
      *section("RUBY VERSION", [@rest.parsed.ruby_version].compact),
      *section("BUNDLED WITH", [@rest.parsed.bundler_version].compact.map { |version| " #{version}" }),
    ].reject(&:empty?).join("\n")
  end

  def conflict
    there = specs.group_by(&:name)
    specs.each do |spec|
      wrong = spec.dependencies.find do |dependency|
        next if dependency.name == "bundler" || dependency.type == :development

        !there[dependency.name]&.first&.satisfies?(dependency)
      end
      return "#{spec.name} #{spec.version} needs #{wrong}" if wrong
    end
    nil
  end

  private

  def side(name)
    return @head if @chosen.include?(name)

    @base.inside?(name) || @head.inside?(name) ? @rest : @base
  end

  def specs
    @specs ||= (@base.entries.keys | @head.entries.keys).flat_map { |name| side(name).entries[name] || [] }
  end

  def dependencies
    names = @base.parsed.dependencies.keys | @head.parsed.dependencies.keys
    names.filter_map do |name|
      changes = @base.entries.key?(name) || @head.entries.key?(name)
      (changes ? side(name) : @rest).parsed.dependencies[name]
    end
  end

  def platforms
    common = @base.parsed.platforms & @head.parsed.platforms
    common.empty? ? @base.parsed.platforms | @head.parsed.platforms : common
  end

  def section(name, values)
    values.empty? ? "" : "#{name}\n#{values.map { |value| "  #{value}\n" }.join}"
  end
end

# Versions of a gem that its source has for this Ruby, oldest first.
def versions(lockfile, name)
  source = lockfile.entries.fetch(name).first.source
  return [] unless source.is_a?(Bundler::Source::Rubygems)

  source.remote!
  source.add_dependency_names([name])
  specs = source.specs.search(name).select do |spec|
    !spec.version.prerelease? && spec.required_ruby_version.satisfied_by?(Gem.ruby_version)
  end
  specs.map(&:version).uniq.sort.map(&:to_s)
end

def answer(question)
  base = Lockfile.new(question.fetch("base"))
  head = Lockfile.new(question.fetch("head"))
  case question.fetch("ask")
  when "changes" then Changes.new(base, head).to_a
  when "compose"
    composed = Composition.new(base, head, question.fetch("chosen"), question.fetch("rest") == "head" ? head : base)
    { lockfile: composed.text, conflict: composed.conflict }
  when "versions" then versions(head, question.fetch("name"))
  end
end

# Bundler, and what it loads, may print as well.
output = $stdout.dup
$stdout.reopen($stderr)
begin
  output.puts JSON.generate(answer: answer(JSON.parse($stdin.read)))
rescue Bundler::BundlerError, Gem::Exception, KeyError, ArgumentError => e
  output.puts JSON.generate(problem: e.message.lines.map(&:strip).reject(&:empty?).join(" "))
end
