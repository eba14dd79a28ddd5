import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { appEnvironment } from '../src/app/environment.ts';
import { CannotMeasure } from '../src/cannot-measure.ts';
import { buildDemoRepository, gemSource } from '../src/demo.ts';
import { formatBytes } from '../src/report/numbers.ts';
import { privateTemporaryDirectory } from '../src/revision/private-directory.ts';
import type { BenchCache } from './cache.ts';

/** Two dumps of one Rails process, the second after it has grown, and what the process itself said of its classes. */
export interface DumpPair {
  readonly before: string;
  readonly after: string;
  /** JSON: objects by the name of their class. */
  readonly classesBefore: string;
  /** Of `before`. */
  readonly bytes: number;
}

const objectsAtFullScale = 2_800_000;
/** Of both dumps, with some to spare. */
const bytesAtFullScale = 2_200_000_000;
const generators = ['rails-process.rb', 'live-classes.rb'] as const;

/** Dumps of about `scale` times 2.8 million objects and 900 MB, made where the cache does not have them. */
export async function railsDumps(
  cache: BenchCache,
  scale: number,
  progress: (line: string) => void,
): Promise<DumpPair> {
  const directory = await cache.folder(`dumps-${await generation()}-${scale}`, async (folder) => {
    await assertSpace(folder, scale * bytesAtFullScale);
    progress(`making dumps of scale ${scale}`);
    await makeDumps(cache, scale, folder);
  });
  const before = join(directory, 'before.json');
  const { size: bytes } = await stat(before);
  progress(`dumps of scale ${scale}: ${directory} (2 × ${formatBytes(bytes)})`);
  return {
    before,
    after: join(directory, 'after.json'),
    classesBefore: join(directory, 'before.classes.json'),
    bytes,
  };
}

/** Boots the demo app from a throw-away copy, with its own gems, and lets it fill its heap. */
async function makeDumps(cache: BenchCache, scale: number, directory: string): Promise<void> {
  await using temporary = await privateTemporaryDirectory('hg-bench-');
  const { repository: app } = await buildDemoRepository({
    base: 'good',
    head: 'good',
    root: temporary.path,
    gemSource: await gemSource(),
  });
  const bundle = join(cache.directory, 'bundle');
  await mkdir(bundle, { recursive: true });
  const env = appEnvironment(process.env, {
    BUNDLE_PATH: bundle,
    RAILS_ENV: 'production',
    RELEASE_STAGE: 'bench',
    SECRET_KEY_BASE: 'not-a-secret',
    RAILS_LOG_LEVEL: 'warn',
  });
  const inApp = { cwd: app, env, extendEnv: false, stdin: 'ignore' } as const;
  await execa('bundle', ['install', '--quiet'], inApp);
  // Beside the app's own files: dumps name them by their paths, whose lengths must not depend on this checkout.
  for (const file of generators) await cp(join(import.meta.dirname, file), join(app, 'lib', file));
  const objects = String(Math.round(scale * objectsAtFullScale));
  await execa('bundle', ['exec', 'ruby', `lib/${generators[0]}`, objects, directory], inApp);
}

/** Changes with the generator, so that no dump of an earlier one is taken for its own. */
async function generation(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of generators) hash.update(await readFile(join(import.meta.dirname, file)));
  return hash.digest('hex').slice(0, 8);
}

async function assertSpace(directory: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize < neededBytes) {
    throw new CannotMeasure(
      `${directory} has ${formatBytes(bavail * bsize)} free, and the dumps take ${formatBytes(neededBytes)}: ` +
        'free some, or set XDG_CACHE_HOME to a folder that has more',
    );
  }
}
