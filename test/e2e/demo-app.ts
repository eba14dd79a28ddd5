import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { buildDemoRepository, gemSource } from '../../src/demo.ts';

const environment = {
  RAILS_ENV: 'production',
  RAILS_LOG_LEVEL: 'info',
  RELEASE_STAGE: 'test',
  SECRET_KEY_BASE: 'not-a-secret',
  RAILS_MAX_THREADS: '3',
  WEB_CONCURRENCY: '0',
  PORT: '0',
};

/** The demo app before the incident, on a port of its own. One process answers. */
export class DemoApp implements AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** What Rails writes of requests. */
  readonly logFile: string;
  readonly #root: string;
  readonly #puma: ChildProcess;

  static async start(): Promise<DemoApp> {
    const root = await mkdtemp(join(tmpdir(), 'heapgate-demo-app-'));
    const source = await gemSource();
    const { repository } = await buildDemoRepository({ base: 'good', head: 'good', root, gemSource: source });
    const env = { ...process.env, BUNDLE_PATH: process.env.HEAPGATE_TEST_BUNDLE, ...environment };
    await execa('bin/rails', ['db:schema:load', 'db:seed'], { cwd: repository, env, stdin: 'ignore' });
    const puma = spawn('bundle', ['exec', 'puma', '-C', 'config/puma.rb'], {
      cwd: repository,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const line of createInterface(puma.stdout)) {
      const port = Number(/Listening on http:\/\/[\d.]+:(\d+)/.exec(line)?.[1]);
      if (port > 0) return new DemoApp(port, root, join(repository, 'log/production.log'), puma);
    }
    throw new Error('Puma ended before it listened');
  }

  private constructor(port: number, root: string, logFile: string, puma: ChildProcess) {
    this.port = port;
    this.pid = puma.pid ?? 0;
    this.logFile = logFile;
    this.#root = root;
    this.#puma = puma;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#puma, 'exit');
    this.#puma.kill('SIGTERM');
    await exited;
    await rm(this.#root, { recursive: true });
  }
}
