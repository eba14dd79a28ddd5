import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { packageCache } from './cli-run.ts';

/** Path to text. */
export type Files = Record<string, string>;

export interface RackApp {
  /** Ruby that runs for each request, with `env`, and gives a status or a whole answer. */
  readonly onRequest?: string;
  /** Ruby that runs as the app is loaded. */
  readonly onLoad?: string;
  /** Over a configuration with which a run takes seconds. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly scenario?: unknown;
}

/** A run of seconds, too short to see slow growth; the leaks that tests plant are far above the threshold. */
const quick = { rounds: 5, warmup: 1, requests: 20, threshold: 200, 'ready-timeout-seconds': 20 };

const ordinary = { requests: { home: { target: '/' }, list: { target: '/list?page=2' } } };

/** The files of a Rack app, its gems apart. `Ticket` is a class to leak objects of, into `SEEN`. */
export function rackApp({
  onRequest = '200',
  onLoad = '',
  config,
  scenario = ordinary,
}: RackApp = {}): Files {
  return {
    'app.rb': `class Ticket; end

class App
  SEEN = []
  ${onLoad}

  def call(env)
    answer = serve(env)
    Array === answer ? answer : [answer, { 'Content-Type' => 'text/plain', 'X-App' => 'shop' }, ['ok']]
  end

  def serve(env)
    ${onRequest}
  end
end
`,
    'config.ru': "require_relative 'app'\nrun App.new\n",
    'scenarios/shop.yml': stringify(scenario),
    'heapgate.yml': stringify({ ...quick, ...config }),
  };
}

/** What a branch changes so that each request leaks one `Ticket`. */
export const leaking: Files = {
  'app.rb': rackApp({ onRequest: 'SEEN << Ticket.new\n    200' })['app.rb'] ?? '',
};

/** A Gemfile and its lockfile, with the gems installed where heapgate looks for them. */
export async function gemFiles(...gems: readonly string[]): Promise<Files> {
  const gemfile = ['source Gem.sources.first.uri.to_s', ...gems.map((gem) => `gem ${gem}`), ''].join('\n');
  await using folder = await mkdtempDisposable(join(tmpdir(), 'hg-gems-'));
  await writeFile(join(folder.path, 'Gemfile'), gemfile);
  await execa('bundle', ['install'], { cwd: folder.path, env: { BUNDLE_PATH: packageCache() } });
  return { Gemfile: gemfile, 'Gemfile.lock': await readFile(join(folder.path, 'Gemfile.lock'), 'utf8') };
}

/** Puma as old as Rails 6.1, and the server that comes with Ruby. */
export const puma = "'puma', '~> 5.6'";
export const rack = "'rack', '~> 2.2'";
export const webrick = "'webrick'";
