#!/usr/bin/env node
// src/cli.ts
const oldestNode = 22;
if (Number.parseInt(process.versions.node, 10) < oldestNode) {
	process.stderr.write(`heapgate: this is Node ${process.versions.node}: run it with Node ${oldestNode} or newer\n`);
	process.exitCode = 2;
} else {
	const { endOnFault } = await import("./fault.js");
	endOnFault();
	const args = process.argv.slice(2);
	const { needsOwnProcess, runInOwnProcess } = await import("./own-process.js");
	if (needsOwnProcess(args)) process.exitCode = await runInOwnProcess();
	else {
		const { runCli } = await import("./run-cli.js");
		process.exitCode = await runCli(args);
	}
}
export {};
