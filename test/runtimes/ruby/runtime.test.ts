import { access } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CannotMeasure } from '../../../src/cannot-measure.ts';
import { ruby } from '../../../src/runtimes/ruby/runtime.ts';
import { Sandbox } from '../../app/sandbox.ts';

describe('the injection', () => {
  it('makes every Ruby load the agent, which lies next to the sockets', async () => {
    await using sandbox = await Sandbox.create();
    const injected = await ruby.injection(sandbox.directory, {});
    expect(injected).toEqual({
      HEAPGATE_AGENT_DIR: sandbox.directory,
      RUBYOPT: `-r${sandbox.directory}/agent.rb`,
    });
    await access(`${sandbox.directory}/agent.rb`);
  });

  it('keeps what the app asks of Ruby', async () => {
    await using sandbox = await Sandbox.create();
    const { RUBYOPT } = await ruby.injection(sandbox.directory, { RUBYOPT: '-W0 --jit' });
    expect(RUBYOPT).toBe(`-W0 --jit -r${sandbox.directory}/agent.rb`);
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
