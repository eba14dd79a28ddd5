import { stat } from 'node:fs/promises';
import type { HeapGraph } from '../src/heap/graph.ts';
import { readRubyDump } from '../src/runtimes/ruby/dump-reader.ts';
import { readRubyDumpSlowly } from '../test/runtimes/ruby/reference-dump-reader.ts';

/** `node bench/dump-reader.ts DUMP…`: rows per second of the reader and of the reference, over the same dumps. */
const times = 3;

async function fastest(
  read: (file: string) => Promise<HeapGraph>,
  file: string,
): Promise<{ ms: number; rows: number }> {
  const runs = [];
  for (let run = 0; run < times; run++) {
    const start = performance.now();
    const { nodeCount } = await read(file);
    runs.push({ ms: performance.now() - start, rows: nodeCount });
  }
  return runs.reduce((best, run) => (run.ms < best.ms ? run : best));
}

for (const file of process.argv.slice(2)) {
  const megabytes = (await stat(file)).size / 1e6;
  const results = {
    reader: await fastest(readRubyDump, file),
    reference: await fastest(readRubyDumpSlowly, file),
  };
  console.log(`${file}: ${results.reader.rows} rows, ${megabytes.toFixed(1)} MB`);
  for (const [name, { ms, rows }] of Object.entries(results)) {
    const perRow = (ms * 1000) / rows;
    console.log(
      `  ${name.padEnd(9)} ${ms.toFixed(0).padStart(6)} ms ${perRow.toFixed(2)} µs/row ${((rows / ms) * 1000).toFixed(0)} rows/s`,
    );
  }
  console.log(`  ratio     ${(results.reference.ms / results.reader.ms).toFixed(1)}`);
}
