import { C as CannotMeasure, S as _usingCtx } from "./dump.js";
import { M as configDigest, _ as nextRound, at as withoutSecrets, b as methods, k as check, nt as leakToBisect, v as questionOf, x as bisectOverrides, y as roundLine, z as resolveRevisions } from "./shared.js";
import { Z as version } from "./report.js";
// src/bisect/fan-out/first-round.ts
/** Checks, and says which candidates tell most of what brought a leak. Throws `CannotMeasure`. */
const planFanOut = (request) => withoutSecrets(request, firstRound);
async function firstRound({ of, machines, ...request }) {
	const revisions = await resolveRevisions(request.repository, request.revisions);
	if (revisions.head.worktree) throw new CannotMeasure("other machines do not have what is not committed: commit it, and name the commit");
	await methods[of].assertPossible(request.repository, revisions);
	const beginning = new Beginning(of, machines);
	const overrides = {
		...request.overrides,
		...bisectOverrides
	};
	const report = await check({
		...request,
		overrides,
		findCulprit: beginning.search
	});
	const { begun } = beginning;
	if (!begun) return {
		report,
		plan: void 0
	};
	const { configFile } = request;
	const known = {
		...begun,
		report,
		...configFile === void 0 ? {} : { configFile }
	};
	return {
		report,
		plan: {
			kind: "bisect plan",
			schemaVersion: 1,
			heapgateVersion: version,
			of,
			machines,
			round: 1,
			answers: [],
			...known
		}
	};
}
/** Takes the place of a search: what it would ask is written down for other machines. */
var Beginning = class {
	#of;
	#machines;
	#begun;
	constructor(of, machines) {
		this.#of = of;
		this.#machines = machines;
	}
	/** None where the check found nothing to search. */
	get begun() {
		return this.#begun;
	}
	search = async (regression) => {
		try {
			var _usingCtx$1 = _usingCtx();
			const sought = leakToBisect(regression);
			if (!sought) return void 0;
			const search = _usingCtx$1.a(await methods[this.#of].ready(regression, sought));
			const round = await nextRound(search, {
				known: [],
				machines: this.#machines
			});
			const questions = "probes" in round ? round.probes.map(questionOf) : [];
			regression.progress(roundLine(1, search, questions));
			const { warmupRounds } = regression.compared.base;
			this.#begun = {
				sought,
				warmupRounds,
				config: configDigest(regression.settings),
				questions
			};
			return;
		} catch (_) {
			_usingCtx$1.e = _;
		} finally {
			await _usingCtx$1.d();
		}
	};
};
export { planFanOut };
