import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Writes a line for each request that reaches it: process id and target in hexadecimal. */
const rackApp = `
log = File.open(ENV.fetch('REQUESTS'), File::WRONLY | File::APPEND)
run ->(env) {
  log.syswrite("#{Process.pid} #{env['REQUEST_URI'].unpack1('H*')}\\n")
  raise 'as asked' if env['PATH_INFO'] == '/raise'
  [200, { 'Content-Type' => 'text/plain', 'X-App' => 'yes' }, ['ok']]
}
`;

/** A real Puma with a small rack app. The gems are those of the folder in HEAPGATE_TEST_BUNDLE. */
export class PumaProcess implements AsyncDisposable {
  readonly port: number;
  /** The processes that answer requests. */
  readonly pids: readonly number[];
  readonly #folder: string;
  readonly #process: ChildProcess;

  /** `workers: 0` is Puma's single mode. */
  static async start({ workers, threads }: { workers: number; threads: number }): Promise<PumaProcess> {
    const gems = await gemPath();
    const folder = await mkdtemp(join(tmpdir(), 'heapgate-puma-'));
    await writeFile(join(folder, 'config.ru'), rackApp);
    await writeFile(join(folder, 'requests'), '');
    const bind = [
      '-b',
      'tcp://127.0.0.1:0',
      '-w',
      `${workers}`,
      '-t',
      `${threads}:${threads}`,
      '-e',
      'production',
    ];
    const puma = spawn(
      'ruby',
      ['-e', "load Gem.activate_bin_path('puma', 'puma')", '--', ...bind, 'config.ru'],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, REQUESTS: join(folder, 'requests'), GEM_PATH: gems },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    return new PumaProcess(folder, puma, await listening(puma, workers));
  }

  private constructor(folder: string, puma: ChildProcess, { port, pids }: { port: number; pids: number[] }) {
    this.#folder = folder;
    this.#process = puma;
    this.port = port;
    this.pids = pids;
  }

  /** What reached the app, in the order of arrival; targets as byte strings. */
  async requests(): Promise<{ pid: number; target: string }[]> {
    const lines = (await readFile(join(this.#folder, 'requests'), 'utf8')).split('\n').slice(0, -1);
    return lines.map((line) => {
      const [pid, target = ''] = line.split(' ');
      return { pid: Number(pid), target: Buffer.from(target, 'hex').toString('latin1') };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await exited;
    await rm(this.#folder, { recursive: true });
  }
}

/** Reads Puma's log until it listens and all its workers have booted. */
async function listening(puma: ChildProcess, workers: number): Promise<{ port: number; pids: number[] }> {
  if (!puma.stdout || puma.pid === undefined) throw new Error('ruby cannot be started');
  let port = 0;
  const pids: number[] = [];
  for await (const line of createInterface(puma.stdout)) {
    port = Number(/Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? port);
    const worker = /Worker \d+ \(PID: (\d+)\) booted/.exec(line)?.[1];
    if (worker) pids.push(Number(worker));
    if (port > 0 && pids.length === workers) return { port, pids: workers === 0 ? [puma.pid] : pids };
  }
  throw new Error('Puma ended before it listened');
}

async function gemPath(): Promise<string> {
  const bundle = process.env.HEAPGATE_TEST_BUNDLE;
  if (!bundle) throw new Error('HEAPGATE_TEST_BUNDLE must name the folder that `bundle install` put Puma in');
  const [version] = await readdir(join(bundle, 'ruby'));
  return join(bundle, 'ruby', version ?? '');
}
