import { ct as formatQuantity, ot as formatDuration, q as forTerminal, z as listed } from "./report.js";
// src/report/traffic-bisect.ts
/** What `heapgate bisect traffic` prints. */
function renderTrafficBisect(bisect) {
	const { triggers, leaking, unproven, innocent, probes, bound, repro, ranOut } = bisect;
	const leak = `${named(leaking)} ${leaking.length === 1 ? "leaks" : "leak"}`;
	const spentMs = probes.reduce((sum, { ms }) => sum + ms, 0);
	const lines = [
		triggers.length > 0 ? `After one ${named(triggers)}, ${leak}.` : `Whenever sent, ${leak}.`,
		`It leaks without ${formatQuantity(innocent.length, "other kind")} of request.`,
		`${formatQuantity(probes.length, "probe")} in ${formatDuration(spentMs)}; at most ${bound} were expected.`
	];
	if (unproven.length > 0) lines.push(`Nothing shows whether it takes ${named(unproven)}.`);
	if (ranOut) lines.push("Time ran out: raise --seconds to narrow it down further.");
	if (repro) {
		const scenario = repro.scenario.trimEnd().split("\n");
		lines.push("", `To see it: ${repro.command}`, ...scenario.map((line) => `  ${forTerminal(line)}`));
	}
	return lines.join("\n");
}
const named = (kinds) => listed(kinds.map(({ label }) => label), forTerminal);
/** The same for other programs. */
function trafficBisectJson(bisect) {
	const { finding, triggers, leaking, unproven, innocent, bound, probes, ranOut, repro } = bisect;
	const shown = (kinds) => kinds.map(({ id, label }) => ({
		id,
		label
	}));
	const result = {
		finding: finding.id,
		triggers: shown(triggers),
		leaking: shown(leaking),
		unproven: shown(unproven),
		innocent: shown(innocent),
		ranOut,
		repro,
		bisect: {
			candidates: shown([
				...triggers,
				...leaking,
				...innocent
			]),
			bound,
			probes: probes.map(({ repeated, ...probe }) => ({
				changes: repeated,
				...probe
			}))
		}
	};
	return `${JSON.stringify(result, void 0, 2)}\n`;
}
export { renderTrafficBisect, trafficBisectJson };
