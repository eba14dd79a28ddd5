import { constants } from 'node:os';
import { CannotMeasure } from '../cannot-measure.ts';

/** `timeout` and npm pass on what the whole process group gets as well: twice within so long is once. */
const onceMs = 1_000;

/**
 * Ctrl-C and its like, for verbs that have something to tidy up. Who does not ask for the signal is ended by them as any
 * program is: at once, even while it computes.
 */
export class Interruption {
  #controller: AbortController | undefined;

  /** From now on they no longer end the process, but abort this. */
  get signal(): AbortSignal {
    this.#controller ??= abortedBy('SIGINT', 'SIGTERM', 'SIGHUP');
    return this.#controller.signal;
  }

  /** Why all that fails from now on does; `undefined` as long as there was none. */
  get failure(): CannotMeasure | undefined {
    const reason: unknown = this.#controller?.signal.reason;
    return reason instanceof Error ? new CannotMeasure(reason.message) : undefined;
  }
}

function abortedBy(...names: readonly NodeJS.Signals[]): AbortController {
  const controller = new AbortController();
  let abortedAtMs = 0;
  for (const name of names) {
    // It stays: execa ends this process by a signal that none but itself listens to.
    process.on(name, () => {
      if (!controller.signal.aborted) {
        abortedAtMs = performance.now();
        controller.abort(new Error(`ended by ${name}`));
      } else if (performance.now() - abortedAtMs > onceMs) {
        // Whoever asks again does not want to wait: with this process the app ends, but its folders stay.
        process.exit(128 + constants.signals[name]);
      }
    });
  }
  return controller;
}
