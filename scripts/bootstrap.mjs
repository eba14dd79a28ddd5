// Readies a fresh clone for `npm test` and `npm run demo`. Plain JavaScript without packages: it runs on the machine's
// own Node, before there is anything else.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const debianPackages = 'ruby-full ruby-bundler build-essential libyaml-dev libsqlite3-dev git';

/** What the demo app needs, each with a command that works where it is installed. */
const needs = [
  { name: 'git', command: ['git', '--version'] },
  { name: 'Ruby', command: ['ruby', '--version'] },
  { name: 'Bundler', command: ['bundle', '--version'] },
  { name: 'Ruby’s headers', command: ['ruby', '-e', 'require "mkmf"'] },
  { name: 'a C compiler', command: ['cc', '--version'] },
  { name: 'make', command: ['make', '--version'] },
];

/** Whether the packages of package-lock.json are installed: npm writes its own copy of the file last. */
function isInstalled() {
  const written = (file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return written('node_modules/.package-lock.json') >= written('package-lock.json');
}

/** Without node_modules/.bin on the path: the Node there is one of the packages that npm replaces. */
function install() {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(root, 'node_modules')));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync('npm', args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

const runs = ([program, ...args]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

function hasOwnNode() {
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/node'), ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)/.exec(stdout ?? '')?.[1]) >= 24;
}

/** One line that says what to do, or nothing when all is there. */
function problem() {
  const missing = needs.filter(({ command }) => !runs(command)).map(({ name }) => name);
  if (missing.length > 0) {
    return `${missing.join(', ')} missing: the demo app is a Rails app (Debian and Ubuntu: apt-get install ${debianPackages})`;
  }
  if (!isInstalled() && !install()) return '`npm ci` failed, see above';
  if (!hasOwnNode())
    return 'Node 24 is not in node_modules: allow install scripts (npm config set ignore-scripts false), then run `npm ci`';
  return undefined;
}

const found = problem();
if (found) process.stderr.write(`heapgate: ${found}\n`);
process.exitCode = found ? 1 : 0;
