import { P as entryOf, dt as parseConfig, ft as require_dist, ht as recipeFor, t as measureRevision, xt as topLevelOf } from "./shared.js";
import { C as CannotMeasure } from "./dump.js";
import { a as renderMeasurementJson } from "./schema.js";
import { At as ordinaryKinds, Z as version, _ as progressing, b as writeOutput, g as printResult, ot as defaultHeaders, p as assertWritable, s as renderMeasurement, ut as debugPagesNotice, v as terminalOptions } from "./report.js";
import { r as exitStatus } from "./front.js";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
// src/starting-scenario.ts
var import_dist = require_dist();
/** The default scenario as a file that its owner can go on with. */
function scenarioText({ scenario, debugPages }) {
	const isDerived = debugPages === 0;
	const kinds = isDerived ? ordinaryKinds(scenario.kinds) : scenario.kinds;
	const requests = Object.fromEntries(kinds.map((kind) => [kind.id, entryOf(draftOf(kind), Object.entries(defaultHeaders))]));
	return [
		"# Requests that are replayed against base and head. Add those that matter, or put HAR files beside this one.",
		...isDerived ? [] : [`# ${debugPagesNotice(debugPages)}.`],
		(0, import_dist.stringify)({
			requests,
			headers: defaultHeaders
		}).trimEnd(),
		"plan:",
		`  end: ${JSON.stringify(scenario.plan.end)}`,
		...isDerived ? ["  # Derive malformed variants, which make apps raise.", "  hostile: true"] : [],
		""
	].join("\n");
}
/** That a request is hostile is said where it is. */
const draftOf = ({ request, times, hostile, leaves }) => ({
	request,
	times,
	leaves,
	...hostile ? { hostile } : {}
});
// src/workflow.ts
/** The workflow that `init` writes and the README shows: least permissions, each with its reason. */
const workflowText = `name: heapgate
on:
  pull_request:
  merge_group:

permissions:
  contents: read # to check out base and head
  pull-requests: write # to comment; without it the result is in the job summary

concurrency:
  group: heapgate-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  heapgate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          fetch-depth: 0 # heapgate compares with the merge base
          persist-credentials: false
      - uses: ruby/setup-ruby@0dafeac902942906541bc140009cdbf32665b601 # v1.315.0
      - uses: actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5
        with:
          path: ~/.cache/heapgate # gems of both revisions
          key: heapgate-\${{ runner.os }}-\${{ hashFiles('**/Gemfile.lock') }}
          restore-keys: heapgate-\${{ runner.os }}-
      - uses: heapgate/heapgate@v${version} # replace the tag by the commit of the release
        with:
          max-minutes: 17 # of the 20: it ends with what it knows before the job is cut off
`;
// src/cli/init-command.ts
/**
* `heapgate init`: writes what it detected, and proves it with one measure of the checkout as it is. Scenarios that are
* there already are kept; where there are none, what the measure found to ask the app for becomes the first.
*/
async function initCommand(options, signal) {
	await assertWritable(options.json);
	const repository = await topLevelOf(process.cwd());
	const files = [{
		path: "heapgate.yml",
		text: configText(await recipeFor(parseConfig("", "heapgate.yml"), parseConfig("", "heapgate.yml"), repository))
	}, {
		path: ".github/workflows/heapgate.yml",
		text: workflowText
	}];
	for (const file of files) await refuseToReplace(join(repository, file.path), file.path, options);
	for (const file of files) await write(repository, file);
	const report = await progressing(options.quiet, (progress) => measureRevision({
		repository,
		ref: "worktree",
		onDiscovered: (found) => write(repository, {
			path: startFile,
			text: scenarioText(found)
		}),
		progress,
		signal
	}));
	printResult(renderMeasurement(report, terminalOptions()));
	await writeOutput(options.json, () => renderMeasurementJson(report));
	printResult("The app boots and can be measured. Next: put your own requests into scenarios/, then commit.");
	return exitStatus.pass;
}
const startFile = "scenarios/start.yml";
async function write(repository, { path, text }) {
	await mkdir(dirname(join(repository, path)), { recursive: true });
	await writeFile(join(repository, path), text);
	printResult(`wrote ${path}`);
}
async function refuseToReplace(path, shown, { force }) {
	if (await stat(path).then(() => true, () => false) && !force) throw new CannotMeasure(`${shown} exists already: change it by hand, or replace it with --force`);
}
function configText(recipe) {
	const { setup, reset, start, readyPath, env } = recipe;
	const detected = (0, import_dist.stringify)({
		setup,
		...reset ? { reset } : {},
		start,
		ready: readyPath,
		env
	});
	return `# ${recipe.description[0]?.toUpperCase()}${recipe.description.slice(1)}. All keys: heapgate's README.\n${detected}`;
}
export { initCommand };
