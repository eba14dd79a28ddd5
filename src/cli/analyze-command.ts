import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AnalyzedHeap, analyze } from '../analyze.ts';
import { CannotMeasure } from '../cannot-measure.ts';
import { largestObjects, sizedObject } from '../heap/analysis.ts';
import { classTree } from '../heap/class-tree.ts';
import { largestRows } from '../heap/largest-rows.ts';
import { referencesOf } from '../heap/references.ts';
import { rootPath } from '../heap/root-path.ts';
import { renderAnalysis } from '../report/analysis-terminal.ts';
import { cutShortNotice } from '../report/cut-short.ts';
import { renderFlamegraph } from '../report/flamegraph.ts';
import { foldedStacks } from '../report/folded-stacks.ts';
import { renderInstances, renderRootPath } from '../report/object-tables.ts';
import { exitStatus } from './exit-status.ts';
import { assertWritable, printNotice, progressing, terminalOptions, writeOutput } from './output.ts';
import { assertApart, assertNoDump } from './output-guard.ts';

export interface AnalyzeOptions {
  /** `true` without a file: to stdout, in place of the tables. */
  readonly json?: string | true;
  /** `-` is stdout, in place of the tables. */
  readonly folded?: string;
  readonly flamegraph?: string;
  readonly path?: string;
  readonly instances?: string;
  /** Rows of each table. */
  readonly limit: number;
  readonly quiet?: boolean;
}

/** Frames that are narrower would not be seen before a few clicks. */
const smallestShare = 0.0002;

/** `heapgate analyze DUMP`. Answers the exit status. */
export async function analyzeCommand(file: string, options: AnalyzeOptions): Promise<number> {
  const jsonFile = options.json === true ? undefined : options.json;
  const foldedFile = options.folded === '-' ? undefined : options.folded;
  assertOnePrinted(options);
  assertApart({ dump: file }, jsonFile, foldedFile, options.flamegraph);
  await assertWritable(jsonFile, foldedFile, options.flamegraph);
  await assertNoDump(jsonFile, foldedFile, options.flamegraph);
  const heap = await progressing(options.quiet, (progress) =>
    analyze({ file, limit: options.limit, progress }),
  );
  printNotice(cutShortNotice(basename(file), referencesOf(heap.graph)));
  // Asked for before files are written: there may be no such class or address.
  const answered = await answer(heap, file, options);
  await writeOutput(jsonFile, () => jsonOf(heap));
  await writeOutput(options.flamegraph, () => flamegraph(heap, file));
  await writeOutput(foldedFile, () => folded(heap));
  await printPieces(answered);
  return exitStatus.pass;
}

/** What was asked for: JSON, folded stacks, one path, the instances of one class, or all tables. */
async function answer(heap: AnalyzedHeap, file: string, options: AnalyzeOptions): Promise<Iterable<string>> {
  const { json, folded: stacks, limit, path, instances } = options;
  if (json === true) return [await jsonOf(heap)];
  if (stacks === '-') return folded(heap);
  if (path !== undefined) return [pathAnswer(heap, path), '\n'];
  if (instances !== undefined) return [instancesAnswer(heap, instances, limit), '\n'];
  return [renderAnalysis(heap.analysis, { ...terminalOptions(), file: basename(file), limit }), '\n'];
}

/** What describes the JSON takes as long to load as a small dump to read. */
async function jsonOf({ analysis }: AnalyzedHeap): Promise<string> {
  const { renderAnalysisJson } = await import('../report/analysis-json.ts');
  return renderAnalysisJson(analysis);
}

function pathAnswer(heap: AnalyzedHeap, asked: string): string {
  const { graph, tree } = heap;
  const { node, among } = /^0x[\da-f]+$/i.test(asked)
    ? { node: heap.nodeAt(asked), among: 1 }
    : largestCalled(heap, asked);
  const path = rootPath(graph, tree, node);
  return renderRootPath(sizedObject(graph, tree, node), path, among, terminalOptions());
}

/** Of a class the object that retains most is the one worth a path. */
function largestCalled(heap: AnalyzedHeap, name: string): { node: number; among: number } {
  const isMeant = heap.called(name);
  const [node = 0] = largestRows(heap.retainedBytes, 1, isMeant);
  return { node, among: heap.count(isMeant) };
}

function instancesAnswer(heap: AnalyzedHeap, name: string, limit: number): string {
  const isMeant = heap.called(name);
  const largest = largestObjects(heap.graph, heap.tree, limit, isMeant);
  return renderInstances(name, heap.count(isMeant), largest, terminalOptions());
}

function flamegraph({ graph, tree }: AnalyzedHeap, file: string): string {
  const smallestBytes = (tree.retainedBytes[tree.root] ?? 0) * smallestShare;
  const byClass = classTree(graph, tree, { smallestBytes });
  return renderFlamegraph(byClass, graph.names, { file: basename(file), smallestShare });
}

const folded = ({ graph, tree }: AnalyzedHeap): Iterable<string> =>
  foldedStacks(classTree(graph, tree), graph.names);

/** No faster than they are read. What standard output does not take is told of once all is done. */
async function printPieces(pieces: Iterable<string>): Promise<void> {
  const ignoreUnwritten = (error: NodeJS.ErrnoException) => {
    if (error.syscall !== 'write') throw error;
  };
  await pipeline(Readable.from(pieces), process.stdout, { end: false }).catch(ignoreUnwritten);
}

/** Each of these stands in place of the tables. */
function assertOnePrinted({ json, folded, path, instances }: AnalyzeOptions): void {
  const asked = [
    json === true && '--json without a file',
    folded === '-' && '--folded -',
    path !== undefined && '--path',
    instances !== undefined && '--instances',
  ].filter((option) => option !== false);
  if (asked.length < 2) return;
  throw new CannotMeasure(`${asked.join(' and ')} cannot be printed at once: ask for one at a time`);
}
