import { availableParallelism } from 'node:os';
import { execa } from 'execa';

/** Keeps every core busy until it is disposed of. */
export function startCpuLoad(): AsyncDisposable {
  const busy = Array.from({ length: availableParallelism() }, () =>
    execa(process.execPath, ['-e', 'for (;;);'], { reject: false }),
  );
  return {
    [Symbol.asyncDispose]: async () => {
      for (const each of busy) each.kill('SIGKILL');
      await Promise.all(busy);
    },
  };
}
