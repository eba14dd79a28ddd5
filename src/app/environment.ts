type Environment = Record<string, string>;

/**
 * What the app may see of heapgate's own environment: enough to find its language, its libraries and its services.
 * Nothing that speaks for the CI job, no credential; what an app needs beyond this goes into `env`, which is `extra`.
 */
export function appEnvironment(own: NodeJS.ProcessEnv, extra: Readonly<Environment>): Environment {
  return { ...pick(own, (name) => isAllowed(name) && !isCredential(name)), ...extra };
}

/** As `appEnvironment`, with what `setup` alone may see: proxies, and `setup-env`, which may hold registry tokens. */
export function setupEnvironment(
  own: NodeJS.ProcessEnv,
  extra: Readonly<Environment>,
  setupEnv: Readonly<Environment>,
): Environment {
  return { ...appEnvironment(own, extra), ...pick(own, (name) => PROXY.test(name)), ...setupEnv };
}

const ALLOWED_NAMES: ReadonlySet<string> = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'CI'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'PKG_CONFIG_PATH', 'JAVA_HOME'],
  ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'],
  // Ruby. BUNDLE_GEMFILE and RUBYOPT are left out: under `bundle exec` they are those of heapgate's caller. Others of
  // Bundler's, such as BUNDLE_GEMS__EXAMPLE__COM, are credentials.
  ...['GEM_HOME', 'GEM_PATH', 'RUBY_VERSION', 'RUBY_ROOT', 'RUBY_ENGINE', 'RUBY_YJIT_ENABLE', 'MY_RUBY_HOME'],
  ...[
    'BUNDLE_PATH',
    'BUNDLE_WITHOUT',
    'BUNDLE_WITH',
    'BUNDLE_DEPLOYMENT',
    'BUNDLE_FROZEN',
    'BUNDLE_APP_CONFIG',
  ],
  ...['BUNDLE_JOBS', 'BUNDLE_RETRY', 'BUNDLE_USER_HOME', 'BUNDLE_USER_CACHE', 'BUNDLE_CACHE_PATH'],
  ...['BUNDLE_FORCE_RUBY_PLATFORM', 'BUNDLE_SILENCE_ROOT_WARNING'],
  ...['NVM_DIR', 'NVM_BIN', 'VOLTA_HOME', 'PNPM_HOME', 'CARGO_HOME', 'RUSTUP_HOME', 'GOPATH', 'PYENV_ROOT'],
  ...[
    'RAILS_ENV',
    'RACK_ENV',
    'NODE_ENV',
    'APP_ENV',
    'WEB_CONCURRENCY',
    'RAILS_MAX_THREADS',
    'RAILS_MIN_THREADS',
  ],
  ...['RAILS_LOG_TO_STDOUT', 'RAILS_SERVE_STATIC_FILES', 'MALLOC_ARENA_MAX', 'MALLOC_CONF'],
  // Service containers of the job.
  ...['DATABASE_URL', 'REDIS_URL', 'MEMCACHE_SERVERS', 'ELASTICSEARCH_URL', 'OPENSEARCH_URL', 'RABBITMQ_URL'],
  ...['PGHOST', 'PGPORT', 'PGUSER', 'PGDATABASE'],
]);

const ALLOWED_FAMILIES = /^(LC|RBENV|RUBY_GC|CHRUBY|ASDF|MISE|NODENV|rvm)_/;
const PROXY = /^(https?|no|all|ftp)_proxy$/i;

const isAllowed = (name: string): boolean => ALLOWED_NAMES.has(name) || ALLOWED_FAMILIES.test(name);

/** A version manager's family may hold one, such as MISE_GITHUB_TOKEN. */
const isCredential = (name: string): boolean =>
  /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|_KEY$|_AUTH$/i.test(name);

function pick(own: NodeJS.ProcessEnv, wanted: (name: string) => boolean): Environment {
  const picked: Environment = {};
  for (const [name, value] of Object.entries(own))
    if (value !== undefined && wanted(name)) picked[name] = value;
  return picked;
}
