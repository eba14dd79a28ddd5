import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processName } from '../leak/measurement.ts';
import { AgentGone } from '../runtimes/runtime.ts';
import type { ProcessLife } from './processes.ts';

/** Dumps every serving process into the folder that the user keeps them in, over those of an earlier run. */
export async function keepDumps(
  lives: readonly ProcessLife[],
  { keep, label }: { readonly keep: string; readonly label: string },
  when: 'before' | 'after',
): Promise<void> {
  await Promise.all(
    lives.map(async (life) => {
      const file = join(keep, `${label}-${processName(life).replace(' ', '-')}-${when}.json`);
      await rm(file, { force: true });
      await life.agent.dump(file).catch((error: unknown) => {
        // What has ended meanwhile has no heap; the next round tells of it.
        if (!(error instanceof AgentGone)) throw error;
      });
    }),
  );
}
