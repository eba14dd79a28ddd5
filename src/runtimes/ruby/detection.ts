import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetectedApp } from '../runtime.ts';

/** Any value will do: it signs cookies that nobody keeps. */
const throwAwaySecret = '0'.repeat(64);

/**
 * What a Ruby app's files say about setting it up and starting it. A Rails app runs in its `test` environment, whose
 * database is there to be thrown away; `heapgate.yml` can say otherwise.
 */
export async function detectRubyApp(directory: string): Promise<DetectedApp | undefined> {
  const files = new AppFiles(directory);
  const [gemfile, rackup, rails, procfile] = await Promise.all([
    files.has('Gemfile'),
    files.has('config.ru'),
    files.has('config/application.rb'),
    files.read('Procfile'),
  ]);
  if (!gemfile && !rackup) return undefined;
  const web = /^web:[ \t]*(\S.*)$/m.exec(procfile ?? '')?.[1];
  const bundle = gemfile ? 'bundle exec ' : '';
  const puma = /^\s+puma \(/m.test((await files.read('Gemfile.lock')) ?? '');
  const start = web ?? bundle + (rails ? railsServer : puma ? pumaServer : rackupServer);
  const database = rails && (await files.has('config/database.yml'));
  return {
    setup: gemfile ? 'bundle install' : 'true',
    ...(database ? { reset: 'bundle exec rails db:prepare' } : {}),
    start,
    env: rails ? railsEnvironment : { RACK_ENV: 'production' },
    framework: rails ? 'a Rails app' : 'a Rack app',
  };
}

const railsServer = 'rails server -b 127.0.0.1 -p "$PORT"';
const pumaServer = 'puma -b "tcp://127.0.0.1:$PORT"';
const rackupServer = 'rackup -o 127.0.0.1 -p "$PORT"';

const railsEnvironment = {
  RAILS_ENV: 'test',
  SECRET_KEY_BASE: throwAwaySecret,
  // Rails' own template for the test environment loads all code at boot only where this is set.
  CI: 'true',
};

class AppFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async has(path: string): Promise<boolean> {
    return (await this.read(path)) !== undefined;
  }

  async read(path: string): Promise<string | undefined> {
    return readFile(join(this.#directory, path), 'utf8').catch(() => undefined);
  }
}
