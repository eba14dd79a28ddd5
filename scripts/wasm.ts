import { join } from 'node:path';
import { execa } from 'execa';

const root = join(import.meta.dirname, '..');
export const compiledFile = join(root, 'src/runtimes/ruby/dump/plain-rows.wasm');

/** Compiles wasm/ into `file`. The same sources give the same bytes, wherever they lie. */
export async function compileInto(file: string): Promise<void> {
  const options = ['-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--use', 'abort='];
  await execa('asc', ['plain-rows.ts', '--outFile', file, ...options], {
    cwd: join(root, 'wasm'),
    localDir: root,
    preferLocal: true,
  });
}

if (import.meta.main) await compileInto(compiledFile);
