import { availableParallelism, cpus, totalmem } from 'node:os';
import { execa } from 'execa';

/** What decides how long a run takes, without the name of the machine. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  readonly ruby: string;
}

export async function thisMachine(): Promise<Machine> {
  const { stdout: ruby } = await execa('ruby', ['-e', 'print RUBY_VERSION']);
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.versions.node,
    ruby,
  };
}
