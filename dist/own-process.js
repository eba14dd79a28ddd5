import { a as moreMemory, n as progressColumnsVariable, r as exitStatus, t as progressColumns } from "./front.js";
import { spawn } from "node:child_process";
// src/cli/own-process.ts
/** Verbs that may take more memory than there is. */
const largeVerbs = ["analyze", "diff"];
/** How V8 or the system ends a process that has no memory left, which can say nothing any more then. */
const endsForMemory = /* @__PURE__ */ new Set([
	"SIGABRT",
	"SIGTRAP",
	"SIGILL",
	"SIGKILL"
]);
/** How V8 begins to tell of it, in many lines. */
const dyingWords = /\s*(?:<--- Last few GCs|#\n# Fatal|FATAL ERROR:)/;
/**
* glibc maps large buffers each by itself and gives them back when they are freed, but once one of up to 32 MB was, it
* keeps all up to that size for later, and the process holds more than it uses. A size that is set stays as it is.
*/
const giveBackBuffers = { MALLOC_MMAP_THRESHOLD_: String(2 ** 20) };
/** Whether a command line is to be run by `runInOwnProcess`, so that the end of memory is told in one line. */
const needsOwnProcess = (args) => largeVerbs.includes(args[0]) && process.env["HEAPGATE_PROGRESS_COLUMNS"] === void 0;
/** Runs this command line in another process and answers its exit status. What ends this process ends that one. */
async function runInOwnProcess() {
	const [, script = "", ...args] = process.argv;
	const child = spawn(process.execPath, [
		...process.execArgv,
		script,
		...args
	], {
		stdio: [
			"inherit",
			"inherit",
			"pipe"
		],
		env: {
			...giveBackBuffers,
			...process.env,
			[progressColumnsVariable]: String(progressColumns() ?? "")
		}
	});
	const signals = new PassedSignals(child);
	passOn(child.stderr);
	const { status, reason } = await endOf(child, signals);
	if (reason === void 0) return status;
	const clearLine = progressColumns() === void 0 ? "" : "\r\x1B[2K";
	process.stderr.write(`${clearLine}heapgate: ${reason}\n`);
	return exitStatus.cannotMeasure;
}
function endOf(child, signals) {
	return new Promise((resolve) => {
		const fail = (reason) => resolve({
			status: exitStatus.cannotMeasure,
			reason
		});
		child.on("error", (error) => fail(`cannot start a process: ${error.message}`));
		child.on("close", (status, signal) => {
			if (signal === null) return resolve({ status: status ?? exitStatus.cannotMeasure });
			signals.endBy(signal);
			fail(endsForMemory.has(signal) ? moreMemory : `the process that did the work was ended by ${signal}`);
		});
	});
}
/** Signals that end a program are for the process that does the work. */
var PassedSignals = class {
	#passed = /* @__PURE__ */ new Set();
	#names = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	];
	constructor(child) {
		for (const name of this.#names) process.on(name, () => {
			this.#passed.add(name);
			child.kill(name);
		});
	}
	/** Ends this process by `signal` where that was passed on: whoever sent it sees what it would see of any program. */
	endBy(signal) {
		if (!this.#passed.has(signal)) return;
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	}
};
function passOn(stderr) {
	process.stderr.on("error", () => {});
	let isDying = false;
	stderr.setEncoding("utf8").on("data", (text) => {
		const end = isDying ? 0 : text.search(dyingWords);
		isDying ||= end >= 0;
		process.stderr.write(end < 0 ? text : text.slice(0, end));
	});
}
export { needsOwnProcess, runInOwnProcess };
