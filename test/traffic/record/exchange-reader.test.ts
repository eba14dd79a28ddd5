import { describe, expect, it } from 'vitest';
import { ExchangeReader, type RecordedExchange } from '../../../src/traffic/record/exchange-reader.ts';

/** What passes on a connection, in order: `> ` from the client, `< ` from the target, `>|` and `<|` ends. */
function read(...passing: readonly string[]): RecordedExchange[] {
  const exchanges: RecordedExchange[] = [];
  let nowMs = 0;
  const reader = new ExchangeReader({
    connection: 1,
    nowMs: () => nowMs++,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  for (const step of passing) {
    const bytes = Buffer.from(step.slice(2), 'latin1');
    if (step === '>|') reader.clientEnded();
    else if (step === '<|') reader.targetEnded();
    else if (step.startsWith('> ')) reader.fromClient(bytes);
    else reader.fromTarget(bytes);
  }
  reader.closed();
  return exchanges;
}

const told = (exchanges: readonly RecordedExchange[]) =>
  exchanges.map(({ request, status }) => `${request.head?.method ?? request.bytes} ${status}`);

const ask = (method: string, ...headers: string[]) =>
  `> ${[`${method} / HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n')}`;
const answer = (status: number, length = 0) =>
  `< HTTP/1.1 ${status} x\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`;

describe('requests and answers are paired', () => {
  it('one after the other', () => {
    expect(told(read(ask('GET'), answer(200, 5), ask('POST', 'Content-Length: 0'), answer(404)))).toEqual([
      'GET 200',
      'POST 404',
    ]);
  });

  it('when they are pipelined and answered at once', () => {
    const asked = ask('GET') + ask('PUT').slice(2) + ask('DELETE').slice(2);
    expect(told(read(asked, answer(200, 5) + answer(201).slice(2) + answer(500, 3).slice(2)))).toEqual([
      'GET 200',
      'PUT 201',
      'DELETE 500',
    ]);
  });

  it.each([
    ['HEAD', answer(200).replace('Length: 0', 'Length: 99')],
    ['GET', '< HTTP/1.1 204 x\r\n\r\n'],
    ['GET', '< HTTP/1.1 304 x\r\nContent-Length: 99\r\n\r\n'],
  ])('when %s is answered without a body: %j', (method, bodiless) => {
    const [first, second] = told(read(ask(method), bodiless, ask('PUT'), answer(201)));
    expect([first, second]).toEqual([`${method} ${/\d{3}/.exec(bodiless)?.[0]}`, 'PUT 201']);
  });

  it('past interim answers', () => {
    const exchanges = read(
      ask('PUT', 'Expect: 100-continue', 'Content-Length: 3'),
      '< HTTP/1.1 100 Continue\r\n\r\n',
      '> abc',
      `< HTTP/1.1 103 x\r\nLink: x\r\n\r\n${answer(201).slice(2)}`,
    );
    expect(told(exchanges)).toEqual(['PUT 201']);
    expect(exchanges[0]?.request.state).toBe('whole');
  });

  it('when the answer comes before the body is there', () => {
    const exchanges = read(ask('PUT', 'Content-Length: 3'), answer(413), '> abc', ask('GET'), answer(200));
    expect(told(exchanges)).toEqual(['PUT 413', 'GET 200']);
    expect(exchanges[0]?.request.state).toBe('whole');
  });

  it('when the target’s end is the end of the answer', () => {
    expect(told(read(ask('GET'), '< HTTP/1.0 200 x\r\n\r\nabc', '<|'))).toEqual(['GET 200']);
  });

  it('when what is no request is refused', () => {
    expect(told(read('> hello', answer(400)))).toEqual(['hello 400']);
  });
});

describe('there is no status', () => {
  it('of an answer that did not come to its end', () => {
    expect(told(read(ask('GET'), '< HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nabc', '<|'))).toEqual([
      'GET undefined',
    ]);
  });

  it('from where the target no longer speaks HTTP/1', () => {
    expect(
      told(read(ask('GET'), answer(200), ask('PUT'), '< hello\r\n\r\n', ask('GET'), answer(200))),
    ).toEqual(['GET 200', 'PUT undefined', 'GET undefined']);
  });

  it('from where the target answers what nobody asked', () => {
    expect(told(read(answer(408), ask('GET'), answer(200)))).toEqual(['GET undefined']);
  });

  it('of anything after a change of the protocol, which is not read', () => {
    const switched = '< HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n';
    const exchanges = read(
      ask('GET', 'Upgrade: websocket'),
      switched,
      '> GET / HTTP/1.1\r\n\r\n',
      '< \x81\x00',
    );
    expect(told(exchanges)).toEqual(['GET 101']);
  });
});
