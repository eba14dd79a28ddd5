# frozen_string_literal: true

# What Bundler itself says of two lockfiles. One question on standard input as JSON, one answer on standard output.
# Run in the app's folder, with the app's Ruby.

require "bundler"
require "json"

# A lockfile that is not as Bundler writes it.
class Unreadable < StandardError
  attr_reader :side, :why

  def initialize(side, why = nil)
    super("#{side} cannot be read")
    @side = side
    @why = why
  end
end

# Lines of a lockfile that each name a gem: Bundler passes over what it does not understand, as if it were not there.
class SpecLines
  def initialize(text)
    inside = false
    @lines = text.lines.map(&:chomp).each.with_index(1).select do |line, _|
      inside = line == "  specs:" || (inside && line.start_with?("  "))
      inside && line.match?(/\A {4}\S/)
    end
  end

  def malformed
    first("names no version") { |line| line.match?(/\A {4}[^\s()]+ \([^\s()]+\)\z/) }
  end

  # `names`: of the gems that Bundler has read.
  def unread(names)
    first("is in no section") { |line| names.include?(line[/\S+/]) }
  end

  private

  # The first one that is not as it should be.
  def first(fault, &is_good)
    line, number = @lines.find { |each, _| !is_good.call(each) }
    "line #{number} of it, “#{line.strip}”, #{fault}" if line
  end
end

# A lockfile as Bundler reads it; a gem's entry is all its specs, one for each platform.
class Lockfile
  attr_reader :parsed

  def initialize(text, side)
    lines = SpecLines.new(text)
    fault = lines.malformed
    raise Unreadable.new(side, fault) if fault

    @parsed = parse(text, side)
    fault = lines.unread(@parsed.specs.map(&:name))
    raise Unreadable.new(side, fault) if fault
  end

  def entries
    @entries ||= @parsed.specs.reject { |spec| spec.name == "bundler" }.group_by(&:name)
  end

  def direct?(name)
    @parsed.dependencies.key?(name)
  end

  # Whether the Gemfile lets a gem have that version.
  def allows?(name, version)
    dependency = @parsed.dependencies[name]
    dependency.nil? || dependency.requirement.satisfied_by?(Gem::Version.new(version))
  end

  def version(name)
    spec = installed(name)
    return unless spec

    spec.source.is_a?(Bundler::Source::Git) ? "#{spec.version} (#{spec.source.revision[0, 7]})" : spec.version.to_s
  end

  # `ruby`, or the one that it was built for.
  def platform(name)
    installed(name)&.platform&.to_s
  end

  # A gem inside the app's own repository changes with its code.
  def inside?(name)
    source = installed(name)&.source
    source.is_a?(Bundler::Source::Path) && !source.is_a?(Bundler::Source::Git)
  end

  # From where gems are released; `nil` for one from elsewhere.
  def registry(name)
    source = installed(name)&.source
    source if source.is_a?(Bundler::Source::Rubygems)
  end

  def git_repository(name)
    source = installed(name)&.source
    source.uri if source.is_a?(Bundler::Source::Git)
  end

  def same_entry?(name, other)
    facts(name) == other.facts(name)
  end

  protected

  # An address of released gems that changed brings no other gem.
  def facts(name)
    spec = installed(name)
    [spec&.version, platform(name), registry(name) ? :registry : spec&.source&.to_lock,
     @parsed.dependencies[name]&.to_lock]
  end

  private

  # What a lockfile that was cut or edited makes Bundler stumble over is no sentence for a user.
  def parse(text, side)
    Bundler::LockfileParser.new(text).tap { |parsed| parsed.specs.each { |spec| spec.source.to_lock } }
  rescue Bundler::PluginError
    raise # it may not be installed yet
  rescue StandardError
    raise Unreadable, side
  end

  # Of those for several platforms the one that this machine takes.
  def installed(name)
    specs = entries[name] || []
    built = specs.reject { |spec| spec.platform.to_s == "ruby" }
    built.find { |spec| Gem::Platform.new(spec.platform.to_s) === Gem::Platform.local } || specs.first
  end
end

# What differs, and what takes what along: no gem may meet one that it, or its old version, does not accept.
class Changes
  def initialize(base, head)
    @base = base
    @head = head
    @names = (base.entries.keys | head.entries.keys).sort.reject do |name|
      base.same_entry?(name, head) || base.inside?(name) || head.inside?(name)
    end
  end

  def to_a
    @names.map { |name| describe(name) }
  end

  private

  def describe(name)
    from, to = versions(name)
    { name: name, from: from, to: to, isDirect: @base.direct?(name) || @head.direct?(name), needs: needs(name) }
  end

  # With the platforms where nothing else differs.
  def versions(name)
    versions, platforms = %i[version platform].map { |fact| [@base, @head].map { |side| side.public_send(fact, name) } }
    return versions if versions.uniq.size > 1 || platforms.uniq.size == 1

    versions.zip(platforms).map { |version, platform| "#{version} (#{platform})" }
  end

  # Others whose version on base does not go with this one's on head.
  def needs(name)
    (@names - [name]).select do |other|
      refuses?(@head.entries[name], @base.entries[other], other) ||
        refuses?(@base.entries[other], @head.entries[name], name) ||
        same_repository?(name, other)
    end
  end

  # Bundler checks one commit of a repository out, whatever gems are in it.
  def same_repository?(name, other)
    [@base, @head].any? do |side|
      repository = side.git_repository(name)
      repository && repository == side.git_repository(other)
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
    sources = specs.group_by { |spec| source_of(spec).to_lock }
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

  # Of where gems are released, the address that the code has.
  def source_of(spec)
    (@rest.registry(spec.name) if spec.source.is_a?(Bundler::Source::Rubygems)) || spec.source
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

# Versions of a gem that its source has for this Ruby, oldest first; those before a release only beside one of them.
def versions(lockfile, name)
  locked = lockfile.entries.fetch(name).first
  source = locked.source
  return [] unless source.is_a?(Bundler::Source::Rubygems)

  source.remote!
  source.add_dependency_names([name])
  specs = source.specs.search(name).select do |spec|
    (locked.version.prerelease? || !spec.version.prerelease?) && spec.required_ruby_version.satisfied_by?(Gem.ruby_version)
  end
  specs.map(&:version).uniq.sort.map(&:to_s)
end

def answer(question)
  base, head = %w[base head].map { |side| Lockfile.new(question.fetch(side), side) }
  case question.fetch("ask")
  when "changes" then Changes.new(base, head).to_a
  when "compose"
    composed = Composition.new(base, head, question.fetch("chosen"), question.fetch("rest") == "head" ? head : base)
    { lockfile: composed.text, conflict: composed.conflict }
  when "versions" then versions(head, question.fetch("name"))
  when "allowed" then head.allows?(question.fetch("name"), question.fetch("version"))
  end
end

# Bundler, and what it loads, may print as well.
output = $stdout.dup
$stdout.reopen($stderr)
begin
  output.puts JSON.generate(answer: answer(JSON.parse($stdin.read)))
rescue Unreadable => e
  output.puts JSON.generate(unreadable: e.side, why: e.why)
rescue StandardError => e
  output.puts JSON.generate(problem: e.message.lines.map(&:strip).reject(&:empty?).join(" "))
end
