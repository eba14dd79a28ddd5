import { C as CannotMeasure, S as _usingCtx, v as formatQuantity } from "./dump.js";
import { L as harRequests, a as TrafficGroups, c as writeRedacted, i as select, l as refuseToReplace, n as keptFacts, r as keptLines, s as leftOutLines } from "./shared.js";
import { It as showBytes, Lt as utf8Bytes, _ as progressing, a as isMethod, b as writeOutput, g as printResult, i as logFormats, n as formatNames, p as assertWritable, r as isHar, t as detectFormat, u as assertApart } from "./report.js";
import { r as exitStatus } from "./front.js";
import { basename } from "node:path";
import { createReadStream } from "node:fs";
import { Readable, addAbortSignal, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
// src/traffic/import/log-source.ts
/** As files are read. */
const unpackedBytes = 65536;
/** Enough lines to tell a format by. */
const startBytes = 262144;
/**
* Opens a file, or standard input for `-`; gzip is told by its first bytes. Throws `CannotMeasure` in one line, also
* while it is read, and when `signal` says so.
*/
async function openLogSource(file, signal) {
	const bytes = addAbortSignal(signal, file === "-" ? process.stdin : createReadStream(file));
	const packed = await withStart(explained(bytes, file), 2);
	return {
		...await withStart(explained(packed.start[0] === 31 && packed.start[1] === 139 ? pipeline(Readable.from(packed.chunks), createGunzip({ chunkSize: unpackedBytes }), () => {}) : packed.chunks, file), startBytes),
		async [Symbol.asyncDispose]() {
			if (file !== "-") bytes.destroy();
		}
	};
}
async function withStart(chunks, leastBytes) {
	const iterator = chunks[Symbol.asyncIterator]();
	const read = [];
	let bytes = 0;
	while (bytes < leastBytes) {
		const { value, done } = await iterator.next();
		if (done) break;
		read.push(value);
		bytes += value.length;
	}
	async function* all() {
		yield* read.splice(0);
		yield* { [Symbol.asyncIterator]: () => iterator };
	}
	return {
		start: Buffer.concat(read),
		chunks: all()
	};
}
async function* explained(chunks, file) {
	try {
		yield* chunks;
	} catch (error) {
		if (error instanceof CannotMeasure) throw error;
		const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
		const isBroken = code.startsWith("Z_");
		throw new CannotMeasure(isBroken ? `${file}: the gzip data ends early or is damaged (${code}): copy the file again` : `${file}: cannot be read (${code}): name an existing log, or - for standard input`, { cause: error });
	}
}
// src/traffic/import/line-reader.ts
/** A line this long is no line of a log: what is read is no text, or not of a log. */
const longestLineBytes = 1048576;
/**
* Calls `onLine` for each line of a stream of bytes, as a byte string without its end. Calls, rather than yields: an
* iterator that is awaited for each of millions of lines takes longer than all the reading.
*/
async function forEachLine(chunks, onLine) {
	let unfinished = "";
	const finish = (line) => onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
	for await (const chunk of chunks) {
		const text = chunk.toString("latin1");
		let start = 0;
		for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
			finish(start === 0 ? unfinished + text.slice(0, end) : text.slice(start, end));
			start = end + 1;
			unfinished = "";
		}
		unfinished = (start === 0 ? unfinished : "") + text.slice(start);
		if (unfinished.length > longestLineBytes) unfinished = unfinished.slice(0, longestLineBytes);
	}
	if (unfinished !== "") finish(unfinished);
}
// src/traffic/import/read-traffic.ts
const shownLineNumbers = 5;
const linesToDetectBy = 200;
/** Reads all requests of a source. `format` is detected when left out. Throws `CannotMeasure` in one line. */
async function readTraffic(source, file, format) {
	const start = source.start.toString("latin1");
	if (format === "har" || format === void 0 && isHar(start)) return readHarTraffic(source, file);
	const named = logFormats.find(({ name }) => name === format);
	const lines = start.split("\n", linesToDetectBy).map((line) => line.replace(/\r$/, ""));
	const chosen = named ?? detectFormat(lines);
	if (chosen) return readLog(source, chosen);
	if (source.start.length === 0) throw new CannotMeasure(`${file}: is empty: name a log that holds requests`);
	throw new CannotMeasure(`${file}: has none of the known formats in its first lines: name one with --format (${formatNames.join(", ")})`);
}
async function readLog({ chunks }, format) {
	const groups = new TrafficGroups();
	const reader = format.newReader();
	const onRequest = groups.add.bind(groups);
	const firstUnreadableLines = [];
	let lines = 0;
	let otherLines = 0;
	let unreadableLines = 0;
	await forEachLine(chunks, (line) => {
		lines += 1;
		const kind = line === "" ? "other" : reader.read(line, onRequest);
		if (kind === "other") otherLines += 1;
		if (kind !== "unreadable") return;
		unreadableLines += 1;
		if (firstUnreadableLines.length < shownLineNumbers) firstUnreadableLines.push(lines);
	});
	reader.end?.(onRequest);
	const { name, title, lacks } = format;
	return {
		format: name,
		title,
		lacks,
		groups,
		lines,
		otherLines,
		unreadableLines,
		firstUnreadableLines
	};
}
async function readHarTraffic({ chunks }, file) {
	const groups = new TrafficGroups();
	const broken = [];
	const onBroken = (entry) => broken.push(entry);
	for await (const logged of harRequests(Readable.from(chunks), file, onBroken)) if (isMethod(logged.request.method)) groups.add(logged);
	return {
		format: "har",
		title: "HAR file",
		lacks: "requests to other hosts than the first one’s, and the bytes of multipart bodies",
		groups,
		lines: 0,
		otherLines: 0,
		unreadableLines: broken.length,
		firstUnreadableLines: broken.slice(0, shownLineNumbers)
	};
}
// src/import.ts
/** Makes a scenario of a log or HAR file. Throws `CannotMeasure` in one line, and leaves no file then. */
async function importTraffic(request) {
	const { file, out, force, progress } = request;
	await refuseToReplace(out, { force });
	progress(`reading ${file === "-" ? "standard input" : file}`);
	const read = await readSource(request);
	const selection = select(read.groups);
	if (selection.ordinary.length === 0) throw new CannotMeasure(`${file}: ${nothingOrdinary(read)}`);
	const about = aboutSource(file, read, selection);
	return {
		read,
		selection,
		...await writeRedacted(selection, {
			about,
			advice
		}, request)
	};
}
const advice = "Ids and names are those of the app that wrote the log: change them to ones that the app under test has.";
function aboutSource(file, read, selection) {
	return [`Imported from ${file === "-" ? "standard input" : showBytes(utf8Bytes(basename(file)))} (${read.title}): ${formatQuantity(read.groups.requests, "request")}.`, ...leftOutLines(read, selection)];
}
async function readSource({ file, format, signal }) {
	try {
		var _usingCtx$1 = _usingCtx();
		return await readTraffic(_usingCtx$1.a(await openLogSource(file, signal)), file, format);
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
function nothingOrdinary({ groups, title, unreadableLines, lines }) {
	if (groups.requests === 0 && lines > 0 && unreadableLines > 0) return `none of its ${lines} lines is of the ${title} format: name another one with --format`;
	if (groups.requests === 0) return "holds no requests: name a log of requests to the app";
	return "holds no GET or HEAD request that was answered normally: name a log of ordinary traffic";
}
// src/cli/import-command.ts
/** `heapgate import FILE`: a scenario from a log. Answers the exit status. */
async function importCommand(file, options, signal) {
	const { format, out, force = false, json, quiet } = options;
	assertApart({ source: file }, out, json);
	await assertWritable(out, json);
	const imported = await progressing(quiet, (progress) => importTraffic({
		file,
		format,
		out,
		force,
		progress,
		signal
	}));
	printResult(summary(imported, out));
	await writeOutput(json, () => `${JSON.stringify(facts(imported, out), void 0, 2)}\n`);
	return exitStatus.pass;
}
function summary(imported, out) {
	const { read, selection } = imported;
	return [
		`Read ${formatQuantity(read.groups.requests, "request")} of ${read.title}.`,
		...leftOutLines(read, selection),
		...keptLines(imported, out)
	].join("\n");
}
function facts(imported, out) {
	const { format, lines, otherLines, unreadableLines, firstUnreadableLines, lacks, groups } = imported.read;
	return {
		out,
		format,
		requests: groups.requests,
		lines,
		otherLines,
		unreadableLines,
		firstUnreadableLines,
		lacks,
		...keptFacts(imported)
	};
}
export { importCommand };
