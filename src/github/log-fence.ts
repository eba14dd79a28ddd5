import { randomUUID } from 'node:crypto';
import * as core from '@actions/core';

/**
 * Until disposed of, the runner prints what is logged and obeys none of it. An app's output may hold
 * `::add-mask::` or `::error::`; the fence ends only with a token that the app cannot know.
 */
export function fenceLog(): Disposable {
  const token = randomUUID();
  core.info(`::stop-commands::${token}`);
  return { [Symbol.dispose]: () => core.info(`::${token}::`) };
}
