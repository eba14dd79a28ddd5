import { exitStatus } from './exit-status.ts';
import { printFailure } from './output.ts';

/**
 * From now on, what nobody caught ends this process as any fault does, and with it the app: Node by itself would end
 * with 1, which is a regression to whoever reads it.
 */
export function endOnFault(): void {
  const end = (error: unknown) => {
    printFailure(error);
    process.exit(exitStatus.cannotMeasure);
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
}
