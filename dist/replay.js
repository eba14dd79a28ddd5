import { V as culpritSentence, ct as formatQuantity, ot as formatDuration, q as forTerminal } from "./report.js";
import { _ as suspectsLeft, x as showChanges } from "./shared.js";
// src/bisect/replay.ts
/** What a log tells: each probe, why it was made, and what was left to suspect after it. */
function replayed(entries) {
	const lines = [];
	let candidates = [];
	const probes = [];
	for (const entry of entries) if (entry.kind === "start") {
		if (entry.candidates.join() !== candidates.join()) probes.length = 0;
		candidates = entry.candidates;
		lines.push(startLine(entry));
	} else if (entry.kind === "probe") {
		probes.push(entry);
		lines.push(`${String(probes.length).padStart(3)}. ${probeLine(entry, candidates, probes)}`);
	} else {
		lines.push(...entry.culprit ? [`Culprit: ${culpritSentence(entry.culprit, forTerminal)}.`] : []);
		lines.push(...entry.notices.map((notice) => forTerminal(notice)));
	}
	return lines.length > 0 ? lines.join("\n") : "The log is empty.";
}
function startLine({ base, head, finding, candidates, bound }) {
	const commits = `${forTerminal(base.slice(0, 12))} against ${forTerminal(head.slice(0, 12))}`;
	return `Finding ${forTerminal(finding)}, ${commits}: ${formatQuantity(candidates.length, "change")}, at most ${formatQuantity(bound, "probe")}.`;
}
function probeLine({ changes, answer, reason, thorough, ms }, candidates, probes) {
	const what = `base with ${showChanges(changes)}${thorough ? ", measured in full" : ""}`;
	const why = reason === void 0 ? "" : ` (${reason})`;
	const left = suspectsLeft(candidates, probes).length;
	return forTerminal(`${what}: ${answer}${why}, ${formatDuration(ms)}; ${left} of ${candidates.length} suspected`);
}
export { replayed };
