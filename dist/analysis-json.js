import { S as string, d as array, m as int, v as number, y as object } from "./schema.js";
import { E as formatHash, T as formatAddress } from "./report.js";
// src/report/analysis-json.ts
const count = int().nonnegative();
const bytes = number().nonnegative();
/** What `heapgate analyze --json` writes. Class names and paths come from the dump: untrusted text. */
const AnalysisReport = object({
	objects: count.describe("All objects of the dump"),
	reachable: count.describe("Objects that a root leads to; the others are garbage not collected yet"),
	bytes: bytes.describe("Shallow sizes of all objects"),
	classes: array(object({
		name: string().describe("`Class`, `Module`, `singleton class` for all of these"),
		objects: count,
		bytes: bytes.describe("Shallow sizes"),
		retainedBytes: bytes.describe("What would be freed with them; only topmost objects of the class count")
	})).describe("All classes, the largest retained size first"),
	retainers: array(object({
		address: string().describe("In hexadecimal, as the dump has it"),
		class: string().describe("Of a class or module its own name"),
		objects: count.describe("Objects it retains, itself included"),
		retainedBytes: bytes
	})).describe("The single objects with the largest retained sizes, without those that one of the same class immediately dominates"),
	sites: array(object({
		file: string(),
		line: count,
		gem: string().describe("`NAME-VERSION`, `(ruby)`, or `(app)` for all else"),
		objects: count,
		bytes
	})).describe("All lines that objects were allocated at, the most bytes first; empty where it was not traced"),
	strings: array(object({
		length: bytes.describe("Of the value, in bytes"),
		hash: string().describe("The same for the same value within one dump; in hexadecimal"),
		objects: count,
		bytes: bytes.describe("Shallow sizes of all of them")
	})).describe("Values that several strings have, the most wasteful first"),
	skippedRows: count.describe("Rows of the dump that could not be read")
}).meta({ title: "heapgate analysis" });
function analysisReport(analysis) {
	const { objects, reachable, classes, retainers, sites, strings, skippedRows } = analysis;
	return AnalysisReport.parse({
		objects,
		reachable,
		bytes: analysis.bytes,
		classes,
		retainers: retainers.map(({ address, class: name, retainedObjects, retainedBytes }) => ({
			address: formatAddress(address),
			class: name,
			objects: retainedObjects,
			retainedBytes
		})),
		sites,
		strings: strings.largest.map(({ hash, ...value }) => ({
			...value,
			hash: formatHash(hash)
		})),
		skippedRows
	});
}
/** As `--json` writes it: keys in the schema's order, two spaces. */
function renderAnalysisJson(analysis) {
	return `${JSON.stringify(analysisReport(analysis), null, 2)}\n`;
}
export { renderAnalysisJson };
