import { U as culpritSentence, Y as forTerminal, mt as showChanges } from "./report.js";
import { h as formatDuration, v as formatQuantity } from "./dump.js";
import { W as suspectsLeft } from "./shared.js";
// src/bisect/replay.ts
/** In characters: one may name many requests. */
const longestNotice = 1e4;
/** What a log tells: each probe, why it was made, and what was left to suspect after it. */
function replayed(entries) {
	const lines = [];
	let started;
	const probes = [];
	for (const entry of entries) if (entry.kind === "start") {
		if (entry.candidates.join() !== started?.candidates.join()) probes.length = 0;
		started = entry;
		lines.push(startLine(entry));
	} else if (entry.kind === "probe") {
		probes.push(entry);
		lines.push(`${String(probes.length).padStart(3)}. ${probeLine(entry, started, probes)}`);
	} else {
		lines.push(...entry.culprit ? [`Culprit: ${culpritSentence(entry.culprit, forTerminal)}.`] : []);
		lines.push(...entry.notices.map((notice) => forTerminal(notice, longestNotice)));
	}
	return lines.length > 0 ? lines.join("\n") : "The log is empty.";
}
function startLine({ base, head, finding, things, candidates, bound }) {
	const [from, to] = [base, head].map((sha) => forTerminal(sha.slice(0, 12)));
	const commits = from === to ? `of ${to}` : `${from} against ${to}`;
	return `Finding ${forTerminal(finding)}, ${commits}: ${formatQuantity(candidates.length, ...nameOf[things])}, at most ${formatQuantity(bound, "probe")}.`;
}
const nameOf = {
	changes: ["change", "changes"],
	commits: ["commit", "commits"],
	requests: ["kind of request", "kinds of request"]
};
function probeLine({ changes, answer, reason, thorough, ms }, started, probes) {
	const isMixture = started?.things === "changes";
	const told = `${`${isMixture ? "base with " : ""}${showChanges(changes)}${thorough ? ", measured in full" : ""}`}: ${answer}${reason === void 0 ? "" : ` (${reason})`}, ${formatDuration(ms)}`;
	return forTerminal(isMixture ? `${told}; ${suspects(started, probes)}` : told);
}
const suspects = ({ candidates }, probes) => `${suspectsLeft(candidates, probes).length} of ${candidates.length} suspected`;
export { replayed };
