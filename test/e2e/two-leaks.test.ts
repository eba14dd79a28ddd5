import { beforeAll, describe, expect, test } from 'vitest';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { check, rackRepository } from './rack-repository.ts';

const scenario = {
  requests: {
    home: { target: '/' },
    list: { target: '/list?page=2' },
    broken: { target: '/list/[x', times: 6 },
  },
};

const config = { setup: 'true', start: 'bundle exec puma -p $PORT -t 2:2', requests: 40 };

/** `Rejection` is what only hostile requests may leak, far from `App::SEEN`. */
function app(onRequest: string): Files {
  const onLoad = `class ::Rejection; end
  class ::Audit
    @log = { rejected: [] }
    def self.rejected = @log[:rejected]
  end`;
  return rackApp({ onLoad, onRequest, config, scenario });
}

const rejecting = `if env['REQUEST_PATH'].include?('[')
      Audit.rejected << Rejection.new
      return 500
    end`;
const both = `${rejecting}
    SEEN << Ticket.new
    200`;
const onlyHostile = `${rejecting}
    200`;

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

describe('a leak that ordinary requests grow and one that only hostile requests grow', () => {
  test('are two findings, each with its holder, line and trigger', async () => {
    await using repository = rackRepository({ ...gems, ...app('200') }, app(both));
    const { report, left } = await check(repository);
    const [ordinary, hostile] = report?.findings ?? [];
    expect(report?.findings).toHaveLength(2);
    expect(ordinary).toMatchObject({ status: 'new', classes: ['Ticket'] });
    expect(ordinary?.path.map(({ edge }) => edge)).toEqual([undefined, 'App', 'SEEN']);
    expect(ordinary).not.toHaveProperty('trigger');
    expect(hostile).toMatchObject({ status: 'new', classes: ['Rejection'] });
    expect(hostile?.path.map(({ edge }) => edge)).toEqual([undefined, 'Audit', '@log', '[:rejected]']);
    expect(hostile?.sites[0]).toMatchObject({ file: 'app.rb', inRepository: true });
    expect(hostile?.trigger).toMatchObject({ how: 'self', requests: ['GET /list/[x'] });
    expect(left).toEqual([]);
  }, 120_000);

  test('are known again on base', async () => {
    await using repository = rackRepository({ ...gems, ...app(onlyHostile) }, app(both));
    const { report } = await check(repository);
    expect(report?.findings).toMatchObject([
      { status: 'new', classes: ['Ticket'] },
      { status: 'existing', classes: ['Rejection'] },
    ]);
    expect(report?.verdict).toBe('regression');
  }, 120_000);

  test('are one finding where one holder holds both', async () => {
    const head = app(both.replace('Audit.rejected', 'SEEN'));
    await using repository = rackRepository({ ...gems, ...app('200') }, head);
    const { report } = await check(repository);
    expect(report?.findings).toMatchObject([{ status: 'new', classes: ['Ticket', 'Rejection'] }]);
  }, 120_000);
});
