import type { VerdictCase } from '../case.ts';
import { rackOnFourWorkers, rackOnPuma } from '../programs.ts';

/** Much garbage, kept for a while: when it is collected depends on the machine. */
const wasteful = `Array.new(20_000) { |i| i.to_s }.each_slice(10).to_h { |slice| [slice.first, slice] }
  Thread.current[:last] = Array.new(rand(1..50)) { Ticket.new }`;

/** Noise that the machine, the collector and the number of workers make. */
export const aboutTheMachine: readonly VerdictCase[] = [
  { name: 'much garbage', program: rackOnPuma, answer: 'clean', head: { onRequest: wasteful } },
  { name: 'much garbage', program: rackOnFourWorkers, answer: 'clean', head: { onRequest: wasteful } },
];
