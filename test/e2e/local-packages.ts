import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import type { LockEntry } from '../../src/revision/npm/npm-files.ts';

export interface LocalPackage {
  readonly name: string;
  readonly version: string;
  /** What `require` of its name runs. */
  readonly code?: string;
  /** Requirements by name. */
  readonly needs?: Readonly<Record<string, string>>;
}

/** A registry of packages on this machine, as long as it is not disposed of. */
export interface LocalRegistry extends AsyncDisposable {
  readonly url: string;
  /** As a lockfile has a package. */
  entryOf(name: string, version: string): LockEntry;
}

/** Packs packages into `directory` and serves them to npm. */
export async function localRegistry(
  directory: string,
  packages: readonly LocalPackage[],
): Promise<LocalRegistry> {
  const tarballs = new Map<string, Buffer>();
  for (const one of packages) tarballs.set(idOf(one), await tarball(directory, one));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const packed = tarballs.get(path.replace(/^.*\/-\//, ''));
    const versions = packages.filter(({ name }) => name === path);
    if (packed) response.end(packed);
    else if (versions.length > 0) response.end(JSON.stringify(packument(versions)));
    else response.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const entry = (one: LocalPackage) => {
    const { name, version, needs: dependencies = {} } = one;
    const packed = tarballs.get(idOf(one)) ?? Buffer.alloc(0);
    const integrity = `sha512-${createHash('sha512').update(packed).digest('base64')}`;
    return { name, version, dependencies, dist: { tarball: `${url}${name}/-/${idOf(one)}`, integrity } };
  };
  const packument = (versions: readonly LocalPackage[]) => ({
    name: versions[0]?.name,
    'dist-tags': { latest: versions.at(-1)?.version },
    versions: Object.fromEntries(versions.map((one) => [one.version, entry(one)])),
  });
  return {
    url,
    entryOf: (name, version) => {
      const one = packages.find((each) => each.name === name && each.version === version);
      if (!one) throw new Error(`there is no ${name} ${version}`);
      const { dependencies, dist } = entry(one);
      const isAlone = Object.keys(dependencies).length === 0;
      const { tarball: resolved, integrity } = dist;
      return { version, resolved, integrity, ...(isAlone ? {} : { dependencies }) };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const idOf = ({ name, version }: LocalPackage): string => `${name.replace('/', '-')}-${version}.tgz`;

async function tarball(directory: string, one: LocalPackage): Promise<Buffer> {
  const { name, version, code = '', needs: dependencies = {} } = one;
  const folder = join(directory, idOf(one));
  await mkdir(join(folder, 'package'), { recursive: true });
  await writeFile(join(folder, 'package/package.json'), JSON.stringify({ name, version, dependencies }));
  await writeFile(join(folder, 'package/index.js'), code);
  await execa('tar', ['czf', 'package.tgz', 'package'], { cwd: folder });
  return readFile(join(folder, 'package.tgz'));
}
