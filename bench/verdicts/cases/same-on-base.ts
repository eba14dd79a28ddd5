import type { VerdictCase } from '../case.ts';
import { rackOnPuma, rackOnTwoWorkers } from '../programs.ts';

const leaking = { onRequest: 'SEEN << Ticket.new' };

/** What base has to do with it. */
export const sameOnBase: readonly VerdictCase[] = [
  { name: 'nothing changed', program: rackOnPuma, answer: 'clean', head: {} },
  {
    name: 'a leak that base has as well',
    program: rackOnPuma,
    answer: 'clean',
    base: leaking,
    head: leaking,
  },
  { name: 'a leak that head mends', program: rackOnTwoWorkers, answer: 'clean', base: leaking, head: {} },
  {
    name: 'a small leak on base that becomes a large one',
    program: rackOnPuma,
    answer: 'leak',
    base: { onRequest: 'SEEN << Ticket.new if rand(10) == 0' },
    head: leaking,
    objectsPer1000: 1000,
    grows: 'Ticket',
  },
  {
    name: 'another leak beside one that base has',
    program: rackOnPuma,
    answer: 'leak',
    base: leaking,
    head: { onLoad: 'ORDERS = {}', onRequest: 'SEEN << Ticket.new\n  ORDERS[ORDERS.size] = Ticket.new' },
    objectsPer1000: 1000,
    grows: 'Ticket',
  },
];
