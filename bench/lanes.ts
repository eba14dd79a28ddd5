import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { newKind } from '../src/traffic/kind.ts';
import { openLanes } from '../src/traffic/lanes.ts';

/**
 * `node bench/lanes.ts`: what lanes cost, beside autocannon in the same run. The server is a process of its own; what is
 * counted is the CPU time of this one.
 */
const connections = 10;
const turns = 3;

interface Cost {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

type Driver = (port: number, pid: number, requests: number) => Promise<number>;

const headers = { Accept: 'text/html', 'User-Agent': 'bench' };

const overLanes: Driver = async (port, pid, requests) => {
  const kind = newKind('home', {
    method: 'GET',
    target: '/products?page=2',
    headers: Object.entries(headers),
    body: undefined,
  });
  using lanes = await openLanes({ port, pids: [pid], perProcess: connections });
  const steps = Array(requests / connections).fill(kind);
  const outcomes = await lanes.replay(Array(connections).fill(steps));
  return outcomes.filter(({ reached }) => reached).length;
};

const overAutocannon: Driver = async (port, _pid, requests) => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const settings = {
    url: `http://127.0.0.1:${port}`,
    connections,
    amount: requests,
    requests: [{ path: '/products?page=2', headers }],
    sampleInt: 50,
  };
  autocannon(settings, (error, result) => (error ? reject(error) : resolve(result['2xx'])));
  return promise;
};

async function cost(driver: Driver, delayMs: number, requests: number): Promise<Cost> {
  const server = fork(join(import.meta.dirname, 'trivial-server.ts'), [String(delayMs)]);
  try {
    const [port] = (await once(server, 'message')) as [number];
    const pid = server.pid ?? 0;
    await driver(port, pid, requests / 10);
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const answered = await driver(port, pid, requests);
    const { user, system } = process.cpuUsage(before);
    const seconds = (performance.now() - startedAt) / 1000;
    if (answered !== requests) throw new Error(`${requests} requests planned, ${answered} answered`);
    return { perSecond: requests / seconds, cpuMicroseconds: (user + system) / requests };
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

/** In turns, so that a disturbance of the machine hits both alike; the cheapest run of each, for a disturbance only adds. */
async function race(delayMs: number, requests: number): Promise<readonly [lanes: Cost, autocannon: Cost]> {
  const drivers = [overLanes, overAutocannon];
  const runs: Cost[][] = drivers.map(() => []);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [index, driver] of drivers.entries()) runs[index]?.push(await cost(driver, delayMs, requests));
  }
  const [lanes, other] = runs.map(
    (costs) => costs.toSorted((a, b) => a.cpuMicroseconds - b.cpuMicroseconds)[0],
  );
  if (!lanes || !other) throw new Error('nothing ran');
  return [lanes, other];
}

function show(title: string, [lanes, other]: readonly [Cost, Cost]): void {
  console.log(title);
  for (const [name, { perSecond, cpuMicroseconds }] of Object.entries({ lanes, autocannon: other })) {
    const columns = [
      name.padEnd(10),
      `${perSecond.toFixed(0).padStart(6)} requests/s`,
      `${cpuMicroseconds.toFixed(1).padStart(5)} µs of CPU each`,
      `${((100 * 2000 * cpuMicroseconds) / 1e6).toFixed(1).padStart(5)} % of a core for 2,000/s`,
    ];
    console.log(`  ${columns.join('  ')}`);
  }
  const rate = (lanes.perSecond / other.perSecond).toFixed(2);
  const cpu = (lanes.cpuMicroseconds / other.cpuMicroseconds).toFixed(2);
  console.log(`  lanes to autocannon: ${rate} × the rate, ${cpu} × the CPU time`);
}

show('As fast as it goes', await race(0, 50_000));
show('With pauses, at about 2,000/s', await race((1000 * connections) / 2000, 5_000));
