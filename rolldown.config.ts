import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';
import { bundledLicenses } from './scripts/licenses.ts';

const root = import.meta.dirname;

/** What users run: the two front doors, the thread that helps them read, and what they share; nothing to install. */
export default defineConfig({
  cwd: root,
  input: {
    cli: 'src/cli.ts',
    action: 'src/action.ts',
    'dump-worker': 'src/runtimes/ruby/dump/dump-worker.ts',
  },
  platform: 'node',
  // Lowers `using`, which Node 22 does not know.
  transform: { target: 'node22' },
  plugins: [besideBundle(), licenses()],
  // A dependency of autocannon calls `eval`; heapgate does not reach that call.
  checks: { eval: false },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    // No hash in the name: a change of the sources is a change of this file, not a new one.
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: [
        // All that a front door needs before it is known what runs.
        {
          name: 'front',
          test: /src.(lack-of-memory|cli.(exit-status|progress-columns))/,
          minShareCount: 2,
          priority: 3,
        },
        // All that the thread needs, so that it starts quickly.
        { name: 'dump', test: /src.(cannot-measure|heap|runtimes.ruby.dump)/, minShareCount: 2, priority: 2 },
        // What the front door, `analyze` and `diff` need, without what boots apps.
        {
          name: 'report',
          test: /src.(cli.(exit-status|output)|leak|nearest|report.(?!schema|(analysis-|diff-)?json)|traffic.import.formats|shard|version)|package.json/,
          minShareCount: 2,
          priority: 2,
        },
        // What describes the JSON that is written and read, which takes long to load.
        {
          name: 'schema',
          test: /src.report.(schema|(analysis-|diff-)?json)|node_modules.zod/,
          minShareCount: 2,
          priority: 1,
        },
        { name: 'shared', minShareCount: 2 },
      ],
    },
  },
});

/** What the sources look for beside the file that they run from: Ruby, and the compiled reader of rows. */
function besideBundle(): Plugin {
  return {
    name: 'beside-bundle',
    async generateBundle() {
      for (const file of [
        'runtimes/ruby/agent.rb',
        'runtimes/ruby/dump/plain-rows.wasm',
        'revision/bundler/bundler-lockfiles.rb',
        'revision/npm/npm-lockfiles.cjs',
        'traffic/socket-inodes.rb',
      ]) {
        const source = await readFile(`${root}/src/${file}`);
        this.emitFile({ type: 'asset', fileName: basename(file), source });
      }
    },
  };
}

/** The licenses of the packages in the bundle ask to be passed on with them. */
function licenses(): Plugin {
  return {
    name: 'licenses',
    async generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: await bundledLicenses(modules) });
    },
  };
}
