import { join } from 'node:path';
import { execa } from 'execa';
import { CannotMeasure } from '../src/cannot-measure.ts';
import type { BenchCache } from './cache.ts';
import type { Contestant } from './contestant.ts';
import type { Command } from './timed-run.ts';

const versions = { heapy: '0.2.0', sheap: '0.3.0', 'heap-profiler': '0.9.0' } as const;

/** Other analyzers of Ruby dumps: gems that are installed for it, and harb where it is on the path. */
export async function peers(cache: BenchCache): Promise<Contestant[]> {
  return [...gems(await installGems(cache)), ...((await isOnPath('harb')) ? harb : [])];
}

async function installGems(cache: BenchCache): Promise<string> {
  const gems = Object.entries(versions).map(([name, version]) => `${name}:${version}`);
  return cache.folder(gems.join(' ').replaceAll(/[: ]/g, '-'), async (directory) => {
    const options = ['--no-document', '--install-dir', directory];
    const { failed, stderr } = await execa('gem', ['install', ...options, ...gems], { reject: false });
    if (failed) {
      const reason = stderr.split('\n', 1)[0];
      throw new CannotMeasure(`cannot install ${gems.join(', ')} (${reason}): mend it, or give --no-peers`);
    }
  });
}

/** The least that reading a dump can cost. */
export const lineCount: Contestant = {
  operation: 'lines',
  name: 'wc -l',
  own: false,
  does: 'counts lines',
  command: ({ before }) => ({ program: 'wc', args: ['-l', before] }),
};

function gems(home: string): Contestant[] {
  const env = { GEM_HOME: home, GEM_PATH: home };
  const gem = (name: keyof typeof versions, ...args: string[]): Command => ({
    program: join(home, 'bin', name),
    args,
    env,
  });
  // What its console does with the files it is given, without the console.
  const sheap = (script: string, ...dumps: string[]): Command => ({
    program: 'ruby',
    args: ['-r', 'set', '-r', 'sheap', '-e', script, ...dumps],
    env,
  });
  return [
    {
      operation: 'analyze',
      name: `heap-profiler ${versions['heap-profiler']}`,
      own: false,
      does: 'tables by gem, file and class',
      command: ({ before }) => gem('heap-profiler', 'report', before),
    },
    {
      operation: 'analyze',
      name: `heapy ${versions.heapy}`,
      own: false,
      does: 'tables by file and generation',
      command: ({ before }) => gem('heapy', 'read', before, 'all'),
    },
    {
      operation: 'analyze',
      name: `sheap ${versions.sheap}`,
      own: false,
      does: 'reads the lines; no analysis yet',
      command: ({ before }) => sheap('Sheap::Heap.new(ARGV[0]).inspect', before),
    },
    {
      operation: 'diff',
      name: `heapy ${versions.heapy}`,
      own: false,
      does: 'new addresses by file and line',
      command: ({ before, after }) => gem('heapy', 'diff', before, after),
    },
    {
      operation: 'diff',
      name: `sheap ${versions.sheap}`,
      own: false,
      does: 'new addresses; no analysis yet',
      command: ({ before, after }) => sheap('Sheap::Diff.new(*ARGV).inspect', before, after),
    },
  ];
}

const harb: readonly Contestant[] = [
  {
    operation: 'analyze',
    name: 'harb',
    own: false,
    does: 'graph and dominators; no tables',
    command: ({ before }) => ({ program: 'harb', args: [before], input: 'quit\n' }),
  },
  {
    operation: 'diff',
    name: 'harb',
    own: false,
    does: 'new addresses',
    command: ({ before, after }) => ({ program: 'harb', args: [before], input: `diff ${after}\nquit\n` }),
  },
];

async function isOnPath(program: string): Promise<boolean> {
  const { failed } = await execa('sh', ['-c', 'command -v "$0"', program], { reject: false });
  return !failed;
}
