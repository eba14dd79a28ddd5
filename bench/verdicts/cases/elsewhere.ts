import type { VerdictCase } from '../case.ts';
import {
  jobWorker,
  type Program,
  rackOnFourWorkers,
  rackOnThin,
  rackOnUnicorn,
  rackOnWebrick,
  rodaOnPuma,
  sinatraOnPuma,
} from '../programs.ts';

const programs: readonly Program[] = [
  rackOnWebrick,
  rackOnThin,
  rackOnUnicorn,
  sinatraOnPuma,
  rodaOnPuma,
  jobWorker,
  rackOnFourWorkers,
];

/** Each other program, once with a leak of every request and once with work that leaves nothing behind. */
export const elsewhere: readonly VerdictCase[] = programs.flatMap((program): VerdictCase[] => [
  {
    name: 'an Array of a constant',
    program,
    answer: 'leak',
    head: { onRequest: 'SEEN << Ticket.new' },
    objectsPer1000: 1000,
    grows: 'Ticket',
  },
  {
    name: 'objects that are let go of',
    program,
    answer: 'clean',
    head: { onRequest: 'Array.new(50) { Ticket.new }.sort_by(&:hash)' },
  },
]);
