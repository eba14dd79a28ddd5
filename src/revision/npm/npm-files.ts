import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CannotMeasure } from '../../cannot-measure.ts';
import { assertStaysInCheckout } from '../inside.ts';
import type { CodeSide } from '../lockfile.ts';
import { jsonOf } from './json.ts';

/** Names of lockfiles; the first counts where both are there. */
export const npmLockfiles: readonly string[] = ['npm-shrinkwrap.json', 'package-lock.json'];

const Requests = z.record(z.string(), z.unknown()).optional();
const Manifest = z.looseObject({
  dependencies: Requests,
  devDependencies: Requests,
  optionalDependencies: Requests,
  peerDependencies: Requests,
  overrides: Requests,
});
/** A package.json: what is asked for. */
export type Manifest = z.infer<typeof Manifest>;

const Entry = z.looseObject({
  /** Of what is installed under another name. */
  name: z.string().optional(),
  version: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
});
export type LockEntry = z.infer<typeof Entry>;

const Lock = z.looseObject({ lockfileVersion: z.int(), packages: z.record(z.string(), Entry) });
/** Packages by the folder they are installed in, such as `node_modules/a/node_modules/b`. */
export type NpmLock = z.infer<typeof Lock>;

/** What npm installs from. */
export interface NpmFiles {
  readonly lockfile: string;
  readonly lock: NpmLock;
  /** By folder: that of the app, which is empty, and those of its workspaces. */
  readonly manifests: ReadonlyMap<string, Manifest>;
}

/** Throws `CannotMeasure` that starts with `label` where the text is no lockfile of npm 7 or newer. */
export function parseNpmLock(text: string, label: CodeSide): NpmLock {
  const json = jsonOf(text);
  const lock = Lock.safeParse(json);
  if (lock.success) return lock.data;
  const isOld = z.looseObject({ lockfileVersion: z.literal(1) }).safeParse(json).success;
  const problem = isOld ? 'is of npm 6 or older' : 'cannot be read';
  throw new CannotMeasure(
    `${label}: the lockfile of npm ${problem}: run \`npm install --package-lock-only\` there with npm 7 or newer, and commit what it writes`,
  );
}

/** Reads what npm installs from in an app's folder. Throws `CannotMeasure` that starts with `label`. */
export async function readNpmFiles(directory: string, label: CodeSide): Promise<NpmFiles> {
  for (const lockfile of npmLockfiles) {
    await assertStaysInCheckout(directory, lockfile, `${label}: ${lockfile}`);
    const text = await readFile(join(directory, lockfile), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const lock = parseNpmLock(text, label);
    const manifests = new Map<string, Manifest>();
    for (const folder of manifestFolders(lock))
      manifests.set(folder, await readManifest(directory, folder, label));
    return { lockfile, lock, manifests };
  }
  throw new CannotMeasure(
    `${label}: there is no package-lock.json in the app’s folder, which is what is bisected`,
  );
}

/** Writes them into `directory`. */
export async function writeNpmFiles({ lockfile, lock, manifests }: NpmFiles, directory: string) {
  for (const [folder, manifest] of manifests)
    await writeJson(directory, join(folder, 'package.json'), manifest);
  await writeJson(directory, lockfile, lock);
}

const manifestFolders = ({ packages }: NpmLock): string[] => [
  '',
  ...Object.keys(packages).filter((folder) => folder !== '' && !/(^|\/)node_modules\//.test(folder)),
];

async function readManifest(directory: string, folder: string, label: CodeSide): Promise<Manifest> {
  const file = join(folder, 'package.json');
  await assertStaysInCheckout(directory, file, `${label}: ${file}`);
  const text = await readFile(join(directory, file), 'utf8').catch(() => '');
  const manifest = Manifest.safeParse(jsonOf(text));
  if (manifest.success) return manifest.data;
  throw new CannotMeasure(`${label}: ${file} cannot be read: npm has to find its JSON in the app’s folder`);
}

async function writeJson(directory: string, path: string, content: unknown): Promise<void> {
  await assertStaysInCheckout(directory, path);
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
