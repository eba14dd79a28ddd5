import { r as readAsWorker } from "./dump.js";
import { parentPort, workerData } from "node:worker_threads";
// src/runtimes/ruby/dump/dump-worker.ts
/** The entry of a thread that reads stretches of a dump. */
readAsWorker(workerData, (message, moved) => parentPort?.postMessage(message, moved));
export {};
