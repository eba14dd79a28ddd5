import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { CannotMeasure } from '../../cannot-measure.ts';
import type { Runtime } from '../runtime.ts';
import { rubyAgents } from './agent-client.ts';
import { detectRubyApp } from './detection.ts';
import { readRubyDump } from './dump-reader.ts';
import { redactRubyDump } from './redact-dump.ts';

/** MRI 2.7 or newer, with Bundler. */
export const ruby: Runtime = {
  name: 'ruby',
  detect: detectRubyApp,
  agents: rubyAgents,
  readDump: readRubyDump,
  redactDump: redactRubyDump,

  async injection(socketDirectory, env) {
    const agent = await agentFile(socketDirectory);
    return { HEAPGATE_AGENT_DIR: socketDirectory, RUBYOPT: `${env.RUBYOPT ?? ''} -r${agent}`.trim() };
  },

  packageCache(directory) {
    return { BUNDLE_PATH: join(directory, 'bundle') };
  },

  async assertInstalled(env) {
    await assertRuns(
      'ruby',
      env,
      'install Ruby 2.7 or newer (Debian and Ubuntu: apt-get install ruby-full build-essential)',
    );
    await assertRuns('bundle', env, 'install Bundler (gem install bundler)');
  },
};

/**
 * The installed one, which is still there for a process that outlives the run: without it no Ruby that it starts would
 * come up. RUBYOPT splits at spaces, so that at a path that has some the agent is copied next to the sockets.
 */
async function agentFile(socketDirectory: string): Promise<string> {
  const installed = fileURLToPath(new URL('./agent.rb', import.meta.url));
  if (!/\s/.test(installed)) return installed;
  const copy = join(socketDirectory, 'agent.rb');
  await copyFile(installed, copy);
  return copy;
}

async function assertRuns(
  program: string,
  env: Readonly<Record<string, string>>,
  remedy: string,
): Promise<void> {
  const { failed } = await execa(program, ['--version'], { env, extendEnv: false, reject: false });
  if (failed)
    throw new CannotMeasure(`the app is a Ruby app, but \`${program}\` does not run here: ${remedy}`);
}
