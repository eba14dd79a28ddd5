import type { VerdictCase } from '../case.ts';
import { grapeOnPuma, type Program, rackOnPuma, sinatraOnPuma, type Version } from '../programs.ts';
import { rails61, rails70 } from '../rails.ts';

interface PublishedLeak {
  readonly gem: string;
  /** The last release before the leak; the one that mends it where the leak is as old as the gem. */
  readonly before: string;
  readonly leaking: string;
  readonly fixed: string;
  readonly program: Program;
  /** What uses the gem. */
  readonly use: Version;
  readonly objectsPer1000: number;
  readonly scenario?: unknown;
}

const leaks: readonly PublishedLeak[] = [
  {
    gem: 'bugsnag',
    before: '6.26.0',
    leaking: '6.26.1',
    fixed: '6.26.2',
    program: rails61,
    use: {
      onLoad: `Bugsnag.configure { |config| config.api_key = '0' * 32 }
class RequestLog < ActiveSupport::Subscriber
  def start_processing(event); end
  def process_action(event); end
  attach_to :action_controller
end`,
    },
    objectsPer1000: 1000,
    scenario: {
      requests: {
        home: { target: '/', times: 9 },
        list: { target: '/list', times: 9 },
        odd: { target: '/p/[x' },
      },
    },
  },
  {
    gem: 'sql_spy',
    before: '0.5.0',
    leaking: '0.4.0',
    fixed: '0.5.0',
    program: rails70,
    use: { onRequest: 'SqlSpy.track { Tea.count }' },
    objectsPer1000: 1000,
  },
  {
    gem: 'grape',
    before: '2.0.0',
    leaking: '2.3.0',
    fixed: '2.4.0',
    program: grapeOnPuma,
    use: { onRequest: "APP.recognize_path('/list/1')" },
    objectsPer1000: 1000,
  },
  {
    gem: 'rack-server_status',
    before: '0.0.4',
    leaking: '0.0.3',
    fixed: '0.0.4',
    program: rackOnPuma,
    use: {
      onLoad: "require 'rack/server_status'\nSTATUS = Rack::ServerStatus.new(->(_) { [200, {}, []] })",
      onRequest: 'STATUS.call(env)',
    },
    objectsPer1000: 1000,
  },
  {
    gem: 'json-schema',
    before: '2.8.0',
    leaking: '2.7.0',
    fixed: '2.8.0',
    program: rackOnPuma,
    use: {
      onLoad: "require 'json-schema'",
      onRequest: `schema = { 'properties' => { 'tea' => { 'enum' => [rand(1 << 62)] } } }
  JSON::Validator.validate(schema, { 'tea' => 1 }, clear_cache: true)`,
    },
    objectsPer1000: 4000,
  },
  {
    gem: 'sentry-ruby',
    before: '5.18.0',
    leaking: '5.17.3',
    fixed: '5.18.0',
    program: sinatraOnPuma,
    use: {
      onLoad: `require 'sentry-ruby'
Sentry.init { |config| config.dsn = nil; config.logger = Logger.new(IO::NULL) }`,
      onRequest: 'Sentry.configure_scope { |scope| scope.set_transaction_name(request.path) }',
    },
    objectsPer1000: 1000,
  },
];

/** Leaks of released gems: the upgrade that brought each of them, and the one that mended it. */
export const published: readonly VerdictCase[] = leaks.flatMap(
  ({ gem, before, leaking, fixed, program, use, objectsPer1000, scenario }): VerdictCase[] => {
    const at = (version: string): Version => ({
      ...use,
      gems: [`'${gem}', '${version}'`, ...(use.gems ?? [])],
    });
    return [
      {
        name: `${gem} ${before} → ${leaking}`,
        program,
        answer: 'leak',
        base: at(before),
        head: at(leaking),
        objectsPer1000,
        published: `${gem} ${leaking}`,
        ...(scenario === undefined ? {} : { scenario }),
      },
      {
        name: `${gem} ${leaking} → ${fixed}`,
        program,
        answer: 'clean',
        base: at(leaking),
        head: at(fixed),
        published: `${gem} ${leaking}`,
        ...(scenario === undefined ? {} : { scenario }),
      },
    ];
  },
);
