import type { VerdictCase } from '../case.ts';
import { rackOnPuma, rackOnTwoWorkers } from '../programs.ts';

const withHostile = {
  requests: { home: { target: '/' }, list: { target: '/list?page=2' } },
  plan: { hostile: true },
};

/** Ruby that keeps an object of every nth request of the process, whichever thread answers it. */
const everyNth = (n: number) => `SERVED << 1
  SEEN << Ticket.new if SERVED.size % ${n} == 0`;

/** Of two workers one ends itself at its 400th request, in every boot; the one that replaces it knows that it does. */
const mortal = `MARK = "#{Dir.pwd}/replaced-#{Process.ppid}"
REPLACED = File.exist?(MARK)
SERVED = Thread::Queue.new`;
const dies = `SERVED << 1
  if SERVED.size == 400 && !File.exist?(MARK)
    File.write(MARK, '')
    Process.kill(:KILL, Process.pid)
    sleep
  end`;

/** On base as on head, so that only what is kept of it differs. */
const isBroken = "env['PATH_INFO'] == '/broken'";
const fails = `raise 'broken' if ${isBroken}`;

/** Leaks that show only in some process, after some event or with some requests. */
export const byTraffic: readonly VerdictCase[] = [
  {
    name: 'one object for every 100 requests',
    program: rackOnPuma,
    answer: 'leak',
    head: { onLoad: 'SERVED = Thread::Queue.new', onRequest: everyNth(100) },
    objectsPer1000: 10,
    grows: 'Ticket',
  },
  {
    name: 'one object for every 500 requests',
    program: rackOnPuma,
    answer: 'leak',
    head: { onLoad: 'SERVED = Thread::Queue.new', onRequest: everyNth(500) },
    objectsPer1000: 2,
    grows: 'Ticket',
    config: { threshold: 1 },
  },
  {
    name: 'only in one of two workers',
    program: rackOnTwoWorkers,
    answer: 'leak',
    head: { onRequest: "SEEN << Ticket.new if $0.include?('worker 1')" },
    objectsPer1000: 1000,
    grows: 'Ticket',
  },
  {
    name: 'only in a worker that has replaced another',
    program: rackOnTwoWorkers,
    answer: 'leak',
    base: { onLoad: mortal, onRequest: dies },
    head: { onLoad: mortal, onRequest: `${dies}\n  SEEN << Ticket.new if REPLACED` },
    objectsPer1000: 1000,
    grows: 'Ticket',
  },
  {
    name: 'only for what fails',
    program: rackOnPuma,
    answer: 'leak',
    base: { onRequest: fails },
    head: { onRequest: `SEEN << Ticket.new if ${isBroken}\n  ${fails}` },
    objectsPer1000: 111,
    grows: 'Ticket',
    scenario: {
      requests: {
        home: { target: '/', times: 4 },
        list: { target: '/list', times: 4 },
        broken: { target: '/broken', expect: { status: 500 } },
      },
    },
  },
  {
    name: 'after one malformed request, every later one of that thread',
    program: rackOnPuma,
    answer: 'leak',
    head: {
      onRequest: `Thread.current[:poisoned] ||= env['PATH_INFO'].include?('[')
  SEEN << Ticket.new if Thread.current[:poisoned]`,
    },
    objectsPer1000: 1000,
    grows: 'Ticket',
    scenario: {
      requests: {
        home: { target: '/', times: 9 },
        list: { target: '/list', times: 9 },
        odd: { target: '/p/[x' },
      },
    },
  },
  {
    name: 'on the first request of each connection',
    program: rackOnPuma,
    answer: 'leak',
    head: {
      onLoad: 'CONNECTIONS = ObjectSpace::WeakMap.new',
      onRequest: `socket = env['puma.socket']
  SEEN << Ticket.new unless CONNECTIONS.key?(socket)
  CONNECTIONS[socket] = socket`,
    },
    grows: 'Ticket',
    scenario: withHostile,
  },
  {
    name: 'for each new value in a path',
    program: rackOnPuma,
    answer: 'leak',
    head: { onLoad: 'PAGES = {}', onRequest: "PAGES[env['PATH_INFO']] ||= Ticket.new" },
    objectsPer1000: 500,
    grows: 'Ticket',
    scenario: { requests: { home: { target: '/' }, tea: { target: '/teas/{n}' } } },
  },
];
