import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readHostileSet } from '../../src/traffic/hostile/hostile-set.ts';
import { withHostileVariants } from '../../src/traffic/hostile/variants.ts';
import { Lanes } from '../../src/traffic/lanes.ts';
import { requestBytes } from '../../src/traffic/request-bytes.ts';
import type { Kind } from '../../src/traffic/scenario.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { writtenBytes } from '../../src/traffic/template.ts';
import { ByteRecorder } from './byte-recorder.ts';
import { malformedRequests } from './malformed-requests.ts';
import { answer, RawServer, targetOf } from './raw-server.ts';

/** The kinds of a scenario file, its names and requests as given. */
const kindsIn = (requests: object, plan: object = {}): readonly Kind[] => {
  const ordinary = { target: '/', hostile: false };
  const text = stringify({ requests: { ordinary, ...requests }, plan });
  return parseScenario(text, 'wire.yml').kinds.slice(1);
};

/** What arrives when each kind is sent once, on a connection of its own. */
async function arrived(kinds: readonly Kind[]): Promise<readonly string[]> {
  // A port has as many digits as any other, and no more matters here.
  const lengths = kinds.map(({ request }) => requestBytes(request, 12345).length);
  await using recorder = await ByteRecorder.listen(lengths);
  using lanes = new Lanes({ port: recorder.port, pids: [process.pid], perProcess: 1, timeoutMs: 10_000 });
  const fresh = kinds.map((kind): Kind => ({ ...kind, connection: 'fresh' }));
  await lanes.replay([fresh]);
  return recorder.received;
}

/** Any byte but those that end a line: those of a percent escape, and of URLs, more often than others. */
const target = fc
  .array(
    fc.oneof(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what would stand for a variable
      fc.constantFrom('{n}', '${HOME}', '\\'),
      fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
      fc.constantFrom('/', '?', '&', '=', '%', '%zz', '[', ']', '|', ' ', '..'),
    ),
    { maxLength: 40 },
  )
  .map((parts) => `/${parts.join('').replaceAll(/[\r\n]/g, '')}`);

describe('on the wire', () => {
  it('10,000 generated targets of a scenario are byte for byte what was meant', async () => {
    const received: string[] = [];
    await using server = await RawServer.listen((socket, request) => {
      received.push(targetOf(request));
      socket.write(answer('ok'));
    });
    using lanes = new Lanes({ port: server.port, pids: [process.pid], perProcess: 1 });
    const batch = fc.array(target, { minLength: 1000, maxLength: 1000 });
    await fc.assert(
      fc.asyncProperty(batch, async (targets) => {
        received.length = 0;
        const kinds = kindsIn(
          Object.fromEntries(
            targets.map((each, i) => [`t${i}`, { target: writtenBytes(each), connection: 'keep' }]),
          ),
        );
        await lanes.replay([kinds]);
        expect(received).toEqual(targets);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  }, 180_000);

  it('126 malformed requests of a scenario are byte for byte what was meant', async () => {
    const requests = malformedRequests();
    const entries = Object.entries(requests).map(([id, raw]) => [id, { raw: writtenBytes(raw) }]);
    const received = await arrived(kindsIn(Object.fromEntries(entries)));
    expect(received).toHaveLength(126);
    expect(received).toEqual(Object.values(requests));
  });

  it('all that is derived from recorded requests is what the entry says', async () => {
    const recorded = kindsIn({
      list: { target: '/list?page=2' },
      order: { target: '/orders', form: { tea: 1 } },
    });
    const scenario = {
      name: 'any',
      kinds: recorded,
      plan: { lanes: 'auto', end: [], hostile: 'all' },
    } as const;
    const variants = withHostileVariants(scenario, await readHostileSet()).kinds.slice(recorded.length);
    const whole = variants.filter(({ leaves }) => leaves === undefined);
    const received = await arrived(whole);
    const port = /^Host: 127\.0\.0\.1:\d+/m;
    expect(received.map((bytes) => bytes.replace(port, 'Host: app'))).toEqual(
      whole.map(({ request }) => requestBytes(request, 1).toString('latin1').replace(port, 'Host: app')),
    );
  });
});
