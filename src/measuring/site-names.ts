/**
 * A source file as people know it: relative to the repository, or within its package (`activesupport-6.1.7/lib/…`).
 * Paths of the machine are not shown.
 */
export function nameSite(file: string, checkoutDirectory: string): { file: string; inRepository: boolean } {
  const root = `${checkoutDirectory.replace(/\/$/, '')}/`;
  if (file.startsWith(root)) return { file: file.slice(root.length), inRepository: true };
  const inPackage = /\/(?:gems|node_modules)\/((?:@[^/]+\/)?[^/]+\/.+)$/.exec(file)?.[1];
  const inLanguage = /\/(ruby\/\d[^/]*\/.+)$/.exec(file)?.[1];
  return { file: inPackage ?? inLanguage ?? file.slice(file.lastIndexOf('/') + 1), inRepository: false };
}
