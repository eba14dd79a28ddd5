import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { homedir } from "node:os";
// src/bisect/default-log-file.ts
/** Where the probes of one checkout are logged unless the user names a file. */
function defaultLogFile(repository) {
	const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
	const name = createHash("sha256").update(resolve(repository)).digest("hex").slice(0, 12);
	return join(cache, "heapgate", "bisect", `${name}.jsonl`);
}
export { defaultLogFile };
