import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appEnvironment, setupEnvironment } from '../../src/app/environment.ts';

const FORBIDDEN = /^(INPUT|ACTIONS|GITHUB|RUNNER)_|_(TOKEN|SECRET|KEY)$/;

const FORBIDDEN_NAMES = [
  ...[
    'INPUT_GITHUB-TOKEN',
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'GITHUB_OUTPUT',
    'GITHUB_ENV',
  ],
  ...[
    'GITHUB_PATH',
    'GITHUB_STATE',
    'GITHUB_STEP_SUMMARY',
    'RUNNER_TEMP',
    'NPM_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
  ],
  ...['RAILS_MASTER_KEY', 'MISE_GITHUB_TOKEN', 'ASDF_API_KEY', 'LC_TOKEN', 'RBENV_SECRET', 'SSH_AUTH_SOCK'],
  ...[
    'BUNDLE_GEMS__EXAMPLE__COM',
    'BUNDLE_GITHUB__COM',
    'BUNDLE_GEMFILE',
    'RUBYOPT',
    'RUBYLIB',
    'NODE_OPTIONS',
  ],
  ...['NODE_AUTH_TOKEN', 'HTTPS_PROXY', 'GIT_CONFIG_VALUE_0', 'PGPASSWORD', 'SECRET_KEY_BASE'],
];

const name = fc.oneof(
  fc.constantFrom(...FORBIDDEN_NAMES),
  fc
    .tuple(
      fc.constantFrom(
        '',
        'INPUT_',
        'ACTIONS_',
        'GITHUB_',
        'RUNNER_',
        'MISE_',
        'LC_',
        'RUBY_GC_',
        'BUNDLE_',
        'PATH',
      ),
      fc.stringMatching(/^[A-Z_]{0,6}$/),
      fc.constantFrom('', '_TOKEN', '_SECRET', '_KEY'),
    )
    .map((parts) => parts.join('')),
);

test('no name that speaks for the CI job or holds a credential reaches the app', () => {
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (own) => {
      for (const passed of Object.keys(appEnvironment(own, {}))) {
        expect(passed).not.toMatch(FORBIDDEN);
        expect(FORBIDDEN_NAMES).not.toContain(passed);
      }
    }),
  );
});

test('setup sees no more of the CI job than the app does, proxies apart', () => {
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (own) => {
      const beyond = Object.keys(setupEnvironment(own, {}, {})).filter(
        (key) => !(key in appEnvironment(own, {})),
      );
      expect(beyond.filter((key) => key !== 'HTTPS_PROXY')).toEqual([]);
    }),
  );
});

test('the app finds its language, its libraries and its services', () => {
  const own = {
    PATH: '/bin',
    LC_ALL: 'C',
    GEM_HOME: '/gems',
    RBENV_ROOT: '/rbenv',
    DATABASE_URL: 'postgres://db',
  };
  expect(appEnvironment(own, {})).toEqual(own);
});

test('what the configuration sets is passed on under any name', () => {
  expect(appEnvironment({ RAILS_ENV: 'test' }, { SECRET_KEY_BASE: 'x', RAILS_ENV: 'production' })).toEqual({
    SECRET_KEY_BASE: 'x',
    RAILS_ENV: 'production',
  });
});

test('setup-env and proxies reach setup alone', () => {
  const own = { https_proxy: 'http://proxy', NO_PROXY: 'localhost' };
  expect(setupEnvironment(own, { A: '1' }, { BUNDLE_GEMS__EXAMPLE__COM: 'user:pass' })).toEqual({
    ...own,
    A: '1',
    BUNDLE_GEMS__EXAMPLE__COM: 'user:pass',
  });
  expect(appEnvironment(own, { A: '1' })).toEqual({ A: '1' });
});
