import { describe, expect, it } from 'vitest';
import { newKind } from '../../src/traffic/kind.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { reproFile, reproOf } from '../../src/trigger/repro.ts';
import { get } from '../traffic/kinds.ts';

const about = { ref: '13971d2aa4273cbaf3faca5e15e6fc7882efd23b', file: 'heapgate-repro.yml' };
const raw = newKind('raw', { raw: 'GET /p/caf\xe9 HTTP/1.1\r\nHost: a b|c\r\n\r\n' }, { hostile: true });

describe('the smallest scenario', () => {
  it('is read back byte for byte, hostile where it was, and derives no more hostile requests', () => {
    const kinds = [
      get('/p/[x'),
      get('/p/a|b', { hostile: false }),
      raw,
      get('/', { hostile: true }),
      get('/list'),
    ];
    const read = parseScenario(reproOf(kinds, about)?.scenario ?? '', 'repro.yml');
    expect(read.kinds.map(({ request, hostile }) => ({ request, hostile }))).toEqual(
      kinds.map(({ request, hostile }) => ({ request, hostile })),
    );
    expect(read.plan.hostile).toBe(false);
  });

  it('says what to run with it', () => {
    const repro = reproOf([get('/')], about);
    expect(repro?.command).toBe(`heapgate measure --ref ${about.ref} --scenario heapgate-repro.yml`);
    expect(repro?.scenario).toContain(`# To see it: ${repro?.command}`);
  });

  it('names the configuration that was named', () => {
    expect(reproOf([get('/')], { ...about, configFile: 'shop/heapgate.yml' })?.command).toContain(
      ' --config shop/heapgate.yml ',
    );
  });

  it('holds no secrets', () => {
    const token = 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P';
    const request = {
      method: 'GET',
      target: '/',
      headers: [['Authorization', token] as const],
      body: undefined,
    };
    expect(reproOf([newKind('home', request)], about)?.scenario).not.toContain('eyJhbGciOiJIUzI1NiJ9');
  });

  it('is not made of requests that need a log-in', () => {
    const home = get('/', { session: { name: 'shop', cookies: true } });
    expect(reproOf([home], about)).toBeUndefined();
  });

  it('is a file of its own for each leak', () => {
    expect([0, 1, 2].map(reproFile)).toEqual([
      'heapgate-repro.yml',
      'heapgate-repro-2.yml',
      'heapgate-repro-3.yml',
    ]);
  });
});
