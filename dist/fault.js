import { r as exitStatus } from "./front.js";
// src/cli/fault.ts
/**
* From now on, what nobody caught ends this process as any fault does, and with it the app: Node by itself would end
* with 1, which is a regression to whoever reads it.
*/
function endOnFault() {
	const end = async (error) => {
		try {
			const { printFailure } = await import("./output.js");
			printFailure(error);
		} finally {
			process.exit(exitStatus.cannotMeasure);
		}
	};
	process.on("uncaughtException", end).on("unhandledRejection", end);
}
export { endOnFault };
