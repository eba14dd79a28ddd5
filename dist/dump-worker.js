import { d as readAsWorker, u as doTask } from "./dump.js";
import { parentPort, workerData } from "node:worker_threads";
// src/runtimes/ruby/dump/dump-worker.ts
/** The entry of a thread that reads stretches of a dump, then does what it is asked for. */
readAsWorker(workerData, (message, moved) => parentPort?.postMessage(message, moved));
parentPort?.on("message", (task) => parentPort?.postMessage(doTask(task)));
export {};
