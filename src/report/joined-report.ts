import { joinedClasses, joinedNoise, joinedSide, joinedTimings } from './joined-evidence.ts';
import type { Finding, Report, Side } from './schema.ts';

/** What one machine found that replayed a part of the scenarios. */
export type ShardReport = Report & { readonly shard: NonNullable<Report['shard']> };

const severity = { regression: 0, inconclusive: 1, pass: 2 } as const;
const gravity = { new: 0, worsened: 1, existing: 2, gone: 3 } as const;
const mostClasses = 60;

/** One report of all shards of a check, in their order: what is wrong in one of them is wrong. */
export function joinedReport(shards: readonly ShardReport[]): Report {
  const [first] = shards;
  if (!first) throw new RangeError('there is no shard to join');
  const parts = withOwnNames(shards);
  const { shard, ...rest } = first;
  const verdict = parts.map((part) => part.verdict).sort((a, b) => severity[a] - severity[b])[0];
  const classes = joinedClasses(parts);
  const moreClasses = Math.max(...parts.map((part) => part.moreClasses));
  const bisect = parts.flatMap((part) => part.bisect ?? [])[0];
  return {
    ...rest,
    verdict: verdict ?? first.verdict,
    reasons: reasonsFor(verdict ?? first.verdict, parts),
    scenarios: parts.flatMap(({ scenarios }) => scenarios),
    notices: [...new Set(parts.flatMap(({ notices }) => notices)), noticeOf(shards.length)],
    changes: [...new Set(parts.flatMap(({ changes }) => changes))],
    timings: joinedTimings(parts),
    noise: joinedNoise(parts),
    classes: classes.slice(0, mostClasses),
    moreClasses: moreClasses + Math.max(0, classes.length - mostClasses),
    findings: joinedFindings(parts),
    base: joinedSide(parts.map(({ base }) => base)),
    head: joinedSide(parts.map(({ head }) => head)),
    ...(bisect ? { bisect } : {}),
  };
}

const noticeOf = (shards: number): string =>
  `joined from ${shards} shards: scenarios of different shards never met in one process, and times are added up`;

/** Processes counted on from shard to shard, and kinds named as where all scenarios are replayed together. */
function withOwnNames(shards: readonly ShardReport[]): ShardReport[] {
  let workers = 0;
  return shards.map((shard) => {
    const before = workers;
    const { base, head, findings, classes, scenarios } = shard;
    workers += 1 + Math.max(-1, ...[base, head].flatMap((side) => side.processes.map(({ index }) => index)));
    const [only = ''] = scenarios;
    const prefix = scenarios.length === 1 && shards.length > 1 ? `${only}/` : '';
    const sideOf = (side: Side): Side => ({
      ...side,
      processes: side.processes.map((each) => ({ ...each, index: each.index + before })),
      kinds: side.kinds.map((kind) => ({ ...kind, id: `${prefix}${kind.id}` })),
    });
    const renamed = (process: string) =>
      process.replace(/^worker (\d+)$/, (_, index) => `worker ${Number(index) + before}`);
    return {
      ...shard,
      base: sideOf(base),
      head: sideOf(head),
      findings: findings.map((finding) => ({ ...finding, processes: finding.processes.map(renamed) })),
      classes: classes.map((row) => ({ ...row, process: renamed(row.process) })),
    };
  });
}

/** Of those shards that decided it; where they are doubts, of which shard. */
function reasonsFor(verdict: Report['verdict'], parts: readonly ShardReport[]): string[] {
  const told = parts
    .filter((part) => part.verdict === verdict)
    .flatMap(({ reasons, shard: { number, of } }) =>
      verdict === 'inconclusive' ? reasons.map((reason) => `shard ${number} of ${of}: ${reason}`) : reasons,
    );
  return [...new Set(told)];
}

/** The same leak in several shards is one finding, told as where it is worst. */
function joinedFindings(parts: readonly ShardReport[]): Finding[] {
  const byId = Map.groupBy(
    parts.flatMap(({ findings }) => findings),
    ({ id }) => id,
  );
  return [...byId.values()].flatMap(joinedFinding).sort(byGravity);
}

function joinedFinding(alike: readonly Finding[]): Finding[] {
  const ordered = alike.toSorted(byGravity);
  const [worst] = ordered;
  if (!worst) return [];
  const trigger = ordered.flatMap((finding) => finding.trigger ?? [])[0];
  const culprit = ordered.flatMap((finding) => finding.culprit ?? [])[0];
  const restarts = ordered.flatMap((finding) => finding.restarts ?? []);
  return [
    {
      ...worst,
      processes: [...new Set(alike.flatMap(({ processes }) => processes))],
      ...(restarts.length > 0 ? { restarts: restarts.reduce((total, each) => total + each, 0) } : {}),
      ...(trigger ? { trigger } : {}),
      ...(culprit ? { culprit } : {}),
    },
  ];
}

const byGravity = (a: Finding, b: Finding): number =>
  gravity[a.status] - gravity[b.status] || b.objectsPer1000 - a.objectsPer1000;
