import { createHash } from 'node:crypto';
import { formatQuantity } from '../../report/numbers.ts';
import type { Answer } from '../answer.ts';
import type { NamedCulprit, ReadySearch } from '../logged-search.ts';
import { type Asked, type Candidate, OutOfTime, type Told } from '../probes.ts';
import type { FanOutPlan } from './plan.ts';
import { questionsAhead } from './questions-ahead.ts';

/** A candidate to be measured on some machine. */
export interface RoundProbe {
  /** The same on all machines, even where what it has of head is told without secrets. */
  readonly id: string;
  readonly candidate: Candidate;
  /** As long and as careful as a check. */
  readonly thorough: boolean;
}

/** An answer from some machine. */
export interface KnownAnswer extends Told {
  readonly id: string;
}

/** What there is to do once some answers are known: measure, each on a machine, or nothing any more. */
export type Round = { readonly probes: readonly RoundProbe[] } | { readonly named: NamedFromAnswers };

export interface NamedFromAnswers extends NamedCulprit {
  /** What it follows from. */
  readonly records: readonly Told[];
}

export interface RoundRequest {
  /** The answers so far. */
  readonly known: readonly KnownAnswer[];
  readonly machines: number;
  /** There is no further round: what is not known by now stays so. */
  readonly isLast?: boolean;
}

/** Runs a search on answers that are there already: to its end, or to as many of its next probes as there are machines. */
export async function nextRound(search: ReadySearch, request: RoundRequest): Promise<Round> {
  const { known, machines, isLast } = request;
  const told = new ToldProbes(known);
  try {
    return { named: { ...(await search.name(isLast ? endingIn(told) : told)), records: told.records } };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
  }
  const probes = await questionsAhead<RoundProbe>({
    most: machines,
    keyOf: ({ id }) => id,
    wider: (one, other) => (one.thorough ? one : other),
    next: async (assumed) => {
      const answers = assumed.map(({ question, answer }) => toldOf(question, answer));
      try {
        await search.name(new ToldProbes([...known, ...answers]));
        return undefined;
      } catch (error) {
        if (error instanceof Unanswered) return error.probe;
        throw error;
      }
    },
  });
  return { probes };
}

/** As a plan has it. */
export const questionOf = ({ id, candidate, thorough }: RoundProbe): FanOutPlan['questions'][number] => ({
  id,
  changes: [...candidate.changes],
  thorough,
});

/** `bisect: 29 changes; round 1 has 7 probes` */
export const roundLine = (
  round: number,
  { candidates, things }: Pick<ReadySearch, 'candidates' | 'things'>,
  questions: FanOutPlan['questions'],
): string =>
  `bisect: ${candidates.length} ${things}; round ${round} has ${formatQuantity(questions.length, 'probe')}`;

/** The search asks for what no machine has measured yet. */
class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly probe: RoundProbe;

  constructor(probe: RoundProbe) {
    super('not measured yet');
    this.probe = probe;
  }
}

/** Answers from what is known alone. */
class ToldProbes implements Asked {
  readonly records: Told[] = [];
  readonly #known: readonly KnownAnswer[];

  constructor(known: readonly KnownAnswer[]) {
    this.#known = known;
  }

  async ask(candidate: Candidate): Promise<Answer> {
    return this.#answer(candidate, false);
  }

  async confirm(candidate: Candidate): Promise<Answer> {
    return this.#answer(candidate, true);
  }

  /** A thorough answer serves for a quick one. */
  #answer(candidate: Candidate, thorough: boolean): Answer {
    const id = idOf(candidate);
    const same = this.#known.filter((each) => each.id === id);
    const told = same.find((each) => each.thorough === thorough) ?? same.find((each) => each.thorough);
    if (!told) throw new Unanswered({ id, candidate, thorough });
    if (!this.records.includes(told)) this.records.push(told);
    return told.answer;
  }
}

/** What is not known is out of time. */
function endingIn(told: ToldProbes): Asked {
  const orOutOfTime = async (asking: Promise<Answer>) =>
    asking.catch((error: unknown) => {
      throw error instanceof Unanswered ? new OutOfTime() : error;
    });
  return {
    ask: (candidate) => orOutOfTime(told.ask(candidate)),
    confirm: (candidate) => orOutOfTime(told.confirm(candidate)),
    records: told.records,
  };
}

const toldOf = ({ id, candidate, thorough }: RoundProbe, answer: Answer): KnownAnswer => ({
  id,
  changes: [...candidate.changes],
  thorough,
  answer,
  ms: 0,
});

/** Candidates of one search are told apart by what they have of head. */
const idOf = ({ changes }: Candidate): string =>
  createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 16);
