import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reservePort } from '../src/app/free-port.ts';
import { CannotMeasure } from '../src/cannot-measure.ts';
import { type Recorded, type RecordRequest, record } from '../src/record.ts';
import { isAllowedHeader } from '../src/redaction/headers.ts';
import { Lanes } from '../src/traffic/lanes.ts';
import { parseRequestHead } from '../src/traffic/record/request-head.ts';
import { requestBytes } from '../src/traffic/request-bytes.ts';
import { parseScenario } from '../src/traffic/scenario-file.ts';
import { malformedRequests } from './traffic/malformed-requests.ts';
import { ByteServer } from './traffic/record/byte-server.ts';
import { send } from './traffic/record/client.ts';

let folder: string;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heapgate-record-'));
  out = join(folder, 'out.yml');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const answer = (status: number) => `HTTP/1.1 ${status} x\r\nContent-Length: 2\r\n\r\nok`;

const recorded = (app: ByteServer, traffic: (port: number) => Promise<unknown>): Promise<Recorded> =>
  recordedAt(`http://127.0.0.1:${app.port}`, traffic);

/** Records what `traffic` does with the port that it is given. */
async function recordedAt(
  target: string,
  traffic: (port: number) => Promise<unknown>,
  options: Partial<RecordRequest> = {},
): Promise<Recorded> {
  const controller = new AbortController();
  const listening = Promise.withResolvers<number>();
  const recording = record({
    target,
    allowRemote: false,
    listen: undefined,
    out,
    force: false,
    command: [],
    progress: (line) => listening.resolve(Number(/:(\d+)/.exec(line)?.[1])),
    signal: controller.signal,
    ...options,
  });
  const ended = Promise.race([listening.promise.then(traffic), recording]);
  try {
    await ended;
  } finally {
    controller.abort(new Error('ended by SIGINT'));
  }
  return await recording;
}

/** What arrives when all requests of the written file are replayed, those that are off too. */
async function replayed(): Promise<string[]> {
  const [on = '', off = ''] = (await readFile(out, 'utf8')).split(/^ {2}# Off.*\n/m);
  const { kinds } = parseScenario(on + off.replaceAll(/^ {2}# (?!Derive)/gm, '  '), out);
  const whole = new Set<string>();
  await using app = await ByteServer.listen((socket, received) => {
    if (whole.has(received)) socket.write(answer(200));
  });
  for (const { request } of kinds) whole.add(requestBytes(request, app.port).toString('latin1'));
  using lanes = new Lanes({ port: app.port, pids: [process.pid], perProcess: 1 });
  await lanes.replay([kinds.map((kind) => ({ ...kind, connection: 'fresh' }))]);
  return app.received.filter((bytes) => bytes !== '');
}

/** What a request that can be taken apart is, without what is made anew for each one and what is left out of files. */
function essence(bytes: string): string {
  const end = bytes.indexOf('\r\n\r\n') + 4;
  const head = parseRequestHead(bytes.slice(0, end));
  if (!head) return bytes;
  const kept = head.headers
    .filter(([name]) => isAllowedHeader(name))
    .map(([name, value]) => `${name}: ${value}`);
  return [head.method, head.target, ...kept.sort(), bytes.slice(end)].join('\n');
}

/** What a whole request is, without what headers say that may be secret; it stays as long. */
const masked = (bytes: string): string =>
  bytes.replaceAll(
    /(?<=\n(?:Authorization|Cookie|Client-IP|If-None-Match|X-Forwarded-\w+): )[^\r]+/g,
    (value) => '*'.repeat(value.length),
  );

const keptWhole =
  'no-host two-hosts host-bad host-port-junk host-underscore host-bracket cookie-ff cookie-pct accept-junk ' +
  'accept-nul json-ff range-junk xff-spoof xfh-bad ims-junk auth-junk te-cl cl-bad http09 http2-preface tls-hello';

describe.each([200, 404])('the malformed requests, answered with %i,', (status) => {
  const ordinary = 'GET /shop HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  const requests = malformedRequests();

  it('pass unchanged, are in the file, and are replayed from it byte for byte', async () => {
    const all = [ordinary, ...Object.values(requests)];
    await using app = await ByteServer.listen((socket, received) => {
      if (all.includes(received)) socket.write(answer(received === ordinary ? 200 : status));
    });
    const { recording } = await recorded(app, async (port) => {
      for (const bytes of all) await send(port, bytes);
    });
    // The first connection looked whether anybody listens.
    expect(app.received.slice(1)).toEqual(all);
    expect([recording.requests, [...recording.leftOut]]).toEqual([127, []]);
    const found = await replayed();
    const whole = keptWhole.split(' ');
    const missing = Object.entries(requests).filter(([name, bytes]) =>
      whole.includes(name)
        ? found.every((one) => masked(one) !== masked(bytes))
        : found.every((one) => essence(one) !== essence(bytes)),
    );
    expect(missing.map(([name]) => name)).toEqual([]);
    expect(found).toHaveLength(Object.keys(requests).length + 1);
  });
});

describe('a recording', () => {
  const get = (target: string, ...headers: string[]) =>
    [`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, '', ''].join('\r\n');
  const post = (target: string, type: string, body: string) =>
    [
      `POST ${target} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Content-Type: ${type}`,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
  const isComplete = (received: string) => /\r\n\r\n/.test(received);
  const ordinaryApp = () =>
    ByteServer.listen((socket, received) => {
      if (isComplete(received)) socket.write(answer(/ \/missing/.test(received) ? 404 : 200));
    });

  it('has requests as often as they were made, and those that change data as comments', async () => {
    await using app = await ordinaryApp();
    await recorded(app, async (port) => {
      for (let time = 0; time < 4; time += 1) await send(port, get('/'));
      await send(port, get('/orders/1'));
      await send(port, get('/orders/2'));
      await send(port, get('/missing'));
      await send(port, post('/orders', 'application/json', '{"product":7}'));
    });
    const { kinds } = parseScenario(await readFile(out, 'utf8'), out);
    expect(kinds.map(({ label, times, hostile }) => [label, times, hostile])).toEqual([
      ['GET /', 4, false],
      ['GET /orders/1', 1, false],
      ['GET /orders/2', 1, false],
      ['GET /missing', 1, true],
    ]);
    expect((await replayed()).at(-1)).toContain('{"product":7}');
  });

  it('has them in the order in which they came, with when and on which connection', async () => {
    await using app = await ordinaryApp();
    await recorded(app, async (port) => {
      for (const target of ['/form', '/often', '/last', '/often']) await send(port, get(target));
    });
    const text = await readFile(out, 'utf8');
    expect(parseScenario(text, out).kinds.map(({ label }) => label)).toEqual([
      'GET /form',
      'GET /often',
      'GET /last',
    ]);
    const notes = [...text.matchAll(/first after \d[\d.]* m?s on connection (\d), in \d+ ms$/gm)];
    expect(notes.map(([, connection]) => connection)).toEqual(['1', '2', '3']);
  });

  it('tells pages from what else is asked for at the same address', async () => {
    await using app = await ordinaryApp();
    await recorded(app, async (port) => {
      await send(port, get('/', 'Accept: text/html'));
      await send(port, get('/', 'Accept: application/json'));
    });
    expect(await replayed()).toEqual([
      expect.stringContaining('Accept: text/html'),
      expect.stringContaining('Accept: application/json'),
    ]);
  });

  it('holds no secrets', async () => {
    await using app = await ordinaryApp();
    const { redactions, headersLeftOut } = await recorded(app, async (port) => {
      await send(port, get('/', 'Cookie: sid=hunter2cookie', 'Authorization: Basic aHVudGVyMg=='));
      await send(port, get('/reset?token=hunter2query'));
      await send(port, post('/login', 'application/x-www-form-urlencoded', 'user=a&password=hunter2form'));
      // A password that is split in two by chunks.
      await send(
        port,
        'POST /session HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n' +
          'Transfer-Encoding: chunked\r\n\r\nd\r\npassword=hunt\r\n8\r\ner2chunk\r\n0\r\n\r\n',
      );
    });
    const text = await readFile(out, 'utf8');
    expect(text).not.toMatch(/hunter2|hunt|er2chunk|aHVudGVyMg/);
    expect(text).toContain('password=');
    expect(redactions.length).toBeGreaterThan(0);
    expect(headersLeftOut).toBeGreaterThan(0);
  });

  it('leaves out what cannot be replayed, and counts it', async () => {
    await using app = await ByteServer.listen((socket, received) => {
      if (/ \/ws/.test(received)) socket.write('HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n');
      else if (/ \/stream/.test(received)) socket.write('HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\n');
      else if (isComplete(received) && !/ \/upload/.test(received)) socket.write(answer(200));
    });
    const { recording } = await recorded(app, async (port) => {
      await send(port, get('/'));
      await send(port, `${get('/ws', 'Upgrade: websocket')}\x81\x05frame`);
      await send(port, get('/stream'));
      await send(port, 'POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc');
      await send(port, post('/upload', 'text/plain', 'x'.repeat(2_000_000)));
    });
    expect(recording.requests).toBe(5);
    expect(Object.fromEntries(recording.leftOut)).toEqual({
      'another protocol': 1,
      'not answered': 1,
      'cut off': 1,
      'too large': 1,
    });
    expect(await replayed()).toHaveLength(1);
  });

  it('tells when each request passed, on which connection, and its status', async () => {
    await using app = await ByteServer.listen((socket, received) => {
      if (received.split('\r\n\r\n').length > 2) socket.write(answer(200) + answer(404));
    });
    const { recording } = await recorded(app, (port) => send(port, get('/') + get('/missing')));
    expect(recording.passed.map(({ connection, status }) => [connection, status])).toEqual([
      [1, 200],
      [1, 404],
    ]);
    for (const { startedMs, answeredMs } of recording.passed) {
      expect(answeredMs).toBeGreaterThanOrEqual(startedMs);
    }
  });

  it('goes on when the app goes away and comes back', async () => {
    await using first = await ordinaryApp();
    let gone: string | undefined;
    await recorded(first, async (tee) => {
      await send(tee, get('/'));
      await first[Symbol.asyncDispose]();
      gone = await send(tee, get('/nobody'));
      await using again = await ByteServer.listen((socket) => socket.write(answer(200)), first.port);
      await send(tee, get('/again'));
      expect(again.received).toEqual([get('/again')]);
    });
    expect(gone).toBe('');
    expect((await replayed()).map((bytes) => bytes.split(' ')[1])).toEqual(['/', '/again']);
  });
});

describe('a refusal in one line, without a file:', () => {
  const refusal = (target: string, options: Partial<RecordRequest> = {}): Promise<unknown> =>
    recordedAt(target, async () => {}, options).then(
      () => 'recorded',
      (error: unknown) => (error instanceof CannotMeasure ? error.message : error),
    );

  it.each([
    ['https://127.0.0.1:3000', /encrypted cannot be recorded: name the http address/],
    ['http://shop.example:3000', /another machine.*--allow-remote$/],
    ['http://127.0.0.1.example.com', /another machine/],
    ['127.0.0.1:3000', /no address of an app: write it as http:\/\/127\.0\.0\.1:3000$/],
    ['http://127.0.0.1:3000/shop', /no address of an app/],
    ['http://user:pass@127.0.0.1:3000', /no address of an app/],
  ])('%s', async (target, message) => {
    expect(await refusal(target)).toMatch(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['http://[::1]:3000', 'http://0.0.0.0:3000', 'http://[::]:3000', 'http://shop.localhost:3000'])(
    'the port is that of the target: %s',
    async (target) => {
      expect(await refusal(target, { listen: 3000, command: ['true'] })).toBe(
        '--listen 3000: is where the target listens: name another port',
      );
    },
  );

  it('nobody listens at the target', async () => {
    await using reserved = await reservePort();
    const { port } = reserved;
    expect(await refusal(`http://127.0.0.1:${port}`)).toBe(
      `http://127.0.0.1:${port} cannot be reached (ECONNREFUSED): start the app there, or name another address with --target`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('the port is taken', async () => {
    await using app = await ByteServer.listen(() => {});
    await using other = await ByteServer.listen(() => {});
    expect(await refusal(`http://127.0.0.1:${app.port}`, { listen: other.port })).toBe(
      `cannot listen on port ${other.port} (EADDRINUSE): name another one with --listen`,
    );
  });

  it('the file exists already, told before anything is recorded', async () => {
    await writeFile(out, 'mine');
    expect(await refusal('http://127.0.0.1:1')).toMatch(/out\.yml exists already.*--force$/);
    expect(await readFile(out, 'utf8')).toBe('mine');
  });

  it('the command sent nothing through it', async () => {
    await using app = await ByteServer.listen(() => {});
    const message = await refusal(`http://127.0.0.1:${app.port}`, { command: ['true'] });
    expect(message).toMatch(/^no request was recorded: .*\$HEAPGATE_TARGET_URL .*rack_test/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('nothing was recorded', async () => {
    await using app = await ByteServer.listen(() => {});
    expect(await refusal(`http://127.0.0.1:${app.port}`)).toMatch(/^no request was recorded: /);
    expect(await readdir(folder)).toEqual([]);
  });
});
