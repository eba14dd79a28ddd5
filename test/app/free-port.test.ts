import { expect, test } from 'vitest';
import { isPortFree, reservePort, waitUntilPortFree } from '../../src/app/free-port.ts';
import { listenSomewhere } from './sandbox.ts';

test('a reserved port is free for the app to bind', async () => {
  await using reserved = await reservePort();
  expect(await isPortFree(reserved.port)).toBe(true);
});

test('a reserved port is not given away twice', async () => {
  await using first = await reservePort();
  const only = { first: first.port, count: 1 };
  await expect(reservePort(only)).rejects.toThrow(`no free port between ${first.port} and ${first.port}`);
});

test('a port can be reserved again once it was given back', async () => {
  const first = await reservePort();
  await first[Symbol.asyncDispose]();
  await using second = await reservePort({ first: first.port, count: 1 });
  expect(second.port).toBe(first.port);
});

test('a port on which something listens on one address only is not free', async () => {
  await using taken = await listenSomewhere();
  expect(await isPortFree(taken.port)).toBe(false);
  await expect(reservePort({ first: taken.port, count: 1 })).rejects.toThrow('no free port');
});

test('waiting for a port ends when it is let go', async () => {
  const taken = await listenSomewhere();
  const waiting = waitUntilPortFree(taken.port, 10_000);
  await taken[Symbol.asyncDispose]();
  expect(await waiting).toBe(true);
});

test('waiting for a port ends without it when time is up', async () => {
  await using taken = await listenSomewhere();
  expect(await waitUntilPortFree(taken.port, 50)).toBe(false);
});
