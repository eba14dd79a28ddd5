import { once } from 'node:events';
import { createServer, type ListenOptions } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotMeasure } from '../cannot-measure.ts';

/** A port that no other heapgate on this machine takes until this is disposed of. */
export interface ReservedPort extends AsyncDisposable {
  readonly port: number;
}

export interface PortRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Reserves a free port for the app. The port itself stays unbound, since the app binds it; what is held is an abstract
 * Unix socket that stands for it, which the kernel drops even if heapgate is killed.
 */
export async function reservePort(range: PortRange = APP_PORTS): Promise<ReservedPort> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = range.first + Math.floor(Math.random() * range.count);
    const claim = await listen({ path: `\0heapgate-port-${port}` });
    if (claim === undefined) continue;
    if (await isPortFree(port)) return { port, [Symbol.asyncDispose]: () => claim[Symbol.asyncDispose]() };
    await claim[Symbol.asyncDispose]();
  }
  const last = range.first + range.count - 1;
  throw new CannotMeasure(`no free port between ${range.first} and ${last}: end what listens there`);
}

/** Whether a server could bind the port on every address now. Connections that are still closing do not matter. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = await listen({ port });
  await server?.[Symbol.asyncDispose]();
  return server !== undefined;
}

/** Waits until the app before has let go of the port. Answers whether it has. */
export async function waitUntilPortFree(port: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isPortFree(port))) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

/** Below the ports that the kernel gives to outgoing connections, which could take one between two boots. */
const APP_PORTS: PortRange = { first: 20_000, count: 12_000 };
const ATTEMPTS = 200;

/** A server that hangs up on everybody; `undefined` when the address is taken. */
async function listen(address: ListenOptions): Promise<AsyncDisposable | undefined> {
  const server = createServer((socket) => socket.destroy());
  try {
    await once(server.listen(address), 'listening');
    return server;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
