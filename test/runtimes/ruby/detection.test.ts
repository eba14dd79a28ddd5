import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectRubyApp } from '../../../src/runtimes/ruby/detection.ts';
import type { DetectedApp } from '../../../src/runtimes/runtime.ts';
import { Sandbox } from '../../app/sandbox.ts';

async function detected(files: Readonly<Record<string, string>>): Promise<DetectedApp | undefined> {
  await using sandbox = await Sandbox.create();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(sandbox.directory, path)), { recursive: true });
    await writeFile(join(sandbox.directory, path), text);
  }
  return await detectRubyApp(sandbox.directory);
}

const rails = { Gemfile: '', 'config.ru': '', 'config/application.rb': '', 'config/database.yml': '' };

describe('a Rails app', () => {
  it('runs in its test environment, with its database prepared before each boot', async () => {
    expect(await detected(rails)).toMatchObject({
      setup: 'bundle install',
      reset: 'bundle exec rails db:prepare',
      start: 'bundle exec rails server -b 127.0.0.1 -p "$PORT"',
      env: { RAILS_ENV: 'test' },
      framework: 'a Rails app',
    });
  });

  it('without a database has none to prepare', async () => {
    const { 'config/database.yml': _none, ...files } = rails;
    expect(await detected(files)).not.toHaveProperty('reset');
  });
});

describe('a Rack app', () => {
  it('is served by Puma where its lockfile has Puma', async () => {
    const lockfile = 'GEM\n  specs:\n    puma (5.6.9)\n      nio4r (~> 2.0)\n    rack (2.2.9)\n';
    const app = await detected({ Gemfile: '', 'config.ru': '', 'Gemfile.lock': lockfile });
    expect(app).toMatchObject({
      start: 'bundle exec puma -b "tcp://127.0.0.1:$PORT"',
      framework: 'a Rack app',
    });
    expect(app).not.toHaveProperty('reset');
  });

  it('is served by rackup otherwise', async () => {
    expect((await detected({ Gemfile: '', 'config.ru': '' }))?.start).toBe(
      'bundle exec rackup -o 127.0.0.1 -p "$PORT"',
    );
  });

  it('without a Gemfile needs no setup and no Bundler', async () => {
    expect(await detected({ 'config.ru': '' })).toMatchObject({
      setup: 'true',
      start: 'rackup -o 127.0.0.1 -p "$PORT"',
    });
  });
});

describe('a Procfile', () => {
  const startWith = async (Procfile: string) => (await detected({ ...rails, Procfile }))?.start;

  it('says how the app is started', async () => {
    expect(await startWith('worker: sidekiq\nweb: bundle exec puma -C config/puma.rb\r\nclock: tick\n')).toBe(
      'bundle exec puma -C config/puma.rb',
    );
  });

  it('without a web line says nothing', async () => {
    expect(await startWith('worker: sidekiq\nwebpack: bin/webpack\n')).toBe(
      'bundle exec rails server -b 127.0.0.1 -p "$PORT"',
    );
  });

  it('with an empty web line says nothing', async () => {
    expect(await startWith('web:\nworker: sidekiq\n')).toBe(
      'bundle exec rails server -b 127.0.0.1 -p "$PORT"',
    );
  });
});

it('a folder with neither Gemfile nor config.ru is no Ruby app', async () => {
  expect(await detected({ 'package.json': '{}', Procfile: 'web: node server.js' })).toBeUndefined();
  expect(await detected({})).toBeUndefined();
});
