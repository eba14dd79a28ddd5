import type { VerdictCase } from '../case.ts';
import { rails61, rails70, rails71 } from '../rails.ts';

/** What Rails apps do, wrongly and rightly. */
export const railsCases: readonly VerdictCase[] = [
  {
    name: 'a subscriber for each request',
    program: rails71,
    answer: 'leak',
    head: { onRequest: "ActiveSupport::Notifications.subscribe('tea.shop') { env }" },
    grows: 'Proc',
    objectsPer1000: 1000,
  },
  {
    name: 'queries that a logger keeps',
    program: rails70,
    answer: 'leak',
    base: { onRequest: 'Tea.where(name: "Assam").to_a' },
    head: {
      onLoad: "ActiveSupport::Notifications.subscribe('sql.active_record') { |event| SEEN << event }",
      onRequest: 'Tea.where(name: "Assam").to_a',
    },
    grows: 'ActiveSupport::Notifications::Event',
    objectsPer1000: 1000,
  },
  {
    name: 'a cache of queries, and prepared statements of 40 shapes',
    program: rails61,
    answer: 'clean',
    base: { onRequest: 'Tea.first' },
    head: { onRequest: 'Tea.cache { 3.times { Tea.where(id: [*1..rand(1..40)]).order(:name).to_a } }' },
  },
  {
    name: 'nothing changed',
    program: rails71,
    answer: 'clean',
    head: {},
  },
];
