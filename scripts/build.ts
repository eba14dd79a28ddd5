import { build } from 'rolldown';
import config from '../rolldown.config.ts';

/** Bundles the sources into `directory`. The same sources give the same bytes, wherever they lie. */
export async function buildInto(directory: string): Promise<void> {
  await build({ ...config, logLevel: 'warn', output: { ...config.output, dir: directory } });
}

if (import.meta.main) await buildInto('dist');
