import { CannotMeasure } from '../../cannot-measure.ts';
import type { LockEntry, Manifest, NpmFiles } from './npm-files.ts';

const requestFields = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** The entries of a package, wherever it is installed. */
export const entriesOf = ({ lock }: NpmFiles, name: string): LockEntry[] =>
  Object.entries(lock.packages)
    .filter(([folder]) => isOf(folder, name))
    .map(([, entry]) => entry);

/** Whether the app, or one of its workspaces, asks for a package itself. */
export const isAskedFor = ({ manifests }: NpmFiles, name: string): boolean =>
  [...manifests.values()].some((manifest) => fieldOf(manifest, name) !== undefined);

/**
 * Another version of one package, for npm to resolve the rest of: asked for by those that ask for it, or by the app, so
 * that all others find it. Throws `CannotMeasure` where several versions are locked.
 */
export function pinnedNpmFiles(files: NpmFiles, name: string, version: string): NpmFiles {
  const entries = entriesOf(files, name);
  const versions = [...new Set(entries.map((entry) => entry.version))];
  if (versions.length > 1)
    throw new CannotMeasure(`${name} is locked at several versions at once: ${versions.join(', ')}`);
  const realName = entries[0]?.name;
  const request = realName === undefined || realName === name ? version : `npm:${realName}@${version}`;
  const isAsked = isAskedFor(files, name);
  const manifests = [...files.manifests].map(([folder, manifest]): [string, Manifest] => {
    const field = fieldOf(manifest, name) ?? (folder === '' && !isAsked ? 'dependencies' : undefined);
    if (field === undefined) return [folder, manifest];
    return [folder, { ...manifest, [field]: { ...manifest[field], [name]: request } }];
  });
  const kept = Object.entries(files.lock.packages).filter(([folder]) => !isOf(folder, name));
  return {
    ...files,
    manifests: new Map(manifests),
    lock: { ...files.lock, packages: Object.fromEntries(kept) },
  };
}

const fieldOf = (manifest: Manifest, name: string) =>
  requestFields.find((field) => manifest[field]?.[name] !== undefined);

const isOf = (folder: string, name: string): boolean => `/${folder}`.endsWith(`/node_modules/${name}`);
