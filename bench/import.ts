import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { seededRandom } from '../src/traffic/random.ts';

/** `node bench/import.ts [MEGABYTES]`: time and memory of `heapgate import` over a generated nginx log. */
const megabytes = Number(process.argv[2] ?? 1000);
const agents = ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'curl/8.5.0'];

/** A shop's log: pages of records, searches, assets, a few scanners and malformed targets. */
function* logBlocks(bytes: number): Generator<string> {
  const random = seededRandom('bench', bytes);
  const below = (limit: number) => Math.floor(random() * limit);
  const hex = () =>
    below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const requests = [
    () => `GET / HTTP/2.0" 200`,
    () => `GET /products/${below(1e6)} HTTP/1.1" 200`,
    () => `GET /products/${below(1e6)}/reviews?page=${below(9)} HTTP/1.1" 200`,
    () => `GET /search?q=tea+${hex()}&sort=price HTTP/1.1" 200`,
    () => `GET /orders/${hex()}-0000-4000-8000-${hex()}${hex().slice(4)} HTTP/1.1" 302`,
    () => `GET /assets/app-${hex()}${hex()}.js HTTP/2.0" 304`,
    () => `POST /cart/items HTTP/1.1" 302`,
    () => `GET /${hex()}/wp-login.php HTTP/1.1" 404`,
    () => `GET /p/caf\\xC3\\xA9|${below(1e4)} HTTP/1.1" 200`,
  ];
  for (let written = 0; written < bytes; ) {
    let block = '';
    while (block.length < 1e6) {
      // Frequent requests come first: the square of an even number is small more often than not.
      const request = requests[Math.floor(random() ** 2 * requests.length)];
      const address = `203.0.113.${below(256)}`;
      block += `${address} - - [22/Nov/2026:10:00:00 +0000] "${request?.()} ${below(1e5)} "https://shop.example/" "${agents[below(2)]}"\n`;
    }
    written += block.length;
    yield block;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'heapgate-bench-'));
try {
  const log = join(folder, 'access.log');
  await pipeline(Readable.from(logBlocks(megabytes * 1e6)), createWriteStream(log));
  const cli = join(import.meta.dirname, '../src/cli.ts');
  const start = performance.now();
  const args = ['import', log, '--out', join(folder, 'shop.yml')];
  const { stdout, stderr } = await execa('/usr/bin/time', ['-f', '%M %U %S', process.execPath, cli, ...args]);
  const seconds = (performance.now() - start) / 1000;
  const [peakKilobytes = 0, userSeconds = 0, systemSeconds = 0] =
    stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  const size = (await stat(log)).size / 1e6;
  console.log(stdout);
  console.log(
    `${size.toFixed(0)} MB in ${seconds.toFixed(1)} s, ${(size / seconds).toFixed(0)} MB/s, ${(userSeconds + systemSeconds).toFixed(1)} s of CPU, peak ${(peakKilobytes / 1000).toFixed(0)} MB`,
  );
} finally {
  await rm(folder, { recursive: true });
}
