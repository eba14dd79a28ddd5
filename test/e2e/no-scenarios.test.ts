import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { gemSource } from '../../src/demo.ts';
import { parseScenario } from '../../src/traffic/scenario-file.ts';
import { Repository } from '../revision/repository.ts';
import { runCli } from './cli-run.ts';
import { heapgate, reportOf } from './heapgate.ts';
import type { Files } from './rack-app.ts';

let repository: Repository;
afterEach(() => repository[Symbol.asyncDispose]());

const state = join(import.meta.dirname, '../../demo/states/rails71');

/** A Rails app as small as can be, in the environment that heapgate takes by itself, where errors have debug pages. */
async function railsApp(): Promise<Files> {
  const gemfile = await readFile(join(state, 'Gemfile'), 'utf8');
  return {
    Gemfile: gemfile.replace('Gem.sources.first.uri.to_s', JSON.stringify(await gemSource())),
    'Gemfile.lock': (await readFile(join(state, 'Gemfile.lock'), 'utf8')).replace(
      /remote: .*/,
      `remote: ${await gemSource()}`,
    ),
    'bin/rails': "APP_PATH = File.expand_path('../config/application', __dir__)\nrequire 'rails/commands'\n",
    'config.ru': "require_relative 'config/environment'\nrun Rails.application\n",
    'config/environment.rb': "require_relative 'application'\nRails.application.initialize!\n",
    'config/application.rb': `require 'action_controller/railtie'
module Shop
  class Application < Rails::Application
    config.load_defaults 7.1
    config.eager_load = true
    config.consider_all_requests_local = true
    config.action_dispatch.show_exceptions = :rescuable
    config.logger = Logger.new(nil)
  end
end
`,
    'config/routes.rb': `Rails.application.routes.draw do
  root to: 'pages#show'
  resources :posts, only: %i[index show create], controller: 'pages', action: 'show'
  get 'old(/:page)', to: 'pages#moved'
  get 'broken', to: 'pages#broken'
  get 'p/*path', to: 'pages#show', format: false
end
`,
    'app/controllers/pages_controller.rb': `class PagesController < ActionController::Base
  def show = render(plain: 'a page')
  alias index show
  def moved = redirect_to('/')
  def broken = raise('broken')
end
`,
    'heapgate.yml': 'rounds: 5\nwarmup: 1\nrequests: 20\nthreshold: 200\n',
  };
}

describe('without scenarios, a Rails app', () => {
  test('is asked for what its routes answer, and for nothing that ends in a debug page', async () => {
    repository = Repository.create();
    repository.commit('base', await railsApp());
    repository.git('checkout', '--quiet', '-b', 'change');
    repository.commit('head', {});
    const run = await heapgate(['check', '--base', 'main', '--seed', '1'], repository.directory);
    const report = reportOf(run);
    expect(report.verdict).toBe('pass');
    expect(report.findings).toEqual([]);
    const ordinary = report.base.kinds.filter(({ hostile }) => !hostile).map(({ label }) => label);
    expect(ordinary).toEqual(['GET /', 'GET /posts', 'GET /posts/1', 'GET /p/1', 'GET /old']);
    expect(report.base.kinds.map(({ label }) => label)).toContain('GET /posts/[x');
    const pages = report.base.kinds.filter(({ hostile }) => !hostile);
    const statuses = new Set(pages.flatMap(({ status }) => Object.keys(status)));
    expect([...statuses].every((status) => Number(status) < 400)).toBe(true);
    expect(report.notices.join('\n')).toMatch(/left out: in this environment Rails answers/);
    expect(run.leftovers).toEqual([]);
  });

  test('is not measured by the debug page of a route that head removes', async () => {
    repository = Repository.create();
    const files = await railsApp();
    repository.commit('base', files);
    repository.git('checkout', '--quiet', '-b', 'change');
    const routes = files['config/routes.rb'] ?? '';
    repository.commit('head', { 'config/routes.rb': routes.replace(/ {2}resources.*\n/, '') });
    const run = await heapgate(['check', '--base', 'main', '--seed', '1'], repository.directory);
    const report = reportOf(run);
    expect(report.verdict).toBe('pass');
    expect(report.notices.join('\n')).toMatch(/head no longer has pages .* GET \/posts, GET \/posts\/1/);
    const replayed = [...report.base.kinds, ...report.head.kinds].map(({ label }) => label);
    expect(replayed).not.toContain('GET /posts');
  });

  test('gets them written into its first scenario', async () => {
    repository = Repository.create();
    const { 'heapgate.yml': _, ...files } = await railsApp();
    repository.commit('base', files);
    const env = { XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? '' };
    const run = await runCli(repository, ['init'], { env });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain('wrote scenarios/start.yml');
    const text = await readFile(join(repository.directory, 'scenarios/start.yml'), 'utf8');
    const { kinds, plan } = parseScenario(text, 'start.yml');
    expect(kinds.map(({ id }) => id)).toEqual(expect.arrayContaining(['home', 'posts', 'p/1']));
    expect(kinds.map(({ id }) => id)).not.toContain('missing');
    expect(plan.end).toEqual(['home', 'posts']);
  });
});
