import { existsSync } from 'node:fs';
import { mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { RedactedDumps } from '../src/redacted-dumps.ts';
import { JobSecrets } from '../src/redaction/job-secrets.ts';
import { ruby } from '../src/runtimes/ruby/runtime.ts';

const token = 'tulip_and_42_spoons';

/** Hands over one dump of these rows, in a job whose secret is `token`. */
async function handOver(...rows: readonly string[]) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-dumps-'));
  const to = join(folder.path, 'out');
  const secrets = new JobSecrets({ DEPLOY_TOKEN: token });
  const dumps = await RedactedDumps.begin({ scratch: folder.path, to, secrets });
  await writeFile(join(dumps.directory, 'head-worker-0-after.json'), rows.map((row) => `${row}\n`).join(''));
  const notices = await dumps.handOver(ruby);
  const files = existsSync(to) ? await readdir(to) : undefined;
  const text = files?.[0] && gunzipSync(await readFile(join(to, files[0]))).toString();
  return { notices, files, text, left: await readdir(dumps.directory) };
}

it('a dump is handed over packed, without what looks secret in its names, and the original is gone', async () => {
  const { notices, files, text, left } = await handOver(
    `{"address":"0x7f01", "type":"CLASS", "name":"Shop::T_${token}", "file":"/shop/${token}.rb", "line":3}`,
    '{"address":"0x7f02", "type":"CLASS", "name":"TenantAKIAQ7RHTW2ZK5MXV3NJ"}',
    `{"address":"0x7f03", "type":"STRING", "value":"${token}"}`,
  );
  expect(files).toEqual(['head-worker-0-after.json.gz']);
  expect(text).toContain('"name":"Shop::T_***", "file":"/shop/***.rb", "line":3');
  expect(text).not.toMatch(/AKIA|tulip/);
  expect({ notices, left }).toEqual({ notices: [], left: [] });
});

it('where there is no place for them the verdict stands, and a notice says so', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'heapgate-dumps-'));
  const to = join(folder.path, 'out');
  const dumps = await RedactedDumps.begin({ scratch: folder.path, to });
  await writeFile(to, 'a file, where the folder would have to be');
  expect(await dumps.handOver(ruby)).toEqual([
    'no heap dumps are handed over: they cannot be written (EEXIST)',
  ]);
});

it('no dump is handed over where a secret of the job is found in one all the same', async () => {
  // A word of the VM's own, which is kept as it is.
  const { notices, files } = await handOver(`{"address":"0x7f01", "type":"DATA", "struct":"${token}"}`);
  expect(files).toBeUndefined();
  expect(notices).toEqual(['no heap dumps are handed over: one would still hold a secret of this job']);
});
