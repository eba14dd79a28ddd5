import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { JobSecrets } from './redaction/job-secrets.ts';
import { holdsAny } from './redaction/secret-scan.ts';
import { shownName } from './redaction/shown-text.ts';
import type { Runtime } from './runtimes/runtime.ts';

export interface RedactedDumpsOptions {
  /** Private folder, removed with all that is in it after the run. */
  readonly scratch: string;
  /** Folder for dumps that may leave the machine; made where there are any. */
  readonly to: string;
  readonly secrets?: JobSecrets | undefined;
}

/** Dumps of a run for people elsewhere: taken as they are into a private folder, and handed over redacted. */
export class RedactedDumps {
  /** Where the app's processes write theirs. */
  readonly directory: string;
  readonly #to: string;
  readonly #secrets: JobSecrets;

  static async begin({
    scratch,
    to,
    secrets = new JobSecrets(),
  }: RedactedDumpsOptions): Promise<RedactedDumps> {
    const directory = join(scratch, 'dumps');
    await mkdir(directory, { mode: 0o700 });
    return new RedactedDumps(directory, to, secrets);
  }

  private constructor(directory: string, to: string, secrets: JobSecrets) {
    this.directory = directory;
    this.#to = to;
    this.#secrets = secrets;
  }

  /**
   * Writes them without the values of strings and without the job's secrets, and looks for these in what was written:
   * where one is found all the same, no dump is left. Answers what to say of it.
   */
  async handOver(runtime: Runtime): Promise<string[]> {
    try {
      return await this.#write(runtime);
    } catch (error) {
      // A verdict is worth more than dumps that found no room on the disk.
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      await rm(this.#to, { recursive: true, force: true });
      return [`no heap dumps are handed over: they cannot be written (${code})`];
    }
  }

  async #write(runtime: Runtime): Promise<string[]> {
    const secrets = this.#secrets;
    const how = {
      // The same for all of a run, so that strings can be compared between its dumps; without it nobody can try values.
      key: randomBytes(32),
      name: (name: string) => secrets.hide(shownName(name)),
      file: (path: string) => secrets.hide(path),
    };
    await mkdir(this.#to, { recursive: true, mode: 0o700 });
    for (const name of (await readdir(this.directory)).sort()) {
      const source = join(this.directory, name);
      const target = join(this.#to, `${name}.gz`);
      await runtime.redactDump(source, target, how);
      await rm(source);
      if (!(await holdsAny(unpacked(target), secrets.spellings))) continue;
      await rm(this.#to, { recursive: true });
      return ['no heap dumps are handed over: one would still hold a secret of this job'];
    }
    return [];
  }
}

const unpacked = (file: string): AsyncIterable<Buffer> => createReadStream(file).pipe(createGunzip());
