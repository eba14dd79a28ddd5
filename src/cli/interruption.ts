import { CannotMeasure } from '../cannot-measure.ts';

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
  for (const name of names) {
    // It stays: execa ends this process by a signal that none but itself listens to.
    process.on(name, function end() {
      if (!controller.signal.aborted) return controller.abort(new Error(`ended by ${name}`));
      process.off(name, end);
      process.kill(process.pid, name);
    });
  }
  return controller;
}
