import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { CannotMeasure } from '../../../src/cannot-measure.ts';
import { ruby } from '../../../src/runtimes/ruby/runtime.ts';
import { Sandbox } from '../../app/sandbox.ts';

const agent = fileURLToPath(new URL('../../../src/runtimes/ruby/agent.rb', import.meta.url));

describe('the injection', () => {
  it('makes every Ruby load the agent', async () => {
    const injected = await ruby.injection('/somewhere', {});
    expect(injected).toEqual({ HEAPGATE_AGENT_DIR: '/somewhere', RUBYOPT: `-r${agent}` });
  });

  it('keeps what the app asks of Ruby', async () => {
    const { RUBYOPT } = await ruby.injection('/somewhere', { RUBYOPT: '-W0 --jit' });
    expect(RUBYOPT).toBe(`-W0 --jit -r${agent}`);
  });

  it('does not keep Ruby from starting once the run is over', async () => {
    const sandbox = await Sandbox.create();
    const injected = await ruby.injection(sandbox.directory, {});
    await sandbox[Symbol.asyncDispose]();
    const { stdout } = await execa('ruby', ['-e', 'print 1 + 1'], { env: injected });
    expect(stdout).toBe('2');
  });
});

describe('what must be installed', () => {
  it('is there where this test runs', async () => {
    await expect(ruby.assertInstalled({ PATH: process.env.PATH ?? '' })).resolves.toBeUndefined();
  });

  it('is named in one line where it is not', async () => {
    const failure = await ruby.assertInstalled({ PATH: '/nowhere' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CannotMeasure);
    expect(String(failure)).toMatch(/`ruby` does not run here: install Ruby 2\.7 or newer/);
    expect(String(failure)).not.toContain('\n');
  });
});
