import { platform } from 'node:process';
import { CannotMeasure } from '../cannot-measure.ts';

/** The app's processes are found and stopped by way of `/proc`. */
export function assertLinux(): void {
  if (platform === 'linux') return;
  throw new CannotMeasure(
    `heapgate measures on Linux, and this is ${platform}: run it in CI, a container or a VM`,
  );
}
