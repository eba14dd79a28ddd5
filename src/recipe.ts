import { CannotMeasure } from './cannot-measure.ts';
import type { Config } from './config.ts';
import { ruby } from './runtimes/ruby/runtime.ts';
import type { Runtime } from './runtimes/runtime.ts';
import type { OwnSettings } from './settings.ts';

/** How to set up and start one revision of the app. */
export interface Recipe {
  readonly runtime: Runtime;
  readonly setup: string;
  /** Runs before each boot. */
  readonly reset: string | undefined;
  readonly start: string;
  readonly readyPath: string;
  readonly readyTimeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
  /** What was detected, for people. */
  readonly description: string;
}

const runtimes: readonly Runtime[] = [ruby];

/** What the config says, completed by what the app's files in `directory` say. */
export async function recipeFor(config: Config, own: OwnSettings, directory: string): Promise<Recipe> {
  const candidates = runtimes.filter(
    (runtime) => config.runtime === undefined || runtime.name === config.runtime,
  );
  for (const runtime of candidates) {
    const detected = await runtime.detect(directory);
    if (!detected && config.runtime === undefined) continue;
    const start = own.start ?? detected?.start;
    if (start === undefined)
      throw new CannotMeasure('heapgate.yml: `start` is missing: say how to start the app on $PORT');
    return {
      runtime,
      setup: own.setup ?? detected?.setup ?? 'true',
      reset: config.reset ?? (own.start === undefined ? detected?.reset : undefined),
      start,
      readyPath: own.ready,
      readyTimeoutMs: config['ready-timeout-seconds'] * 1000,
      env: { ...detected?.env, ...config.env },
      description: `${detected?.framework ?? `a ${runtime.name} app`}, started by \`${start}\``,
    };
  }
  throw new CannotMeasure(
    'no app found here: heapgate knows Ruby apps with a Gemfile or a config.ru; name the app’s folder as `working-directory`, or `runtime`, `setup` and `start` in heapgate.yml',
  );
}
