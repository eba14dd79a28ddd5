import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  buildDemoRepository,
  type DemoState,
  demoBisect,
  demoStates,
  expectedOutcome,
  gemSource,
} from '../src/demo.ts';

const source = 'https://gems.example/mirror/';
const demo = join(import.meta.dirname, '../demo');
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-demo-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('the repository', () => {
  test.each([
    ['dated', '6.26.0', '6.1'],
    ['good', '6.26.0', '6.1'],
    ['bad', '6.26.1', '6.1'],
    ['fixed', '6.26.2', '6.1'],
    ['rails71', '6.26.1', '7.1'],
  ] as const)(
    'of state %s locks bugsnag %s and Rails %s, from the given source',
    async (state, bugsnag, rails) => {
      const { show } = await build('good', state);
      const lockfile = show('upgrade:Gemfile.lock');
      expect(lockfile).toContain(`\n    bugsnag (${bugsnag})\n`);
      expect(lockfile).toMatch(new RegExp(`\n    rails \\(${rails}\\.[\\d.]+\\)\n`));
      expect(show('upgrade:config/application.rb')).toContain(`config.load_defaults ${rails}\n`);
      expect(lockfile.match(/remote: .*/g)).toEqual([`remote: ${source}`]);
      expect(lockfile).not.toContain('{{');
    },
  );

  test('has base on main and head, checked out, one commit above it', async () => {
    const { git, show } = await build('good', 'bad');
    expect(show('main:Gemfile.lock')).toContain('bugsnag (6.26.0)');
    expect(git('rev-parse', 'upgrade^')).toBe(git('rev-parse', 'main'));
    expect(git('branch', '--show-current')).toBe('upgrade\n');
    expect(git('status', '--porcelain')).toBe('');
  });

  test('bumps innocent gems beside bugsnag, and nothing but the lockfile', async () => {
    const { git } = await build('good', 'bad');
    expect(git('diff', '--name-only', 'main', 'upgrade')).toBe('Gemfile.lock\n');
    const bumped = git('diff', '-U0', 'main', 'upgrade').match(/^\+ {4}\S+(?= \()/gm);
    expect(bumped?.length).toBeGreaterThanOrEqual(6);
  });

  test('for a bisect changes so many gems that the one which leaks is not plain to see', async () => {
    const { git } = await build(demoBisect.base, demoBisect.head);
    expect(git('diff', '--name-only', 'main', 'upgrade')).toBe('Gemfile.lock\n');
    const updated = git('diff', '-U0', 'main', 'upgrade').match(/^\+ {4}\S+(?= \()/gm);
    expect(updated?.length).toBeGreaterThanOrEqual(25);
    expect(updated).toContain(`+    ${demoBisect.culprit.name}`);
  });

  test('holds nothing of base that head does not have', async () => {
    const { git } = await build('rails71', 'good');
    await mkdir(join(root, 'other'));
    const alone = await build('good', 'good', join(root, 'other'));
    expect(git('rev-parse', 'upgrade^{tree}')).toBe(alone.git('rev-parse', 'main^{tree}'));
  });

  test('has two commits where base and head are the same state', async () => {
    const { git } = await build('bad', 'bad');
    expect(git('rev-parse', 'upgrade')).not.toBe(git('rev-parse', 'main'));
    expect(git('rev-parse', 'upgrade^{tree}')).toBe(git('rev-parse', 'main^{tree}'));
  });

  test('has programs that can be run', async () => {
    const { repository } = await build('good', 'bad');
    expect(statSync(join(repository, 'bin/rails')).mode & 0o111).toBe(0o111);
  });

  test('is made whatever the user’s git settings ask for', async () => {
    const hook = join(root, 'hooks/pre-commit');
    await mkdir(join(root, 'hooks'));
    await writeFile(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await writeFile(join(root, 'ignored'), 'Gemfile.lock\n');
    const config = `[core]\nhooksPath = ${root}/hooks\nexcludesFile = ${root}/ignored\n[commit]\ngpgsign = true\n`;
    await writeFile(join(root, 'gitconfig'), config);
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(root, 'gitconfig'));
    const { git } = await build('good', 'bad');
    expect(git('ls-tree', '--name-only', 'upgrade', 'Gemfile.lock')).toBe('Gemfile.lock\n');
  });
});

test('no file of the demo names where gems come from', async () => {
  const files = (await readdir(demo, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  );
  const remotes = texts.flatMap((text) => text.match(/remote: .*|https?:\/\/[\w.-]+/g) ?? []);
  expect([...new Set(remotes)]).toEqual(['remote: {{gem-source}}']);
});

describe('the expected outcome', () => {
  const pairs = demoStates.flatMap((base) => demoStates.map((head) => [base, head] as const));
  const pairsWhere = (wanted: (base: DemoState, head: DemoState) => boolean) =>
    pairs.filter(([base, head]) => wanted(base, head));

  test.each(pairsWhere((base, head) => base !== 'bad' && head === 'bad'))(
    'of %s to %s is a regression',
    (base, head) => {
      expect(expectedOutcome(base, head)).toEqual({ verdict: 'regression', findings: 'new' });
    },
  );

  test.each(pairsWhere((base, head) => base === 'bad' && head !== 'bad'))(
    'of %s to %s is a leak gone',
    (base, head) => {
      expect(expectedOutcome(base, head)).toEqual({ verdict: 'pass', findings: 'gone' });
    },
  );

  test.each(pairsWhere((base, head) => base !== 'bad' && head !== 'bad'))(
    'of %s to %s is a pass',
    (base, head) => {
      expect(expectedOutcome(base, head)).toEqual({ verdict: 'pass', findings: 'none' });
    },
  );

  test('of bad to bad is an existing leak, which passes', () => {
    expect(expectedOutcome('bad', 'bad')).toEqual({ verdict: 'pass', findings: 'existing' });
  });
});

describe('the gem source', () => {
  test('is the first one that RubyGems knows', async () => {
    const first = execFileSync('ruby', ['-e', 'print Gem.sources.first.uri'], { encoding: 'utf8' });
    expect(await gemSource()).toBe(`${first.replace(/\/$/, '')}/`);
  });

  test('ends with a slash, as Bundler writes it into lockfiles', async () => {
    await program(
      'ruby',
      'case "$2" in *RUBY_VERSION*) echo 3.1.2 ;; *) echo https://gems.example/mirror ;; esac',
    );
    await program('bundle', 'echo Bundler version 2.3.15');
    vi.stubEnv('PATH', root);
    expect(await gemSource()).toBe('https://gems.example/mirror/');
  });

  test('missing is an error that says how to name one', async () => {
    await program('ruby', 'case "$2" in *RUBY_VERSION*) echo 3.1.2 ;; *) echo ;; esac');
    await program('bundle', 'echo Bundler version 2.3.15');
    vi.stubEnv('PATH', root);
    await expect(gemSource()).rejects.toThrow(
      'RubyGems has no source to install gems from: gem sources --add URL',
    );
  });

  test('without Ruby is an error that says what to install', async () => {
    vi.stubEnv('PATH', root);
    await expect(gemSource()).rejects.toThrow(
      /Ruby 3\.1.*`ruby` does not run here: install .*apt-get install ruby-full/,
    );
  });

  test('with a Ruby that the demo cannot run on is an error that names both', async () => {
    await program('ruby', 'echo 3.4.1');
    vi.stubEnv('PATH', root);
    await expect(gemSource()).rejects.toThrow(
      /needs Ruby 3\.1, 3\.2 or 3\.3.*`ruby` is 3\.4\.1 here: install/,
    );
  });

  test('without Bundler is an error that says how to install it', async () => {
    const ruby = execFileSync('ruby', ['-e', 'print Gem.ruby'], { encoding: 'utf8' });
    await symlink(ruby, join(root, 'ruby'));
    vi.stubEnv('PATH', root);
    await expect(gemSource()).rejects.toThrow(/`bundle` does not run here: gem install bundler/);
  });

  const program = (name: string, script: string): Promise<void> =>
    writeFile(join(root, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
});

describe('planted growth', () => {
  test('of a slow leak is one object per 100 requests, in the first worker alone', () => {
    expect(planted('slow', 'TICKETS', { PUMA_WORKER: '0' })).toEqual([28, 56]);
    expect(planted('slow', 'TICKETS', { PUMA_WORKER: '1' })).toEqual([0, 0]);
  });

  test('of a buffer is 100 bytes per request', () => {
    expect(planted('buffer', 'JOURNAL')).toEqual([280_000, 560_000]);
  });

  test('of a bounded cache ends at its bound', () => {
    expect(planted('lru', 'CACHE')).toEqual([350, 350]);
  });

  test('of a memo ends when each route has met each country', () => {
    expect(planted('memo', 'QUOTES')).toEqual([40, 40]);
  });

  test('of a registry is there at once', () => {
    expect(planted('registry', 'COUNTRIES')).toEqual([250, 250]);
  });

  test('by an unknown name is refused', () => {
    expect(() => planted('nothing', 'CACHE')).toThrow(/undefined method .nothing'/);
  });

  /** The size of one of Planted's collections after 2,800 and 5,600 requests to two routes in turn. */
  function planted(plant: string, collection: string, env: Record<string, string> = {}): number[] {
    const script = `
      app = Planted::Middleware.new(->(env) { [200, {}, []] }, "${plant}")
      request = ->(n) { app.call("action_dispatch.request.path_parameters" => { controller: "pages", action: n % 2 }) }
      print [2800, 2800].map { |requests| requests.times(&request); Planted::${collection}.size }`;
    const library = join(demo, 'app/lib/planted.rb');
    const options = { encoding: 'utf8', env: { ...process.env, ...env }, stdio: 'pipe' } as const;
    return JSON.parse(execFileSync('ruby', ['-r', library, '-e', script], options));
  }
});

async function build(base: DemoState, head: DemoState, folder = root) {
  const { repository } = await buildDemoRepository({ base, head, root: folder, gemSource: source });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' });
  return { repository, git, show: (object: string) => git('show', object) };
}
