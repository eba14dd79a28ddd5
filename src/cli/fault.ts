import { exitStatus } from './exit-status.ts';

/**
 * From now on, what nobody caught ends this process as any fault does, and with it the app: Node by itself would end
 * with 1, which is a regression to whoever reads it.
 */
export function endOnFault(): void {
  const end = async (error: unknown) => {
    try {
      // Not before it is needed: whoever only starts another process needs nothing of it.
      const { printFailure } = await import('./output.ts');
      printFailure(error);
    } finally {
      process.exit(exitStatus.cannotMeasure);
    }
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
}
