import type { CodeSide } from '../lockfile.ts';
import type { LockEntry, Manifest, NpmFiles, NpmLock } from './npm-files.ts';

export interface NpmMix {
  readonly base: NpmFiles;
  readonly head: NpmFiles;
  /** That of the code: its manifests are taken, with what is asked for of other packages as on their side. */
  readonly rest: CodeSide;
  sideOf(name: string): CodeSide;
}

/** Each package from its side, where that side has it; npm has yet to settle who finds whom. */
export function mixedNpmFiles(mix: NpmMix): NpmFiles {
  const rest = mix[mix.rest];
  const manifests = new Map(
    [...rest.manifests].map(([folder, manifest]) => [folder, mixedManifest(manifest, folder, mix)]),
  );
  return {
    lockfile: rest.lockfile,
    manifests,
    lock: { ...rest.lock, packages: mixedPackages(mix, manifests) },
  };
}

const requestFields = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
] as const;

function mixedManifest(manifest: Manifest, folder: string, { base, head, rest, sideOf }: NpmMix): Manifest {
  const other = (rest === 'base' ? head : base).manifests.get(folder);
  if (!other) return manifest;
  const mixed: Manifest = { ...manifest };
  for (const field of requestFields) {
    const own = Object.entries(manifest[field] ?? {}).filter(([key]) => sideOf(nameIn(key)) === rest);
    const others = Object.entries(other[field] ?? {}).filter(([key]) => sideOf(nameIn(key)) !== rest);
    if (own.length + others.length > 0)
      mixed[field] = Object.fromEntries([...own, ...others].toSorted(byKey));
    else delete mixed[field];
  }
  return mixed;
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** An override may say which versions it is for: `@a/b@^1`. */
const nameIn = (key: string): string => key.replace(/(?<=.)@.*$/, '');

function mixedPackages(mix: NpmMix, manifests: ReadonlyMap<string, Manifest>): NpmLock['packages'] {
  const [base, head] = [mix.base.lock.packages, mix.head.lock.packages];
  const mixed: Record<string, LockEntry> = {};
  // What a package has inside comes after it, and not without it.
  for (const folder of [...new Set([...Object.keys(base), ...Object.keys(head)])].sort()) {
    const entry = mix[sideOfFolder(folder, mix)].lock.packages[folder];
    const owner = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
    if (entry && (owner === '' || mixed[owner]))
      mixed[folder] = { ...entry, ...requestsOf(manifests.get(folder)) };
  }
  // Not what the app asks for, so that npm finds out anew which packages are needed, and for what.
  const app = mixed[''] ?? {};
  mixed[''] = {
    ...app,
    dependencies: { ...(app.dependencies as object | undefined), 'heapgate-mixture': '*' },
  };
  return mixed;
}

function requestsOf(manifest: Manifest | undefined): Manifest {
  const fields = requestFields.filter((field) => field !== 'overrides' && manifest?.[field]);
  return Object.fromEntries(fields.map((field) => [field, manifest?.[field]]));
}

/** What is in another's bundle goes with that; what is no package of another goes with the code. */
function sideOfFolder(folder: string, mix: NpmMix): CodeSide {
  const at = folder.lastIndexOf('node_modules/');
  if (at === -1) return mix.rest;
  const entries = [mix.base, mix.head].map(({ lock }) => lock.packages[folder]);
  if (at > 0 && entries.some((entry) => entry?.inBundle)) return sideOfFolder(folder.slice(0, at - 1), mix);
  if (entries.some((entry) => entry?.link)) return mix.rest;
  return mix.sideOf(folder.slice(at + 'node_modules/'.length));
}
