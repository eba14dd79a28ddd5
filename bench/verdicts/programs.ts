import type { Files } from '../../test/e2e/rack-app.ts';

/** What a case adds to a program. */
export interface Version {
  /** Ruby that runs once, as the app is loaded. `Ticket` is a class to leak objects of, `SEEN` an Array to leak them into. */
  readonly onLoad?: string;
  /** Ruby that runs for each request, with Rack’s `env`. */
  readonly onRequest?: string;
  /** Lines of a Gemfile beside the program’s own, without `gem`. */
  readonly gems?: readonly string[];
  /** Instead of the program’s own. */
  readonly start?: string;
}

/** A web app on a server, as small as it can be. */
export interface Program {
  readonly name: string;
  readonly gems: readonly string[];
  readonly start: string;
  readonly app: (version: Version) => string;
}

/** All files of a version of a program but those about its gems and how it is measured. */
export function programFiles(program: Program, version: Version): Files {
  return { 'app.rb': program.app(version), 'config.ru': "require_relative 'app'\nrun APP\n" };
}

const rack2 = "'rack', '~> 2.2'";
const puma5 = "'puma', '~> 5.6'";
const onPuma = 'bundle exec puma -p $PORT -t 2:2 -e production';
const workers = (count: number) => `${onPuma} -w ${count}`;

const plain = ({ onLoad = '', onRequest = '' }: Version): string => `class Ticket; end
SEEN = []
${onLoad}
serve = ->(env) {
  ${onRequest}
}
APP = ->(env) {
  serve.call(env)
  [200, { 'content-type' => 'text/plain' }, ['ok']]
}
`;

const sinatra = ({ onLoad = '', onRequest = '' }: Version): string => `require 'sinatra/base'
class Ticket; end
SEEN = []
${onLoad}
class APP < Sinatra::Base
  set :environment, :production
  get '/*' do
    ${onRequest}
    'ok'
  end
end
`;

const roda = ({ onLoad = '', onRequest = '' }: Version): string => `require 'roda'
class Ticket; end
SEEN = []
${onLoad}
class Shop < Roda
  route do |r|
    r.get do
      ${onRequest}
      'ok'
    end
  end
end
APP = Shop.freeze.app
`;

const grape = ({ onLoad = '', onRequest = '' }: Version): string => `require 'grape'
class Ticket; end
SEEN = []
${onLoad}
class APP < Grape::API
  format :txt
  get '/' do
    ${onRequest}
    'ok'
  end
  get '/list/:id' do
    ${onRequest}
    'ok'
  end
end
`;

/** A job for each request, which a thread of the same process works off. */
const jobs = ({ onLoad = '', onRequest = '' }: Version): string => `require 'sucker_punch'
class Ticket; end
SEEN = []
${onLoad}
SuckerPunch.logger = Logger.new(IO::NULL)
class Receipt
  include SuckerPunch::Job
  def perform(env)
    ${onRequest}
  end
end
APP = ->(env) {
  Receipt.perform_async('PATH_INFO' => env['PATH_INFO'], 'QUERY_STRING' => env['QUERY_STRING'])
  [200, { 'content-type' => 'text/plain' }, ['ok']]
}
`;

const rackOn = (server: string, gems: readonly string[], start: string): Program => ({
  name: `Rack on ${server}`,
  gems: [rack2, ...gems],
  start,
  app: plain,
});

export const rackOnPuma = rackOn('Puma', [puma5], onPuma);
export const rackOnTwoWorkers = rackOn('Puma, 2 workers', [puma5], workers(2));
export const rackOnFourWorkers = rackOn('Puma, 4 workers', [puma5], workers(4));
export const rackOnWebrick = rackOn(
  'WEBrick',
  ["'webrick'"],
  'bundle exec rackup -q -E production -s webrick -o 127.0.0.1 -p $PORT',
);
export const rackOnThin = rackOn(
  'Thin',
  ["'thin', '~> 1.8'"],
  'bundle exec thin start -q -e production -a 127.0.0.1 -p $PORT',
);
export const rackOnUnicorn = rackOn(
  'Unicorn',
  ["'unicorn', '~> 6.1'"],
  'bundle exec unicorn -E production -l 127.0.0.1:$PORT',
);
export const sinatraOnPuma: Program = {
  name: 'Sinatra on Puma',
  gems: ["'sinatra', '~> 3.2'", puma5],
  start: onPuma,
  app: sinatra,
};
export const rodaOnPuma: Program = {
  name: 'Roda on Puma',
  gems: ["'roda', '~> 3.80'", rack2, puma5],
  start: onPuma,
  app: roda,
};
/** Its cases name the version. */
export const grapeOnPuma: Program = {
  name: 'Grape on Puma',
  gems: [rack2, puma5],
  start: onPuma,
  app: grape,
};
export const jobWorker: Program = {
  name: 'Job worker in Puma',
  gems: ["'sucker_punch', '~> 3.2'", rack2, puma5],
  start: onPuma,
  app: jobs,
};
