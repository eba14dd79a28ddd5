import { existsSync, readFileSync } from 'node:fs';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Repository } from '../revision/repository.ts';
import { allReports, check, expectNothingLeft, expectRefusal, faultyRepository } from './faulty-run.ts';
import { type Files, gemFiles, puma, type RackApp, rack } from './rack-app.ts';

vi.setConfig({ testTimeout: 300_000 });

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

const signals = ['INT', 'TERM', 'HUP'] as const;
type Signal = (typeof signals)[number];

/** The app is a child of heapgate's. Each boot leaves a file with heapgate's pid, so that the next knows which it is. */
const knowsItsBoot = `BOOT = Dir.children(ENV['BOOTS']).size + 1
  File.write("#{ENV['BOOTS']}/#{BOOT}", Process.ppid)
  SIGNALLED = []
  def self.end_heapgate(signal)
    Process.kill(signal, Process.ppid) if SIGNALLED.empty?
    SIGNALLED << signal
  end`;
const leaks = "SEEN << Ticket.new if ENV['HEAPGATE_REVISION'] == 'head'; 200";

/** An app that ends heapgate at a request of one of its boots: the first is base's, the second head's, more look into it. */
const atRequest = (number: number, boot: number) => (signal: Signal) => ({
  onLoad: knowsItsBoot,
  onRequest: `@served = @served.to_i + 1
    App.end_heapgate('${signal}') if BOOT == ${boot} && @served == ${number}
    ${leaks}`,
});

/** By the shell, before the app is there. */
const inShell = (signal: Signal) => `kill -s ${signal} $PPID; sleep 60`;

const phases: Readonly<Record<string, (signal: Signal) => RackApp>> = {
  'the set-up': (signal) => ({ config: { setup: inShell(signal) } }),
  'a boot': (signal) => ({ config: { start: inShell(signal) } }),
  'the wait until the app is ready': (signal) => ({
    onLoad: knowsItsBoot,
    onRequest: `App.end_heapgate('${signal}'); 503`,
  }),
  'the warm-up': atRequest(30, 1),
  'a round': atRequest(150, 1),
  'a dump': (signal) => ({
    onLoad: `${knowsItsBoot}
  ObjectSpace.singleton_class.prepend(Module.new { define_method(:dump_all) { |**options| App.end_heapgate('${signal}'); super(**options) } })`,
    onRequest: leaks,
  }),
  'the explanation': (signal) => ({
    onLoad: `${knowsItsBoot}
  DUMPS = []
  ObjectSpace.singleton_class.prepend(Module.new { def dump_all(**) = super.tap { App::DUMPS << 1 } })`,
    onRequest: `App.end_heapgate('${signal}') if DUMPS.any?
    ${leaks}`,
  }),
  'the search for triggers': (signal) => ({
    ...atRequest(10, 3)(signal),
    config: { 'trigger-seconds': 120 },
  }),
  'the bisect': (signal) => ({ ...atRequest(10, 3)(signal), config: { bisect: 'auto' } }),
};

interface Stage extends AsyncDisposable {
  readonly repository: Repository;
  /** Where each boot leaves a file. */
  readonly boots: string;
}

/** The app, with a few commits between base and head. */
async function stageFor(app: RackApp): Promise<Stage> {
  await using undo = new AsyncDisposableStack();
  const boots = undo.use(await mkdtempDisposable(join(tmpdir(), 'hg-boots-'))).path;
  const repository = undo.use(
    faultyRepository(gems, { ...app, config: { ...app.config, env: { BOOTS: boots } } }),
  );
  for (const message of ['one', 'two', 'three']) repository.commit(message, {});
  const owned = undo.move();
  return { repository, boots, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

describe.each(Object.keys(phases))('during %s heapgate is ended, and leaves nothing,', (phase) => {
  // What is measured meanwhile does not matter: all three at once.
  test.concurrent.each(signals)('by SIG%s', async (signal) => {
    await using stage = await stageFor(phases[phase]?.(signal) ?? {});
    expectRefusal(await check(stage.repository), `ended by SIG${signal}`);
  });
});

describe('a signal that comes twice', () => {
  test('at once is one, as `timeout` and npm pass it on', async () => {
    await using stage = await stageFor({
      onLoad: knowsItsBoot,
      onRequest: `if BOOT == 1 && (@served = @served.to_i + 1) == 30
        2.times { Process.kill('TERM', Process.ppid); sleep 0.05 }
      end
      200`,
    });
    expectRefusal(await check(stage.repository), 'ended by SIGTERM');
  });

  test('after a while does not wait for an app that takes its time to end', async () => {
    await using stage = await stageFor({
      onLoad: `${knowsItsBoot}
  trap('TERM') {}`,
      onRequest: `if BOOT == 1 && (@served = @served.to_i + 1) == 30
        heapgate = Process.ppid
        Thread.new { 2.times { Process.kill('TERM', heapgate); sleep 2 } }
      end
      200`,
    });
    const run = await check(stage.repository);
    expect(run.exitCode).toBe(143);
    expect(run.left.filter((each) => each.startsWith('process'))).toEqual([]);
  });
});

describe('while the reports are written, they are written to their end', () => {
  test.concurrent.each(signals)('in spite of SIG%s', async (signal) => {
    await using stage = await stageFor({ onLoad: knowsItsBoot });
    const folder = stage.repository.beside('out');
    // The page goes into a pipe, so that heapgate waits for its reader, with one report written and one to go.
    execaSync('mkfifo', [join(folder, 'page.html')]);
    const checking = check(stage.repository);
    await vi.waitUntil(() => existsSync(join(folder, 'report.json')), { timeout: 120_000 });
    process.kill(Number(readFileSync(join(stage.boots, '1'), 'utf8')), `SIG${signal}`);
    const page = await readFile(join(folder, 'page.html'), 'utf8');
    const run = await checking;
    expect(page).toMatch(/^<!doctype html>.*<\/html>\s*$/is);
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(0);
    expectNothingLeft(run, allReports);
  });
});
