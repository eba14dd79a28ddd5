/**
 * A file of an installed package, named from the package: `rack-2.2.9/lib/rack.rb`. Undefined for any other file.
 * The system's own gems are in `gems/3.1.0/gems/`.
 */
export function pathInPackage(file: string): string | undefined {
  return /\/(?:gems|node_modules)\/(?!\d[^/]*\/gems\/)((?:@[^/]+\/)?[^/]+\/.+)$/.exec(file)?.[1];
}

/** A file of the language's own library, named from its version: `ruby/3.1.0/set.rb`. Undefined for any other file. */
export function pathInLanguage(file: string): string | undefined {
  return /\/(ruby\/(?:\d[^/]*|vendor_ruby|site_ruby)\/.+)$/.exec(file)?.[1];
}

/** The package with its version, `(ruby)` for what comes with the language, `(app)` for all else. */
export function packageOf(file: string): string {
  const inPackage = pathInPackage(file);
  if (inPackage !== undefined) return /^(?:@[^/]+\/)?[^/]+/.exec(inPackage)?.[0] ?? inPackage;
  return file.startsWith('<internal:') || pathInLanguage(file) !== undefined ? '(ruby)' : '(app)';
}
