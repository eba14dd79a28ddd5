import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { type Recipe, recipeFor } from '../src/recipe.ts';
import { Sandbox } from './app/sandbox.ts';

/** The recipe of an app with these files and this heapgate.yml. */
async function recipeOf(
  config: string,
  files: Readonly<Record<string, string>> = { Gemfile: '', 'config.ru': '' },
): Promise<Recipe> {
  await using sandbox = await Sandbox.create();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(sandbox.directory, path)), { recursive: true });
    await writeFile(join(sandbox.directory, path), text);
  }
  const parsed = parseConfig(config, 'heapgate.yml');
  return await recipeFor(parsed, parsed, sandbox.directory);
}

it('is what was detected, where the config says nothing', async () => {
  expect(await recipeOf('')).toMatchObject({
    setup: 'bundle install',
    start: 'bundle exec rackup -o 127.0.0.1 -p "$PORT"',
    readyPath: '/',
    readyTimeoutMs: 60_000,
    env: { RACK_ENV: 'production' },
    description: 'a Rack app, started by `bundle exec rackup -o 127.0.0.1 -p "$PORT"`',
  });
});

it('is what the config says before what was detected', async () => {
  const recipe = await recipeOf(`
    setup: make
    reset: make db
    start: ./serve
    ready: /up
    ready-timeout-seconds: 90
    env: { RACK_ENV: staging, EXTRA: 1 }`);
  expect(recipe).toMatchObject({
    setup: 'make',
    reset: 'make db',
    start: './serve',
    readyPath: '/up',
    readyTimeoutMs: 90_000,
    env: { RACK_ENV: 'staging', EXTRA: '1' },
  });
});

it('does not prepare a database for an app that is started in a way of its own', async () => {
  const rails = { Gemfile: '', 'config/application.rb': '', 'config/database.yml': '' };
  expect((await recipeOf('', rails)).reset).toBe('bundle exec rails db:prepare');
  expect((await recipeOf('start: ./serve', rails)).reset).toBeUndefined();
});

it('takes each revision’s own way to start it', async () => {
  await using sandbox = await Sandbox.create();
  await writeFile(join(sandbox.directory, 'Gemfile'), '');
  const base = parseConfig('start: old\nready: /up', 'heapgate.yml');
  const head = parseConfig('start: new\nready: /health', 'heapgate.yml');
  const { start, readyPath } = await recipeFor(base, head, sandbox.directory);
  expect({ start, readyPath }).toEqual({ start: 'new', readyPath: '/health' });
});

it('needs no detected app where the runtime is named', async () => {
  expect(await recipeOf('runtime: ruby\nstart: ruby app.rb', {})).toMatchObject({
    setup: 'true',
    start: 'ruby app.rb',
  });
});

it('says what to write where the runtime is named, but not how it starts', async () => {
  await expect(recipeOf('runtime: ruby', {})).rejects.toThrow(
    'heapgate.yml: `start` is missing: say how to start the app on $PORT',
  );
});

it('says what to write where no app is found', async () => {
  await expect(recipeOf('', {})).rejects.toThrow(/^no app found here: .*working-directory/);
});
