import { pathInLanguage, pathInPackage } from '../heap/source-file.ts';

/**
 * A source file as people know it: relative to the repository, or within its package (`activesupport-6.1.7/lib/…`).
 * Paths of the machine are not shown.
 */
export function nameSite(file: string, checkoutDirectory: string): { file: string; inRepository: boolean } {
  const root = `${checkoutDirectory.replace(/\/$/, '')}/`;
  if (file.startsWith(root) && !installed.test(file.slice(root.length))) {
    return { file: file.slice(root.length), inRepository: true };
  }
  const named = pathInPackage(file) ?? pathInLanguage(file) ?? file.slice(file.lastIndexOf('/') + 1);
  return { file: named, inRepository: false };
}

/** Packages that were installed into the repository's folder are not its own code; a folder of it may be called `gems`. */
const installed = /(?:^|\/)(?:ruby\/\d[^/]*\/(?:bundler\/)?gems|node_modules)\//;
