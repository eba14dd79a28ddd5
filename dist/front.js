// src/lack-of-memory.ts
/** Whether what was thrown says that memory could not be had. */
function isLackOfMemory(error) {
	const { code, message = "" } = error ?? {};
	if (code === "ERR_WORKER_OUT_OF_MEMORY" || code === "ERR_MEMORY_ALLOCATION_FAILED") return true;
	return error instanceof RangeError && /allocation failed|Invalid typed array length/.test(message);
}
/** What to do about it. */
const moreMemory = "there is not enough memory: allow more (of the machine, its container, `ulimit -v`, --max-old-space-size)";
// src/cli/exit-status.ts
/** Exit statuses of every verb. */
const exitStatus = {
	pass: 0,
	regression: 1,
	cannotMeasure: 2,
	inconclusive: 3
};
// src/cli/progress-columns.ts
/** Set in a process whose progress another one shows: how wide that one's terminal is, or nothing where it has none. */
const progressColumnsVariable = "HEAPGATE_PROGRESS_COLUMNS";
/** How wide the terminal is that shows progress; undefined where none does. */
function progressColumns() {
	if (process.stderr.isTTY === true) return process.stderr.columns ?? 80;
	return Number(process.env["HEAPGATE_PROGRESS_COLUMNS"]) || void 0;
}
export { moreMemory as a, isLackOfMemory as i, progressColumnsVariable as n, exitStatus as r, progressColumns as t };
