import { parentPort, workerData } from 'node:worker_threads';
import { type FromDumpWorker, readAsWorker } from './dump-workers.ts';

/** The entry of a thread that reads stretches of a dump. */
readAsWorker(workerData, (message: FromDumpWorker, moved) => parentPort?.postMessage(message, moved));
