import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listeningPorts } from '../../src/app/listening-ports.ts';
import {
  initialEnvironment,
  liveProcesses,
  readProcess,
  workingDirectory,
} from '../../src/app/process-table.ts';
import { listenSomewhere, Sandbox } from './sandbox.ts';

test('a process is described by its parent, its session and its start', () => {
  const own = readProcess(process.pid);
  expect(own).toMatchObject({ pid: process.pid, parentPid: process.ppid });
  expect(own?.startTicks).toBeGreaterThan(readProcess(1)?.startTicks ?? Number.NaN);
  expect([...liveProcesses()].map((entry) => entry.pid)).toContain(process.pid);
});

test('a program whose name looks like a line of the table is read right', async () => {
  await using sandbox = await Sandbox.create();
  const file = join(sandbox.directory, 'a) Z 1 (b');
  await writeFile(file, '#!/bin/sh\necho started\nread line\n');
  await chmod(file, 0o755);
  const child = spawn(file, { cwd: sandbox.directory, env: { MARK: 'here' }, detached: true });
  await once(child.stdout, 'data');
  const { pid = 0 } = child;
  expect(readProcess(pid)).toMatchObject({
    parentPid: process.pid,
    groupId: pid,
    sessionId: pid,
    hasTerminal: false,
  });
  expect(initialEnvironment(pid)).toContain('MARK=here');
  expect(workingDirectory(pid)).toBe(sandbox.directory);
  child.stdin.end();
  await once(child, 'exit');
  expect(readProcess(pid)).toBeUndefined();
});

test('ports are those of the given processes alone', async () => {
  await using server = await listenSomewhere();
  expect(listeningPorts([process.pid])).toContain(server.port);
  expect(listeningPorts([])).toEqual([]);
  await server[Symbol.asyncDispose]();
  expect(listeningPorts([process.pid])).not.toContain(server.port);
});
