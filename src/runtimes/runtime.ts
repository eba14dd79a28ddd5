import { CannotMeasure } from '../cannot-measure.ts';
import type { Census } from '../heap/census.ts';
import type { HeapGraph } from '../heap/graph.ts';

/** What is special about a language. Adding one is adding one folder that exports one of these. */
export interface Runtime {
  readonly name: 'ruby';
  /** What can be told from the app's files; `undefined` when they are not of this language. */
  detect(appDirectory: string): Promise<DetectedApp | undefined>;
  /** Environment that makes every process the app starts load the agent, which then listens in `socketDirectory`. */
  injection(socketDirectory: string, env: Readonly<Record<string, string>>): Promise<Record<string, string>>;
  /** Agents that listen in `socketDirectory` now, one per live process. */
  agents(socketDirectory: string): Promise<Agent[]>;
  /**
   * Writes a dump once more without what its strings say, packed by gzip: the same graph, with a keyed hash for each
   * value.
   */
  redactDump(source: string, target: string, how: DumpRedaction): Promise<void>;
  readDump(file: string, threads: readonly ThreadName[]): Promise<HeapGraph>;
  /** Environment that makes both revisions install their packages into `directory`, so that the second is quick. */
  packageCache(directory: string): Record<string, string>;
  /** Checks that the language is installed; throws `CannotMeasure` with what to install. */
  assertInstalled(env: Readonly<Record<string, string>>): Promise<void>;
}

export interface DumpRedaction {
  readonly key: Uint8Array;
  /** What a class or a method may be called where others read it. */
  readonly name: (name: string) => string;
  /** The same for a file. */
  readonly file: (path: string) => string;
}

/** How to set up and start an app nobody described. */
export interface DetectedApp {
  readonly setup: string;
  /** Runs before each boot. */
  readonly reset?: string;
  readonly start: string;
  readonly env: Readonly<Record<string, string>>;
  /** For people: `a Rails app`. */
  readonly framework: string;
}

export interface ProcessInfo {
  /** Made when the agent starts: a process that replaces its program keeps its pid. */
  readonly id: string;
  readonly pid: number;
  readonly parentPid: number;
  /** As the app titled it, such as `puma: cluster worker 0: 71 [demo]`. Untrusted text. */
  readonly title: string;
  readonly language: string;
  /** Threads its server answers requests with, where it can be told. */
  readonly serverThreads: number | undefined;
}

/** A thread of the app; the name is untrusted text. */
export interface ThreadName {
  readonly address: number;
  readonly name: string;
}

/** heapgate's hand in one process of the app. Every call throws `AgentGone` once the process has ended. */
export interface Agent {
  readonly info: ProcessInfo;
  /** Collects garbage until the number of live objects stops falling. Answers that number and the time it took. */
  settle(): Promise<{ readonly liveObjects: number; readonly gcMs: number }>;
  census(): Promise<Census>;
  /** Writes a full heap dump to `file`. Answers its size. */
  dump(file: string): Promise<{ readonly bytes: number }>;
  trace(on: boolean): Promise<void>;
  /** Paths that the app says it answers to `GET`; none where its framework does not tell. Untrusted text. */
  paths(): Promise<string[]>;
  threads(): Promise<ThreadName[]>;
  /**
   * Names what leads to each address of a path from a thread or another root: to the root, a global variable.
   * `undefined` where that has no name, and far from both ends of a long path.
   */
  nameEdges(path: readonly number[]): Promise<(string | undefined)[]>;
}

/** The process behind an agent has ended, or its agent no longer answers. */
export class AgentGone extends CannotMeasure {
  override readonly name = 'AgentGone';
  readonly pid: number;

  constructor(pid: number, detail: string) {
    super(`the agent in process ${pid} no longer answers: ${detail}`);
    this.pid = pid;
  }
}
