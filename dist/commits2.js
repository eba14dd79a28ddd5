import { d as CannotMeasure, i as _usingCtx } from "./dump.js";
import { B as mergeBase, D as leakToBisect, E as probesToHalve, F as servedAs, T as firstLeaking, V as parentsOf, b as OutOfTime, et as checkOut, it as tryGit, j as readSettings, nt as git, y as searchLogged, z as lines } from "./shared.js";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
// src/revision/commit-line.ts
/** The commits between two of a repository, as a search for the one to blame walks them. */
var CommitLine = class {
	#repository;
	constructor(repository) {
		this.#repository = repository;
	}
	/** Commits after `from` up to `to`, oldest first, following first parents alone. */
	async firstParents(from, to) {
		const options = [
			"rev-list",
			"--first-parent",
			"--reverse",
			to,
			`^${from}`
		];
		return lines(await git(this.#repository, "cannot list commits", options));
	}
	parentsOf(commit) {
		return parentsOf(this.#repository, commit);
	}
	mergeBase(one, other) {
		return mergeBase(this.#repository, one, other);
	}
	/** The first line of the commit's message. */
	async subjectOf(commit) {
		const purpose = `cannot read commit ${commit}`;
		return (await git(this.#repository, purpose, [
			"log",
			"-1",
			"--format=%s",
			commit
		])).trim();
	}
	/** What its files are known by: a commit that only changed the message has its parent's. */
	async treeOf(commit) {
		const purpose = `cannot read commit ${commit}`;
		return (await git(this.#repository, purpose, ["rev-parse", `${commit}^{tree}`])).trim();
	}
	async isAncestor(one, of) {
		return (await tryGit(this.#repository, [
			"merge-base",
			"--is-ancestor",
			one,
			of
		])).ok;
	}
};
// src/bisect/commit-candidates.ts
/** Commits between base and head, each checked out for as long as it is measured. Dispose removes the last one. */
var CommitCandidates = class {
	#regression;
	#line;
	#circumstances;
	#checkedOut = new AsyncDisposableStack();
	/** `findingId`: the leak that is looked for, on which an answer depends as well. */
	constructor(regression, line, findingId) {
		const { settings, scenario } = regression;
		this.#regression = regression;
		this.#line = line;
		this.#circumstances = JSON.stringify([
			settings.config,
			scenario,
			findingId
		]);
	}
	async at(sha) {
		return {
			changes: [await this.nameOf(sha)],
			measured: JSON.stringify([await this.#line.treeOf(sha), this.#circumstances]),
			prepare: () => this.#prepare(sha)
		};
	}
	/** `1a2b3c4d5e Subject of the commit` */
	async nameOf(sha) {
		return `${sha.slice(0, 10)} ${await this.#line.subjectOf(sha)}`.trimEnd();
	}
	/** As head is prepared, with the commit's own `setup`, `start` and `ready`. */
	async #prepare(sha) {
		await this.#checkedOut.disposeAsync();
		this.#checkedOut = new AsyncDisposableStack();
		const { repository, revisions, scenario, scratch, stopwatch, signal } = this.#regression;
		const revision = {
			sha,
			ref: sha.slice(0, 10),
			worktree: false
		};
		const { own } = await readSettings({
			...this.#regression,
			base: revisions.base,
			head: revision
		});
		const root = join(scratch, `commit-${sha.slice(0, 10)}`);
		await mkdir(root, {
			recursive: true,
			mode: 448
		});
		const tree = this.#checkedOut.use(await checkOut({
			repository,
			label: "head",
			revision,
			settings: {
				...this.#regression.settings,
				own
			},
			scratch: root,
			keep: void 0,
			stopwatch,
			progress: () => {},
			signal
		}));
		return servedAs(scenario.plan, await tree.setUp());
	}
	[Symbol.asyncDispose]() {
		return this.#checkedOut.disposeAsync();
	}
};
// src/bisect/leaking-commit.ts
/**
* The commit between `clean` and `leaking` that brought the leak. First parents are halved first, as `git bisect
* --first-parent` does; a merge that is found so is searched inside, along whichever merged side leaks by itself.
*/
async function leakingCommit({ clean, leaking }, history, probe) {
	const line = [clean, ...await history.firstParents(clean, leaking)];
	const { from, to } = await firstLeaking({
		from: 0,
		to: line.length - 1
	}, (step) => probe(line[step] ?? ""));
	const culprits = line.slice(from + 1, to + 1);
	const [culprit = leaking] = culprits;
	if (culprits.length !== 1) return {
		culprits,
		isMerge: false
	};
	const [mainline, ...merged] = await history.parentsOf(culprit);
	for (const side of merged) {
		const fork = await history.mergeBase(mainline ?? clean, side);
		if (fork === void 0 || fork === side || await probe(side) !== "leaks") continue;
		return leakingCommit({
			clean: fork,
			leaking: side
		}, history, probe);
	}
	return {
		culprits,
		isMerge: merged.length > 0
	};
}
/** Probes that a line of first parents takes at most where no answer is unknown; a merge takes more, inside. */
const probesForLine = probesToHalve;
// src/bisect/commits.ts
/** After the search: the commit, and the one before it. */
const probesToConfirm = 2;
/** Names the commit between base and head that brought a regression in. */
function commitSearch({ logFile, budgetMs }) {
	return async (regression) => {
		try {
			var _usingCtx$1 = _usingCtx();
			const sought = leakToBisect(regression);
			if (!sought) return void 0;
			const { repository, revisions } = regression;
			const deadlineMs = performance.now() + budgetMs;
			const line = new CommitLine(repository);
			const [clean, leaking] = [revisions.base.sha, revisions.head.sha];
			const commits = await line.firstParents(clean, leaking);
			const candidates = _usingCtx$1.a(new CommitCandidates(regression, line, sought.findingId));
			return await searchLogged(regression, {
				sought,
				things: "commits",
				candidates: await Promise.all(commits.map((sha) => candidates.nameOf(sha))),
				bound: probesForLine(commits.length) + probesToConfirm,
				logFile,
				deadlineMs,
				name: (probes) => blame({
					clean,
					leaking
				}, {
					line,
					candidates,
					probes
				})
			});
		} catch (_) {
			_usingCtx$1.e = _;
		} finally {
			await _usingCtx$1.d();
		}
	};
}
/** Finds out before anything is measured that there is nothing to bisect. Throws `CannotMeasure`. */
async function assertCommitsBetween(repository, { base, head }) {
	const line = new CommitLine(repository);
	if (!head.worktree && await line.isAncestor(base.sha, head.sha)) return;
	throw new CannotMeasure("a bisect of commits needs a committed head that grew from base: commit the changes, or give their merge base as --base");
}
async function blame(range, search) {
	const { line, candidates, probes } = search;
	const ask = async (sha) => probes.ask(await candidates.at(sha));
	try {
		const found = await leakingCommit(range, line, ask);
		const name = await candidates.nameOf(found.culprits.at(-1) ?? range.leaking);
		const notices = [...await limits(found, search), ...await doubts(found, search)];
		return {
			culprit: {
				kind: "commit",
				name
			},
			notices
		};
	} catch (error) {
		if (!(error instanceof OutOfTime)) throw error;
		return {
			culprit: void 0,
			notices: ["time ran out before the commit was found; run it again to go on"]
		};
	}
}
/** What the search could not tell apart. */
async function limits({ culprits, isMerge }, { candidates }) {
	const unmeasured = await Promise.all(culprits.slice(0, -1).map((sha) => candidates.nameOf(sha)));
	return [...unmeasured.length > 0 ? [`it may be one of those before it as well, which could not be measured: ${unmeasured.join(", ")}`] : [], ...isMerge ? ["it is a merge, and no side of it was seen to leak by itself"] : []];
}
/** Measures what was found in full, and the commit that it all began after. */
async function doubts({ culprits }, { line, candidates, probes }) {
	const notices = [];
	const [first = "", last = first] = [culprits[0], culprits.at(-1)];
	if (await probes.confirm(await candidates.at(last)) !== "leaks") notices.push("it leaked in a short measurement, but not in a full one: look at it with care");
	const [before] = await line.parentsOf(first);
	const answer = before === void 0 ? "unknown" : await probes.confirm(await candidates.at(before));
	if (answer === "leaks") notices.push("the commit before it leaks as well in a full measurement: look at both");
	if (answer === "unknown") notices.push("the commit before it could not be measured");
	return notices;
}
export { assertCommitsBetween, commitSearch };
