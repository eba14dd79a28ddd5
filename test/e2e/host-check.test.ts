import { beforeAll, describe, expect, test, vi } from 'vitest';
import { check } from './faulty-run.ts';
import { type Files, gemFiles, puma, rack, rackApp } from './rack-app.ts';
import { rackRepository } from './rack-repository.ts';
import { expectRefusal } from './refusal.ts';

vi.setConfig({ testTimeout: 120_000 });

/** concurrent-ruby: Rails 6.1 needs what newer ones no longer load. */
const railsVersions = [
  ['6.1', ["'actionpack', '~> 6.1.7'", "'concurrent-ruby', '< 1.3.5'"]],
  ['7.1', ["'actionpack', '~> 7.1.0'"]],
] as const;

/** Who checks hosts answers in production, where no details are shown. */
const configOf = (...hosts: readonly string[]): Files => ({
  'config.ru': `require 'logger'
require 'action_dispatch'
require_relative 'app'
use(Rack::Config) { |env| env['action_dispatch.logger'] = Logger.new($stderr) }
use ActionDispatch::HostAuthorization, ${JSON.stringify(hosts)}
run App.new
`,
});

const refusal =
  /^the app answered every ordinary request 403 without a body(?: on head)?: if that is Rails’ host check, allow 127\.0\.0\.1 in config\.hosts, or send an allowed Host header in the scenario/;

describe.each(railsVersions)('the host check of Rails %s', (_, gems) => {
  let app: Files;
  beforeAll(async () => {
    const config = { setup: 'true', start: 'exec bundle exec puma -p $PORT -t 2:2', 'trigger-seconds': 0 };
    app = { ...(await gemFiles(puma, rack, ...gems)), ...rackApp({ config }) };
  });

  test('that shuts heapgate out on base is named', async () => {
    await using repository = rackRepository({ ...app, ...configOf('shop.test') }, {});
    expectRefusal(await check(repository), refusal);
  });

  test('that shuts it out on head alone leaves no verdict', async () => {
    await using repository = rackRepository(
      { ...app, ...configOf('shop.test', '127.0.0.1') },
      configOf('shop.test'),
    );
    const run = await check(repository);
    expectRefusal(run, refusal);
    expect(run.stderr).toContain('on head');
  });

  test('that lets it in is no word about a page that the app itself forbids', async () => {
    const forbidding = rackApp({ onRequest: "env['PATH_INFO'] == '/list' ? [403, {}, []] : 200" });
    await using repository = rackRepository(
      { ...app, ...configOf('shop.test', '127.0.0.1') },
      { 'app.rb': forbidding['app.rb'] ?? '' },
    );
    const run = await check(repository);
    expect(run.stderr).toBe('');
    expect(run.report?.verdict).toBe('pass');
  });
});
