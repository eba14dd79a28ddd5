import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requestBytes } from '../../src/traffic/request-bytes.ts';
import type { Scenario } from '../../src/traffic/scenario.ts';
import { readScenario } from '../../src/traffic/scenario-file.ts';

async function readHarText(text: string): Promise<Scenario> {
  const folder = await mkdtemp(join(tmpdir(), 'heapgate-har-'));
  try {
    await writeFile(join(folder, 'shop.har'), text);
    return await readScenario(join(folder, 'shop.har'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Recorded {
  readonly url: string;
  readonly method?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly postData?: object;
}

function readEntries(...entries: Recorded[]): Promise<Scenario> {
  const log = {
    version: '1.2',
    entries: entries.map(({ url, method = 'GET', status = 200, headers = {}, postData }) => ({
      request: {
        method,
        url,
        headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
        postData,
      },
      response: { status, headers: [], content: { size: 3, text: 'abc' } },
    })),
  };
  return readHarText(JSON.stringify({ log }));
}

const wires = ({ kinds }: Scenario): string[] =>
  kinds.map(({ request }) => requestBytes(request, 3000).toString('latin1'));

describe('a HAR file', () => {
  it('becomes one kind for each method, target and body, as often as it was recorded', async () => {
    const url = 'http://shop.test/a';
    const form = (text: string) => ({ method: 'POST', url, postData: { mimeType: 'text/plain', text } });
    const { name, kinds } = await readEntries({ url }, form('1'), { url }, form('2'), { url });
    expect(name).toBe('shop');
    expect(kinds.map(({ id, times }) => [id, times])).toEqual([
      ['GET /a', 3],
      ['POST /a', 1],
      ['POST /a #2', 1],
    ]);
  });

  it('keeps how frequent kinds are to each other, up to 20 times a cycle', async () => {
    const entries = Array.from({ length: 110 }, (_, index) => ({
      url: `http://shop.test/${index < 100 ? 'a' : 'b'}`,
    }));
    expect((await readEntries(...entries)).kinds.map(({ times }) => times)).toEqual([20, 2]);
  });

  it('keeps targets as they were recorded, without normalising them', async () => {
    const targets = ['/p/../q', '/a|b?x[]=1', '/%7e', '//twice', '/caf\u00e9', '/a b', '/\\'];
    const sent = wires(
      await readEntries(...targets.map((target) => ({ url: `http://shop.test${target}#top` }))),
    );
    expect(sent.map((text) => /^GET (.*) HTTP\/1\.1\r$/m.exec(text)?.[1])).toEqual(
      targets.map((target) => Buffer.from(target).toString('latin1')),
    );
  });

  it('keeps only requests to the host of the first one', async () => {
    const { kinds } = await readEntries(
      { url: 'https://shop.test/a' },
      { url: 'https://cdn.test/app.js' },
      { url: 'wss://shop.test/live' },
      { url: 'data:text/css,x' },
      { url: 'https://shop.test' },
    );
    expect(kinds.map(({ id }) => id)).toEqual(['GET /a', 'GET /']);
  });

  it('keeps headers that shape an answer, and neither cookies nor credentials nor lengths', async () => {
    const headers = {
      Accept: 'text/html',
      Cookie: 's=1',
      Authorization: 'b',
      Host: 'shop.test',
      'Content-Length': '9',
      ':path': '/',
    };
    expect(wires(await readEntries({ url: 'http://shop.test/', headers }))).toEqual([
      'GET / HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nAccept: text/html\r\n\r\n',
    ]);
  });

  it('says that a request came over HTTPS', async () => {
    expect(wires(await readEntries({ url: 'https://shop.test/' }))[0]).toContain(
      'X-Forwarded-Proto: https\r\n',
    );
  });

  it('sends the fields of a form whose text was not recorded', async () => {
    const postData = { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'a b', value: 'ü' }] };
    expect(wires(await readEntries({ url: 'http://shop.test/', method: 'POST', postData }))[0]).toMatch(
      /Content-Length: 10\r\n\r\na\+b=%C3%BC$/,
    );
  });

  it('takes a malformed target for hostile unless it was answered normally', async () => {
    const { kinds } = await readEntries(
      { url: 'http://shop.test/' },
      { url: 'http://shop.test/?q[a]=1' },
      { url: 'http://shop.test/[x', status: 500 },
    );
    expect(kinds.map(({ hostile }) => hostile)).toEqual([false, false, true]);
  });

  it('is read as a stream: a body larger than what is kept of it does no harm', async () => {
    const text = 'x'.repeat(8 * 1024 * 1024);
    const entry = `{"request":{"method":"GET","url":"http://shop.test/"},"response":{"status":200,"content":{"text":"${text}"}}}`;
    expect((await readHarText(`{"log":{"entries":[${entry},${entry}]}}`)).kinds).toHaveLength(1);
  });

  it('keeps what can be read beside broken entries, which it counts', async () => {
    const entry = '{"request":{"method":"GET","url":"http://shop.test/a"},"response":{"status":200}}';
    const { kinds, notices } = await readHarText(`{"log":{"entries":[${entry},{"request":7},${entry},"x"]}}`);
    expect(kinds.map(({ id, times }) => [id, times])).toEqual([['GET /a', 2]]);
    expect(notices).toEqual([
      expect.stringMatching(/shop\.har: 2 entries could not be read .*left out: 2, 4$/),
    ]);
  });

  it('keeps what was written before it was cut off', async () => {
    const entry = '{"request":{"method":"GET","url":"http://shop.test/a"}}';
    const { kinds, notices } = await readHarText(`{"log":{"entries":[${entry},{"request":{"meth`);
    expect(kinds.map(({ id }) => id)).toEqual(['GET /a']);
    expect(notices).toEqual([expect.stringMatching(/1 entry could not be read and is left out: 2$/)]);
  });

  it.each([
    ['', 'is not HAR'],
    ['requests: {}', 'is not HAR'],
    ['{"log": {"entries": [', 'is not HAR'],
    ['{"log": {"entries": 5}}', 'is not HAR'],
    [
      '{"log": {"entries": [{"request": {}}]}}',
      'holds no HTTP requests that can be read (1 entry cannot): record some',
    ],
    ['{"log": {"entries": []}}', 'holds no HTTP requests: record some before exporting HAR'],
    ['{}', 'holds no HTTP requests: record some before exporting HAR'],
    [
      '{"log": {"entries": [{"request": {"method": "GET", "url": "about:blank"}}]}}',
      'holds no HTTP requests',
    ],
  ])('refuses %j in one line', async (text, message) => {
    const error = await readHarText(text).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      name: 'CannotMeasure',
      message: expect.stringMatching(/^.*shop\.har: .*$/),
    });
    expect(String(error)).toContain(message);
  });

  it('names files that are not read, in whatever way', async () => {
    const secret = join(await mkdtemp(join(tmpdir(), 'heapgate-har-secret-')), 'key');
    await writeFile(secret, 'of this machine');
    const names = [secret, `../../../../../../../..${secret}`, `file://${secret}`];
    try {
      const { kinds } = await readEntries(
        { url: 'http://shop.test/a' },
        ...names.flatMap((name) => [
          { url: name },
          { url: `http://shop.test/${name}` },
          {
            url: 'http://shop.test/upload',
            method: 'POST',
            postData: {
              mimeType: 'application/x-www-form-urlencoded',
              params: [{ name: 'photo', fileName: name, contentType: 'image/png' }],
              _file: name,
            },
          },
          { url: 'http://shop.test/raw', method: 'POST', postData: { mimeType: '', _file: name } },
        ]),
      );
      const sent = kinds.map(({ request }) => requestBytes(request, 3000).toString('latin1'));
      expect(sent.map((bytes) => bytes.split(' HTTP/')[0])).toEqual([
        'POST /upload',
        'POST /raw',
        'GET /a',
        ...names.map((name) => `GET /${name}`),
      ]);
      expect(sent.join('')).not.toContain('of this machine');
    } finally {
      await rm(dirname(secret), { recursive: true });
    }
  });

  it('is an error when it does not exist', async () => {
    await expect(readScenario('none/such.har')).rejects.toThrow(
      'none/such.har: does not exist: export one from a browser’s network panel',
    );
  });
});
