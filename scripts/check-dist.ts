import { cp, mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { version } from '../src/version.ts';
import { runJob } from '../test/action/runner.ts';
import { Repository } from '../test/revision/repository.ts';
import { buildInto } from './build.ts';
import { compiledFile, compileInto } from './wasm.ts';

/** What is wrong with the committed dist/, a line for each thing; nothing when it may be released. */
export async function faultsOfDist(dist: string): Promise<string[]> {
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'heapgate-dist-'));
  const built = join(temporary.path, 'built');
  await buildInto(built);
  const stale = await differing(dist, built);
  if (stale.length > 0)
    return [`dist/ is not what the sources build: ${stale.join(', ')} (run: npm run build)`];
  const compiled = join(temporary.path, 'plain-rows.wasm');
  await compileInto(compiled);
  if (!(await readFile(compiled)).equals(await readFile(compiledFile)))
    return ['plain-rows.wasm is not what wasm/ compiles to (run: npm run wasm)'];
  // A folder without node_modules above or beside it, as on the machine of somebody who uses heapgate.
  const alone = join(temporary.path, 'alone', 'dist');
  await cp(dist, alone, { recursive: true });
  return [
    ...(await faultsOfLoading(alone)),
    ...(await faultsOfCommand(join(alone, 'cli.js'))),
    ...(await faultsOfAction(join(alone, 'action.js'))),
  ];
}

/** Names of the files that are not the same in both folders. */
async function differing(one: string, other: string): Promise<string[]> {
  const names = new Set((await Promise.all([one, other].map(filesIn))).flat());
  const pairs = [...names].sort().map(async (name) => {
    const [bytes, otherBytes] = await Promise.all([one, other].map((folder) => bytesOf(join(folder, name))));
    return bytes && otherBytes?.equals(bytes) ? [] : [name];
  });
  return (await Promise.all(pairs)).flat();
}

/** What boots apps, and what describes JSON, takes longer to load than small dumps take to analyze. */
async function faultsOfLoading(dist: string): Promise<string[]> {
  const quick = ['run-cli.js', 'report.js', 'dump.js', 'analyze-command.js'];
  const slow = quick.map(async (name) => {
    const [, loaded] =
      /^import .* from "\.\/((?:shared|schema)\.js)";$/m.exec(await readFile(join(dist, name), 'utf8')) ?? [];
    return loaded ? [`dist/${name} loads all of dist/${loaded}: see the groups in rolldown.config.ts`] : [];
  });
  return (await Promise.all(slow)).flat();
}

const filesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
const bytesOf = (file: string): Promise<Buffer | undefined> => readFile(file).catch(() => undefined);

async function faultsOfCommand(entry: string): Promise<string[]> {
  const asked = { '--version': `${version}\n`, '--help': 'Usage: heapgate' };
  const faults = Object.entries(asked).map(async ([option, answer]) => {
    const { stdout, stderr, exitCode } = await execa(process.execPath, [entry, option], {
      cwd: tmpdir(),
      reject: false,
      stripFinalNewline: false,
    });
    return exitCode === 0 && stdout.startsWith(answer)
      ? []
      : [`dist/cli.js ${option} failed: ${stderr || stdout}`];
  });
  return (await Promise.all(faults)).flat();
}

/** A push that changes none of the files asked for: the Action reads all of its inputs, and boots nothing. */
async function faultsOfAction(entry: string): Promise<string[]> {
  await using repository = Repository.create();
  const before = repository.commit('Base');
  const after = repository.commit('Head');
  const { exitCode, log, outputs } = await runJob(entry, {
    event: 'push',
    payload: { before, repository: { default_branch: 'main' } },
    apiUrl: 'http://127.0.0.1:9',
    workspace: repository.directory,
    with: { paths: 'no/such/file' },
    env: { GITHUB_SHA: after },
  });
  return exitCode === 0 && outputs.verdict === 'pass' ? [] : [`dist/action.js failed: ${log}`];
}

if (import.meta.main) {
  const faults = await faultsOfDist('dist');
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(
    faults.length === 0 ? 'dist/ is what the sources build, and runs with nothing beside it\n' : '',
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
