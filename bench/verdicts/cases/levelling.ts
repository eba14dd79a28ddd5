import type { VerdictCase } from '../case.ts';
import { rackOnPuma } from '../programs.ts';

/** Growth that ends, or comes and goes. */
export const levelling: readonly VerdictCase[] = [
  {
    name: 'an LRU cache that is full in the middle of the run',
    head: {
      onLoad: 'CACHE = {}',
      onRequest: `CACHE[rand(1 << 62)] = Ticket.new
  CACHE.shift if CACHE.size > 900`,
    },
  },
  {
    name: 'a memo for each route',
    head: { onLoad: 'MEMO = {}', onRequest: "MEMO[env['PATH_INFO']] ||= Ticket.new" },
    scenario: {
      requests: Object.fromEntries(
        Array.from({ length: 60 }, (_, i) => [`tea${i}`, { target: `/teas/${i}` }]),
      ),
    },
  },
  {
    name: 'constants that are loaded when first needed',
    head: {
      onLoad: `40.times do |i|
  File.write("#{__dir__}/tea#{i}.rb", "class Tea#{i}; ALL = [1, 2, 3]; end")
  autoload :"Tea#{i}", "#{__dir__}/tea#{i}.rb"
end`,
      onRequest: 'Object.const_get("Tea#{rand(40)}")',
    },
  },
  {
    name: 'translations that are loaded when first asked for',
    head: {
      gems: ["'i18n', '~> 1.14'"],
      onLoad: `require 'i18n'
require 'yaml'
I18n.available_locales = %i[de en es fr it]
I18n.available_locales.each do |locale|
  teas = (1..200).to_h { |i| ["tea#{i}", "Tea #{i}"] }
  I18n.load_path << "#{__dir__}/#{locale}.yml"
  File.write(I18n.load_path.last, { locale.to_s => teas }.to_yaml)
end`,
      onRequest: 'I18n.with_locale(I18n.available_locales.sample) { I18n.t("tea#{rand(1..200)}") }',
    },
  },
  {
    name: 'a pool of connections that fills as threads ask',
    head: {
      gems: ["'connection_pool', '~> 2.4'"],
      onLoad: "require 'connection_pool'\nPOOL = ConnectionPool.new(size: 5) { Ticket.new }",
      onRequest: 'POOL.with { |ticket| ticket.hash }',
    },
  },
  {
    name: 'inline caches of many kinds of receiver',
    head: {
      onLoad: 'KINDS = Array.new(60) { |i| Class.new(Ticket) { define_method(:stamp) { i } } }.map(&:new)',
      onRequest: 'KINDS.sample.stamp',
    },
  },
  {
    name: 'methods that are compiled when first called',
    head: {
      onLoad: `class Ticket
  def method_missing(name)
    Ticket.class_eval("def #{name} = [1, 2, 3].sum")
    public_send(name)
  end
end`,
      onRequest: 'Ticket.new.public_send("tea#{rand(40)}")',
    },
  },
  {
    name: 'a log that is written out every two seconds',
    head: {
      onLoad: 'LOG = Thread::Queue.new\nTHREAD = Thread.new { loop { sleep 2; LOG.clear } }',
      onRequest: 'LOG << Ticket.new',
    },
  },
  {
    name: 'a log that is written out every 250 requests',
    head: {
      onLoad: 'LOG = Thread::Queue.new',
      onRequest: 'LOG << Ticket.new\n  LOG.clear if LOG.size >= 250',
    },
  },
  {
    name: 'a cleaner that comes every 700 requests',
    head: {
      onLoad: 'LOG = Thread::Queue.new',
      onRequest: 'LOG << Ticket.new\n  LOG.clear if LOG.size >= 700',
    },
  },
].map((each) => ({ program: rackOnPuma, answer: 'clean', ...each }));
