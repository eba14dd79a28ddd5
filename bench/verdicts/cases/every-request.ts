import type { VerdictCase } from '../case.ts';
import { rackOnPuma } from '../programs.ts';

const leaks: readonly Omit<VerdictCase, 'program' | 'answer'>[] = [
  {
    name: 'an Array of a constant',
    head: { onRequest: 'SEEN << Ticket.new' },
    grows: 'Ticket',
  },
  {
    name: 'a Hash of a class, by a key that is new each time',
    head: {
      onLoad: 'class Ticket; @@all = {}; def self.book = @@all[@@all.size.to_s] = new; end',
      onRequest: 'Ticket.book',
    },
    grows: 'Ticket',
  },
  {
    name: 'a closure that a list of callbacks holds',
    head: {
      onLoad: 'module Hooks; @after = []; def self.after(&block) = @after << block; end',
      onRequest: 'ticket = Ticket.new; Hooks.after { ticket }',
    },
    grows: 'Ticket',
  },
  {
    name: 'a stack per thread that nobody pops',
    head: { onRequest: '(Thread.current[:tickets] ||= []).push(Ticket.new)' },
    grows: 'Ticket',
  },
  {
    name: 'a thread-local for each request that nobody clears',
    head: { onRequest: 'ticket = Ticket.new; Thread.current[:"ticket-#{ticket.object_id}"] = ticket' },
    grows: 'Ticket',
  },
  {
    name: 'a thread that never ends',
    head: { onRequest: 'Thread.new { sleep }' },
    grows: 'Thread',
  },
  {
    name: 'a timer that is never stopped',
    head: {
      onLoad: `class Timer
  def initialize = @thread = Thread.new { loop { sleep 3600; self } }
end`,
      onRequest: 'Timer.new',
    },
    grows: 'Timer',
  },
  {
    name: 'a handler of at_exit',
    head: { onRequest: 'at_exit { Ticket }' },
    grows: 'Proc',
  },
  {
    name: 'a WeakMap whose keys are held by their own finalizers',
    head: {
      onLoad: 'TICKETS = ObjectSpace::WeakMap.new',
      onRequest: `ticket = Ticket.new
TICKETS[ticket] = env
ObjectSpace.define_finalizer(ticket, proc { ticket })`,
    },
    grows: 'Ticket',
  },
  {
    name: 'a method that is defined anew under another name',
    head: { onRequest: 'Ticket.define_method(:"stamp_#{env.object_id}_#{rand(1 << 62)}") { 1 }' },
  },
  {
    name: 'an anonymous class, held by its superclass',
    head: {
      onLoad:
        'class Ticket; @kinds = []; def self.inherited(kind) = Ticket.instance_variable_get(:@kinds) << kind; end',
      onRequest: 'Class.new(Ticket)',
    },
  },
  {
    name: 'a symbol that is pinned as the name of an instance variable',
    head: { onRequest: 'Ticket.new.instance_variable_set(:"@tea#{rand(1 << 62)}", 1)' },
  },
  {
    name: 'the environment of Rack, kept for a report of errors',
    head: { onRequest: 'SEEN << env' },
    grows: 'Hash',
  },
  {
    name: 'a chain of objects, each holding the one before',
    head: {
      onLoad: 'class Ticket; attr_accessor :before; end; LAST = [nil]',
      onRequest: 'ticket = Ticket.new; ticket.before = LAST[0]; LAST[0] = ticket',
    },
    grows: 'Ticket',
  },
];

/** Leaks of every request, each held by something else. */
export const everyRequest: readonly VerdictCase[] = [
  ...leaks.map(
    (each): VerdictCase => ({ program: rackOnPuma, answer: 'leak', objectsPer1000: 1000, ...each }),
  ),
  {
    name: 'a String that grows, without any object more',
    program: rackOnPuma,
    answer: 'leak',
    head: { onLoad: "LOG = +''", onRequest: "LOG << 'x' * 100" },
    grows: 'String',
  },
  {
    name: 'a Hash of numbers, without any object more',
    program: rackOnPuma,
    answer: 'leak',
    head: { onRequest: '(@seen ||= {})[@seen.size] = true' },
    grows: 'Hash',
  },
];
