import type { VerdictCase } from './case.ts';
import { aboutTheMachine } from './cases/about-the-machine.ts';
import { byTraffic } from './cases/by-traffic.ts';
import { elsewhere } from './cases/elsewhere.ts';
import { everyRequest } from './cases/every-request.ts';
import { levelling } from './cases/levelling.ts';
import { published } from './cases/published.ts';
import { railsCases } from './cases/rails.ts';
import { sameOnBase } from './cases/same-on-base.ts';

/** All of them, the quickest families first. */
export const verdictCases: readonly VerdictCase[] = [
  ...everyRequest,
  ...byTraffic,
  ...levelling,
  ...sameOnBase,
  ...elsewhere,
  ...aboutTheMachine,
  ...railsCases,
  ...published,
];
