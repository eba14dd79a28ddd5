import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The two-process server of cluster-app.ts, running. */
export class ClusterProcess implements AsyncDisposable {
  readonly primary: ChildProcess;
  readonly port: number;
  /** Of worker 1 and worker 2. */
  readonly pids: readonly number[];

  static async start(accepting: 'by workers' | 'handed' = 'by workers'): Promise<ClusterProcess> {
    const primary = fork(join(import.meta.dirname, 'cluster-app.ts'), [accepting], { execArgv: [] });
    const [message] = (await once(primary, 'message')) as [{ port: number; pids: number[] }];
    return new ClusterProcess(primary, message);
  }

  private constructor(primary: ChildProcess, { port, pids }: { port: number; pids: number[] }) {
    this.primary = primary;
    this.port = port;
    this.pids = pids;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.primary, 'exit');
    this.primary.kill();
    await exited;
  }
}
