import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const program = `${import.meta.dirname}/socket-inodes.rb`;

/**
 * Asks the kernel for single connections, which takes microseconds where its table of all takes milliseconds. Node
 * cannot ask it itself: a small program in Ruby does, while there is something to ask.
 */
export class SocketInodes implements Disposable {
  readonly #port: number;
  #helper: ChildProcessByStdio<Writable, Readable, null> | undefined;
  #isAvailable = true;
  /** In the order of what was asked. */
  readonly #asked: ((line: string | undefined) => void)[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  /**
   * Inodes of the server's ends by the ports of the clients' ends, 0 for what is not accepted yet; undefined where the
   * kernel cannot be asked, for want of Ruby or in a container that forbids it.
   */
  async of(localPorts: readonly number[]): Promise<Map<number, string> | undefined> {
    if (!this.#isAvailable) return undefined;
    this.#helper ??= this.#start();
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#asked.push(resolve);
    this.#helper.stdin.write(`${[this.#port, ...localPorts].join(' ')}\n`);
    const inodes = (await promise)?.split(' ');
    return inodes && new Map(localPorts.map((localPort, i) => [localPort, inodes[i] ?? '0']));
  }

  #start(): ChildProcessByStdio<Writable, Readable, null> {
    const { PATH, HOME } = process.env;
    // In no folder of the app's, and with nothing of its environment.
    const helper = spawn('ruby', ['--disable-gems', program], {
      cwd: '/',
      env: { PATH, HOME },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    createInterface({ input: helper.stdout }).on('line', (line) => {
      // One that was given up may still answer: those who ask now are answered by another.
      if (this.#helper === helper) this.#asked.shift()?.(line);
    });
    const giveUp = () => {
      if (this.#helper !== helper) return;
      this.#isAvailable = false;
      this[Symbol.dispose]();
    };
    helper.on('error', giveUp).on('exit', giveUp);
    helper.stdin.on('error', giveUp);
    return helper;
  }

  /** Whoever asks again starts anew. */
  [Symbol.dispose](): void {
    const helper = this.#helper;
    this.#helper = undefined;
    helper?.stdin.end();
    for (const tell of this.#asked.splice(0)) tell(undefined);
  }
}
