import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, vi } from 'vitest';
import { SocketInodes } from '../../src/traffic/socket-inodes.ts';
import { Sandbox } from '../app/sandbox.ts';

/** In place of Ruby: answers with what the pipe of the client's port says, and says when it ends. */
const slowHelper = `#!/bin/sh
cd "$(dirname "$0")"
while read -r server client; do cat "$client"; done
echo ended > ended
`;

it('an answer that comes too late is nobody else’s', async () => {
  await using sandbox = await Sandbox.create();
  const file = (name: string) => join(sandbox.directory, name);
  await writeFile(file('ruby'), slowHelper);
  await chmod(file('ruby'), 0o755);
  await execa('mkfifo', ['1', '2', '3', 'ended'].map(file));
  vi.stubEnv('PATH', `${sandbox.directory}:${process.env.PATH}`);
  try {
    using inodes = new SocketInodes(80);
    const given = inodes.of([1]);
    inodes[Symbol.dispose]();
    const asked = [inodes.of([2]), inodes.of([3])];
    await writeFile(file('1'), 'late\n');
    await readFile(file('ended'));
    await writeFile(file('2'), 'second\n');
    await writeFile(file('3'), 'third\n');
    expect(await given).toBeUndefined();
    expect(await Promise.all(asked)).toEqual([new Map([[2, 'second']]), new Map([[3, 'third']])]);
    inodes[Symbol.dispose]();
    await readFile(file('ended'));
  } finally {
    vi.unstubAllEnvs();
  }
});
