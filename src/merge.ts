import { CannotMeasure } from './cannot-measure.ts';
import { readMachineFile } from './machine-file.ts';
import { joinedReport, type ShardReport } from './report/joined-report.ts';
import { Report } from './report/schema.ts';

interface ShardFile {
  readonly file: string;
  readonly report: ShardReport;
}

/** Joins what the shards of one check found. Throws `CannotMeasure` where one is missing, given twice or of another check. */
export async function mergeShards(files: readonly string[]): Promise<Report> {
  const shards: ShardFile[] = [];
  for (const file of files) shards.push({ file, report: await readShard(file) });
  const [first] = shards;
  if (!first) throw new CannotMeasure('there is nothing to join: name the JSON of each shard');
  for (const shard of shards) assertSameCheck(shard, first);
  return joinedReport(inOrder(shards, first.report.shard.of));
}

async function readShard(file: string): Promise<ShardReport> {
  const report = await readMachineFile(file, Report, 'the report of a check');
  const { shard } = report;
  if (!shard)
    throw new CannotMeasure(`${file} is of a whole check, not of a shard: write it with check --shard`);
  return { ...report, shard };
}

/** What all shards of one check have in common, and what to call it. */
const common: readonly (readonly [what: string, of: (report: ShardReport) => unknown])[] = [
  ['base commit', ({ base }) => base.sha],
  ['head commit', ({ head }) => head.sha],
  ['number of shards', ({ shard }) => shard.of],
  ['configuration', ({ shard }) => shard.config],
  ['threshold', ({ threshold }) => threshold],
  ['seed', ({ seed }) => seed],
  ['name', ({ name }) => name],
];

function assertSameCheck({ file, report }: ShardFile, first: ShardFile): void {
  const other = common.find(([, of]) => of(report) !== of(first.report));
  if (other)
    throw new CannotMeasure(
      `${file} has another ${other[0]} than ${first.file}: join the shards of one check`,
    );
}

function inOrder(shards: readonly ShardFile[], count: number): ShardReport[] {
  const byNumber = new Map<number, ShardFile>();
  for (const shard of shards) {
    const { number } = shard.report.shard;
    if (number > count)
      throw new CannotMeasure(
        `${shard.file} is past the last shard, ${count} of ${count}: join the shards of one check`,
      );
    const twin = byNumber.get(number);
    if (twin)
      throw new CannotMeasure(
        `${twin.file} and ${shard.file} are both shard ${number} of ${count}: give each once`,
      );
    byNumber.set(number, shard);
  }
  const ordered: ShardReport[] = [];
  for (let number = 1; number <= count; number++) {
    const shard = byNumber.get(number);
    if (!shard)
      throw new CannotMeasure(`shard ${number} of ${count} is missing: give the JSON of every shard`);
    ordered.push(shard.report);
  }
  return ordered;
}
