import { delimiter, join } from 'node:path';
import { execa, execaSync } from 'execa';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** A Node on this machine that is too old, where there is one. */
function oldNode(): string | undefined {
  const programs = ['/usr/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(delimiter)];
  return programs
    .map((folder) => join(folder, 'node'))
    .find((node) => {
      const { stdout } = execaSync(node, ['--version'], { reject: false });
      return Number(/^v(\d+)\./.exec(stdout ?? '')?.[1] ?? 22) < 22;
    });
}

const oldest = oldNode();

test.skipIf(oldest === undefined)(
  'what is published says on an older Node, in one line, which is needed',
  async () => {
    const run = await execa(oldest ?? '', [join(root, 'dist/cli.js'), 'analyze', 'dump.json'], {
      reject: false,
    });
    expect(run.stderr).toMatch(/^heapgate: this is Node \d+\.\d+\.\d+: run it with Node 22 or newer$/);
    expect({ stdout: run.stdout, exitCode: run.exitCode }).toEqual({ stdout: '', exitCode: 2 });
  },
);

test.each([
  ['20.20.2', 2],
  ['21.7.3', 2],
  ['22.0.0', 0],
])('Node %s ends with status %i', async (version, status) => {
  const pretended = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const run = await execa(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(pretended)}`,
      join(root, 'src/cli.ts'),
      '--version',
    ],
    { reject: false },
  );
  const refusal = `heapgate: this is Node ${version}: run it with Node 22 or newer`;
  expect({ stderr: run.stderr, exitCode: run.exitCode }).toEqual({
    stderr: status === 0 ? '' : refusal,
    exitCode: status,
  });
});
