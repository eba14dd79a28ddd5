import { execaSync } from 'execa';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { allReports, check, expectNothingLeft, expectRefusal, faultyRepository } from './faulty-run.ts';
import { type Files, gemFiles, puma, rack } from './rack-app.ts';

vi.setConfig({ testTimeout: 240_000 });

let gems: Files;
beforeAll(async () => {
  gems = await gemFiles(puma, rack);
});

/** Mounts a disk of `size` for heapgate's temporary files, which only heapgate sees, and says what it leaves there. */
const onDiskOf = (size: string): string[] => [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
  `mount -t tmpfs -o size=${size} tmpfs "$TMPDIR" && "$@"
   status=$?
   ls -A "$TMPDIR" | sed 's/^/left: /' >&2
   exit $status`,
  'sh',
];

const mayMount =
  execaSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {
    reject: false,
  }).exitCode === 0;

describe.skipIf(!mayMount)('a disk (skipped where mounting one is not allowed)', () => {
  test('without room for a checkout', async () => {
    await using repository = faultyRepository(gems, {});
    const run = await check(repository, { under: onDiskOf('16k') });
    expectRefusal(
      run,
      /^base: cannot check out [0-9a-f]{12}: the disk for temporary files is full: make room there/,
    );
  });

  test('without room for dumps and logs leaves the verdict as it is, and says what is not known', async () => {
    await using repository = faultyRepository(gems, {
      onLoad: "$stdout.write('x' * 4_000_000)",
      onRequest: "SEEN << Ticket.new if ENV['HEAPGATE_REVISION'] == 'head'; 200",
    });
    const run = await check(repository, { under: onDiskOf('2m') });
    expect(run.exitCode).toBe(1);
    expect(run.report).toMatchObject({
      verdict: 'regression',
      findings: [{ classes: ['Ticket'], objectsPer1000: 1000, path: [] }],
      notices: [
        expect.stringMatching(/^what holds the growing objects on head is not known: .*No space left/),
      ],
    });
    expect(run.stderr).toBe('');
    expectNothingLeft(run, allReports);
  });
});
