import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Secrets of nobody's, one for each place that they are planted in, so that one that gets out says where from. */
export const canaries = {
  /** What the job knows, whatever it looks like. */
  jobToken: 'tulip-and-42-spoons',
  databasePassword: 'rose42garden',
  setupToken: 'violet-with-7-forks',
  keyBase: 'peony-under-9-plates',
  variable: 'orchid-beside-3-cups',
  /** What only its look, or where it stands, tells. */
  string: 'Zk4Qw8rTy2LpXv6NcBj9Hf3Ms7',
  hashKey: 'Yh7Gd3kWq9RzTx5VbNm2Jc8Lp4',
  symbol: 'Xf2Sn6jPv8KtRw4QzDh7Gb3Mc9',
  thread: 'Wd9Lb5hCx3JqNr7TkVf2Zg6Ps4',
  variableName: 'vK8Fz4mTq6XwRc2NjHb9Ld3Gp7',
  className: 'AKIAQ7RHTW2ZK5MXV3NJ',
  logLine: 'Tc5Mx9wLk3QnZr7VbHf4Jd8Gs2',
  mail: 'tulip.grower@shop42.test',
  urlQuery: 'Sb6Nv2xRk8QtWm4ZcLh9Jf3Dp7',
  urlPath: 'AKIAZ5MXV3NJQ7RHTW2K',
  header: 'Rq3Kx7tNw9LvZb5McJh2Gf8Ds4',
  cookie: 'Qm8Wz4xTk6RvNc2LbHj9Fd3Gp7',
  form: 'lilac-behind-5-bowls',
} as const;

/** So much of one is as bad as all of it. */
const told = 10;

/** The canaries of which something stands in `bytes`, as it is or as text is commonly written. */
export function canariesIn(bytes: Buffer | string): string[] {
  const text = Buffer.from(bytes).toString('latin1').toLowerCase();
  return Object.entries(canaries).flatMap(([place, canary]) => {
    const beginning = canary.slice(0, told);
    const written = [
      beginning,
      encodeURIComponent(beginning),
      Buffer.from(beginning).toString('hex'),
      // Of what is whole groups of three bytes, base64 does not depend on what follows.
      Buffer.from(canary.slice(0, told - 1)).toString('base64'),
    ];
    return written.some((spelling) => text.includes(spelling.toLowerCase())) ? [place] : [];
  });
}

/** The same for every file below a folder, links not followed, with what is packed unpacked. */
export function canariesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      const found = canariesIn(entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
      return found.map((place) => `${place} in ${path}`);
    });
}
