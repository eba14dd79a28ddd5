import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import type { Settings } from './settings.ts';

/**
 * By which runs on several machines know that they measure the same way. What may hold secrets, the values of `env` and
 * `setup-env`, is left out: whoever sees a digest can try values out.
 */
export function configDigest({ config, own }: Pick<Settings, 'config' | 'own'>): string {
  const { setup, start, ready } = own.head;
  const told = JSON.stringify([withNamesAlone(config), { setup, start, ready }]);
  return createHash('sha256').update(told).digest('hex').slice(0, 16);
}

function withNamesAlone({ env, 'setup-env': setupEnv, ...config }: Config) {
  return { ...config, env: Object.keys(env).sort(), setupEnv: Object.keys(setupEnv).sort() };
}
