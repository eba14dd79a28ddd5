import { parentPort, workerData } from 'node:worker_threads';
import { type DumpWorkerTask, doTask, type FromDumpWorker, readAsWorker } from './dump-workers.ts';

/** The entry of a thread that reads stretches of a dump, then does what it is asked for. */
readAsWorker(workerData, (message: FromDumpWorker, moved) => parentPort?.postMessage(message, moved));
parentPort?.on('message', (task: DumpWorkerTask) => parentPort?.postMessage(doTask(task)));
