import { l as _usingCtx, u as CannotMeasure } from "./dump.js";
import { At as utf8Bytes, D as formatCount, Et as require_dist, F as unusedId, N as parseScenario, Ot as isWellFormedTarget, P as harRequests, Y as assertWritable, Z as printResult, _t as requestTarget, ct as detectFormat, dt as logFormats, et as writeOutput, ft as isMethod, gt as requestMethod, ht as requestBytes, k as formatQuantity, kt as showBytes, lt as formatNames, ot as exitStatus, r as progressing, ut as isHar } from "./shared.js";
import { basename, dirname, join } from "node:path";
import { createReadStream } from "node:fs";
import { access, link, rename, rm, writeFile } from "node:fs/promises";
import { createHmac, randomBytes } from "node:crypto";
import { Readable, addAbortSignal, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
// src/new-file.ts
/** Finds out before the work that a file is there already, and may not be replaced. */
async function refuseToReplace(file, { force }) {
	if (force) return;
	if (await access(file).then(() => true, () => false)) throw alreadyThere(file);
}
/** Writes a file as a whole or not at all: under another name beside it first. Throws `CannotMeasure` in one line. */
async function writeNewFile(file, text, { force }) {
	const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
	try {
		await writeFile(unfinished, text, { flag: "wx" });
		if (force) await rename(unfinished, file);
		else await link(unfinished, file);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
		if (code === "EEXIST") throw alreadyThere(file);
		throw new CannotMeasure(`cannot write ${file} (${code}): check the folder and its permissions`, { cause: error });
	} finally {
		await rm(unfinished, { force: true });
	}
}
const alreadyThere = (file) => new CannotMeasure(`${file} exists already: name another file, or replace it with --force`);
// src/traffic/import/left-out.ts
/** What a scenario lacks of its source, and what the source lacked: a sentence each. */
function leftOutLines(read, { cut }) {
	return [
		`Such a source cannot tell: ${read.lacks}.`,
		...unreadable(read),
		"Of requests whose paths differ in numbers and ids only, up to three stand for all.",
		...cutLine("Less frequent paths", cut.ordinary),
		...cutLine("More malformed targets", cut.malformed),
		...cutLine("More failed requests", cut.failed),
		...cutLine("More requests that may change data", cut.changing)
	];
}
function unreadable({ unreadableLines, firstUnreadableLines, otherLines }) {
	const first = firstUnreadableLines.join(", ");
	const more = unreadableLines > firstUnreadableLines.length ? ", …" : "";
	return [...unreadableLines === 0 ? [] : [`Not understood: ${formatQuantity(unreadableLines, "line")} (${unreadableLines === 1 ? "line" : "lines"} ${first}${more}).`], ...otherLines === 0 ? [] : [`Without a request that could be sent: ${formatQuantity(otherLines, "line")}.`]];
}
function cutLine(what, { kinds, requests }) {
	if (requests === 0) return [];
	const atLeast = kinds === 0 ? "" : `, ${formatQuantity(kinds, "kind")} or more`;
	return [`${what}, cut: ${formatQuantity(requests, "request")}${atLeast}.`];
}
// src/traffic/import/path-shape.ts
/** What stands for one record among many, most telling first; an escape is a character and no number. */
const varying = /%[0-9a-f]{2}|(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<date>\d{4}-\d\d-\d\d(?:[T_]\d\d[\d:.-]*Z?)?)|(?<hex>(?<![0-9a-z])(?=[a-f]*\d)[0-9a-f]{8,}(?![0-9a-z]))|(?<n>\d+)/gi;
/**
* The path of a target with UUIDs, dates, hex and numbers folded: `/orders/{n}/lines/{uuid}`. What has the same shape
* is most likely served by the same code.
*/
function pathShape(target) {
	const queryAt = target.indexOf("?");
	const path = queryAt === -1 ? target : target.slice(0, queryAt);
	if (!/%|[0-9a-f-]{8}/i.test(path)) return path.replaceAll(/\d+/g, "{n}");
	return path.replaceAll(varying, (found, ...rest) => {
		const [uuid, date, hex, number] = rest;
		if (uuid !== void 0) return "{uuid}";
		if (date !== void 0) return "{date}";
		if (hex !== void 0) return /^\d+$/.test(found) ? "{n}" : "{hex}";
		return number === void 0 ? found : "{n}";
	});
}
// src/traffic/import/draft.ts
/** The scenario that is made of what was chosen. `source` is the name of the file. */
function draftOf(source, read, selection) {
	const { ordinary, malformed, failed, changing } = selection;
	return {
		comment: (redactions, headersLeftOut) => [
			`Imported from ${showBytes(utf8Bytes(source))} (${read.title}): ${formatQuantity(read.groups.requests, "request")}.`,
			...leftOutLines(read, selection),
			...redactionLines(redactions, headersLeftOut),
			"Ids and names are those of the app that wrote the log: change them to ones that the app under test has."
		],
		kinds: [
			...ordinary.map((chosen) => ({
				...kindOf(chosen),
				...ordinaryUnlessWellFormed(chosen)
			})),
			...malformed.map(kindOf),
			...failed.map((chosen) => ({
				...kindOf(chosen),
				hostile: true
			}))
		],
		off: {
			comment: "Off, since they may change data:",
			kinds: changing.map(kindOf)
		},
		nameOf
	};
}
function kindOf({ request, times, count, countOfShape, statuses }) {
	const seen = [...statuses].sort(([, a], [, b]) => b - a).map(([status]) => status);
	const answered = seen.length === 0 ? "" : `, answered ${seen.slice(0, 3).join(", ")}`;
	const share = countOfShape > count ? ` of ${formatCount(countOfShape)}` : "";
	return {
		request,
		times,
		note: `${formatCount(count)}${share} ×${answered}`
	};
}
/** A query with brackets that was answered normally is ordinary, though its target is not well-formed. */
const ordinaryUnlessWellFormed = ({ request }) => isWellFormedTarget(request.target) ? {} : { hostile: false };
/** `GET /orders/{n}`; a malformed target as it is. */
function nameOf(request) {
	const target = requestTarget(request);
	const shown = isWellFormedTarget(target) ? pathShape(target) : target;
	return showBytes(`${requestMethod(request)} ${shown}`);
}
function redactionLines(redactions, headersLeftOut) {
	const parts = redactions.map(({ place, reason, count }) => `${reason} in ${place} (${count})`);
	if (headersLeftOut > 0) parts.push(`headers left out (${headersLeftOut})`);
	return parts.length === 0 ? [] : [`Replaced since they look secret: ${parts.join(", ")}.`];
}
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
// src/traffic/import/distinct-requests.ts
/**
* Distinct requests with how often each was made: the first `most` of them, since a log may hold any number. Those
* that are frequent come early.
*/
var DistinctRequests = class {
	#most;
	#byTarget = /* @__PURE__ */ new Map();
	#uncounted = 0;
	constructor(most) {
		this.#most = most;
	}
	get all() {
		return [...this.#byTarget.values()];
	}
	/** Requests that came when there was no room for another distinct one. */
	get uncounted() {
		return this.#uncounted;
	}
	add({ request, status }) {
		const key = request.method !== "GET" || request.body !== void 0 ? `${request.target}\0${request.method}\0${request.body ?? ""}` : request.target;
		let counted = this.#byTarget.get(key);
		if (!counted) {
			if (this.#byTarget.size === this.#most) {
				this.#uncounted += 1;
				return;
			}
			counted = {
				request: detached(request),
				count: 0,
				statuses: /* @__PURE__ */ new Map()
			};
			this.#byTarget.set(copied(key), counted);
		}
		counted.count += 1;
		if (status !== void 0) counted.statuses.set(status, (counted.statuses.get(status) ?? 0) + 1);
	}
};
function detached(request) {
	return {
		...request,
		method: copied(request.method),
		target: copied(request.target)
	};
}
/** A slice of a string keeps all of it alive, here a block of the log. */
const copied = (text) => Buffer.from(text, "latin1").toString("latin1");
// src/traffic/import/shape-groups.ts
/** Enough to find the most frequent ones among; a page of ids has none that is. */
const samplesPerGroup = 32;
/** Groups requests by method and path shape, as many shapes as `most`. */
var ShapeGroups = class {
	#most;
	#groups = /* @__PURE__ */ new Map();
	#ungrouped = 0;
	constructor(most) {
		this.#most = most;
	}
	/** The most frequent first. */
	get all() {
		return [...this.#groups.values()].sort((a, b) => b.count - a.count);
	}
	/** Requests that came when there was no room for another shape. */
	get ungrouped() {
		return this.#ungrouped;
	}
	add(logged) {
		const { method, target } = logged.request;
		const shape = pathShape(target);
		const key = method === "GET" ? shape : `${shape}\0${method}`;
		let group = this.#groups.get(key);
		if (!group) {
			if (this.#groups.size === this.#most) {
				this.#ungrouped += 1;
				return;
			}
			const samples = new DistinctRequests(samplesPerGroup);
			group = {
				method: copied(method),
				shape: copied(shape),
				count: 0,
				samples
			};
			this.#groups.set(copied(key), group);
		}
		group.count += 1;
		group.samples.add(logged);
	}
};
// src/traffic/import/traffic-groups.ts
/** Held while reading, so that what is kept of them can be chosen well; a scanner asks for tens of thousands. */
const mostShapes$1 = 5e3;
const mostDistinct$1 = 5e3;
/** Requests sorted by what is done with them. A malformed request that was answered normally is in two. */
var TrafficGroups = class {
	/** `GET` and `HEAD`, answered normally as far as is known. */
	ordinary = new ShapeGroups(mostShapes$1);
	/** Targets outside RFC 3986, whatever they were answered with. */
	malformed = new DistinctRequests(mostDistinct$1);
	/** Well-formed requests that ended with a status of 400 or above. */
	failed = new DistinctRequests(mostDistinct$1);
	/** Methods that change data. */
	changing = new ShapeGroups(mostShapes$1);
	#requests = 0;
	get requests() {
		return this.#requests;
	}
	add(logged) {
		const { method, target } = logged.request;
		this.#requests += 1;
		if (method !== "GET" && method !== "HEAD") {
			this.changing.add(logged);
			return;
		}
		const isFailed = (logged.status ?? 0) >= 400;
		const isMalformed = !isWellFormedTarget(target);
		if (isMalformed) this.malformed.add(logged);
		else if (isFailed) this.failed.add(logged);
		if (!isFailed && (!isMalformed || hasWellFormedPath(target))) this.ordinary.add(logged);
	}
};
/** Pages whose queries have brackets, as browsers send them, are ordinary pages all the same. */
const hasWellFormedPath = (target) => isWellFormedTarget(target.replace(/\?.*/s, ""));
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
	for await (const logged of harRequests(Readable.from(chunks), file)) if (isMethod(logged.request.method)) groups.add(logged);
	return {
		format: "har",
		title: "HAR file",
		lacks: "requests to other hosts than the first one’s, and the bytes of multipart bodies",
		groups,
		lines: 0,
		otherLines: 0,
		unreadableLines: 0,
		firstUnreadableLines: []
	};
}
// src/traffic/import/selection.ts
const mostShapes = 100;
const representatives = 3;
const mostTimes = 20;
/** Each is sent over every lane in every round: more would make a run of minutes one of hours. */
const mostDistinct = 300;
/**
* Chooses what is replayed: of the most frequent shapes a few representatives each, as often to each other as they
* were; of malformed and failed requests all, up to a limit below which every shape has its turn.
*/
function select(groups) {
	const ordinary = chooseRepresentatives(groups.ordinary.all.slice(0, mostShapes));
	const changing = groups.changing.all.slice(0, mostShapes).flatMap((group) => frequent(group, 1));
	const standIns = new Set(ordinary.map(({ request }) => request.target));
	const malformed = inTurns(groups.malformed.all);
	const failed = inTurns(groups.failed.all);
	return {
		ordinary,
		malformed: malformed.slice(0, mostDistinct).filter(({ request }) => !standIns.has(request.target)).map(once),
		failed: failed.slice(0, mostDistinct).map(once),
		changing: changing.map(once),
		cut: {
			ordinary: cutOfShapes(groups.ordinary),
			changing: cutOfShapes(groups.changing),
			malformed: cutOfDistinct(groups.malformed, malformed.slice(mostDistinct)),
			failed: cutOfDistinct(groups.failed, failed.slice(mostDistinct))
		}
	};
}
function chooseRepresentatives(groups) {
	const scale = Math.min(1, mostTimes / (groups[0]?.count ?? 1));
	return groups.flatMap((group) => {
		const times = Math.max(1, Math.round(group.count * scale));
		const chosen = frequent(group, Math.min(representatives, times));
		const counted = chosen.reduce((sum, { count }) => sum + count, 0);
		return chosen.map((one) => ({
			...one,
			countOfShape: group.count,
			times: Math.max(1, Math.round(times * one.count / counted))
		}));
	});
}
/** The most frequent requests of a group, well-formed ones before others. */
function frequent({ samples }, most) {
	const isMalformed = ({ request }) => Number(!isWellFormedTarget(request.target));
	return samples.all.toSorted((a, b) => isMalformed(a) - isMalformed(b) || b.count - a.count).slice(0, most);
}
/** The most frequent request of each shape first, then the second of each, and so on. */
function inTurns(all) {
	const seen = /* @__PURE__ */ new Map();
	return all.toSorted((a, b) => b.count - a.count).map((counted) => {
		const shape = pathShape(counted.request.target);
		const turn = seen.get(shape) ?? 0;
		seen.set(shape, turn + 1);
		return {
			counted,
			turn
		};
	}).sort((a, b) => a.turn - b.turn).map(({ counted }) => counted);
}
const once = (counted) => ({
	...counted,
	times: 1,
	countOfShape: counted.count
});
function cutOfShapes(groups) {
	const left = groups.all.slice(mostShapes);
	const requests = left.reduce((sum, { count }) => sum + count, groups.ungrouped);
	return {
		kinds: left.length,
		requests
	};
}
function cutOfDistinct(distinct, left) {
	const requests = left.reduce((sum, { count }) => sum + count, distinct.uncounted);
	return {
		kinds: left.length,
		requests
	};
}
// src/redaction/written-text.ts
/** As it is. */
const plain = (written) => written.split("").map((character) => ({
	character,
	written: character
}));
/**
* In a path: `%HH` is one byte. An escape that is none is a percent sign written with the one or two characters that
* spoil it, so that it stays spoilt.
*/
const percentEncoded = (written) => Array.from(written.matchAll(/%([0-9a-f]{2})|%(?:[0-9a-f]?[^%])?|./gis), ([whole, hex]) => ({
	character: hex === void 0 ? whole.charAt(0) : String.fromCharCode(Number.parseInt(hex, 16)),
	written: whole
}));
/** In a query and in a form, where `+` is a space too. */
const formEncoded = (written) => percentEncoded(written).map((one) => one.written === "+" ? {
	...one,
	character: " "
} : one);
const jsonEscapes = {
	n: "\n",
	r: "\r",
	t: "	",
	b: "\b",
	f: "\f"
};
/** Between the quotes of a string in JSON. */
const jsonEscaped = (written) => Array.from(written.matchAll(/\\u([0-9a-f]{4})|\\(.)|./gis), ([whole, hex, letter]) => ({
	character: hex === void 0 ? letter === void 0 ? whole : jsonEscapes[letter] ?? letter : String.fromCharCode(Number.parseInt(hex, 16)),
	written: whole
}));
/**
* Changes what a text says and keeps how it is written: what was escaped stays escaped. `change` must answer as many
* characters as it gets.
*/
function rewritten(written, notation, change) {
	const characters = notation(written);
	const said = characters.map(({ character }) => character).join("");
	const changed = change(said);
	if (changed === said) return written;
	return characters.map((one, index) => {
		const character = changed.charAt(index);
		return character === one.character ? one.written : likeWritten(character, one.written);
	}).join("");
}
function likeWritten(character, written) {
	const hex = (digits, sample) => {
		const text = character.charCodeAt(0).toString(16).padStart(digits, "0");
		return /[A-F]/.test(sample) ? text.toUpperCase() : text;
	};
	if (/^%[0-9a-f]{2}$/i.test(written)) return `%${hex(2, written)}`;
	if (/^\\u/i.test(written)) return `\\u${hex(4, written.slice(2))}`;
	return character;
}
// src/redaction/json.ts
const token = /"(?:[^"\\]|\\.)*"?|[[\]{},:]|[^\s"[\]{},:]+|\s+/gs;
/**
* Redacts strings and numbers in JSON, token by token, so that spacing, escapes and whatever is malformed stay as
* they are.
*/
function redactJson(written, redact) {
	const levels = [];
	let name;
	let isName = false;
	return written.replaceAll(token, (part) => {
		const level = levels.at(-1);
		if (part === "{" || part === "[") {
			levels.push({
				isObject: part === "{",
				name: name ?? level?.name
			});
			isName = part === "{";
			name = void 0;
		} else if (part === "}" || part === "]") {
			levels.pop();
			name = void 0;
		} else if (part === ",") {
			isName = level?.isObject === true;
			name = void 0;
		} else if (part === ":") isName = false;
		else if (part.startsWith("\"")) return redactString(part);
		else if (/\S/.test(part)) return redactSaid(part);
		return part;
		function redactString(quoted) {
			const end = quoted.length > 1 && quoted.endsWith("\"") ? "\"" : "";
			return `"${rewritten(quoted.slice(1, quoted.length - end.length), jsonEscaped, redactSaid)}${end}`;
		}
		function redactSaid(said) {
			if (!isName) return redact(said, name ?? level?.name);
			name = said;
			return redact(said);
		}
	});
}
// src/redaction/multipart.ts
/** Redacts the fields of a multipart body (RFC 7578); what has no blank line is taken for a head that was cut off. */
function redactMultipart(body, contentType, redact) {
	const boundary = boundaryOf(body, contentType);
	if (boundary === void 0) return redact(body);
	return body.split(boundary).map((part) => redactPart(part, redact)).join(boundary);
}
function boundaryOf(body, contentType) {
	const named = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
	const boundary = named?.[1] ?? named?.[2];
	return boundary === void 0 ? /^--[^\r\n]+/.exec(body)?.[0] : `--${boundary}`;
}
function redactPart(part, redact) {
	const blankLine = /\r?\n\r?\n/.exec(part);
	const head = blankLine ? part.slice(0, blankLine.index) : part;
	const redactedHead = head.replaceAll(/(?<=name\*?=)"?[^";\r\n]+/gi, (name) => rewritten(name, plain, (said) => redact(said)));
	if (!blankLine) return redact(redactedHead);
	const name = /\bname="?([^";\r\n]*)/i.exec(head)?.[1];
	const bodyAt = blankLine.index + blankLine[0].length;
	const ending = /\r?\n$/.exec(part.slice(bodyAt))?.[0] ?? "";
	const value = part.slice(bodyAt, part.length - ending.length);
	return `${redactedHead}${blankLine[0]}${redact(value, name)}${ending}`;
}
// src/redaction/pairs.ts
/** Redacts `name=value&name=value` as queries and forms have it, malformed parts included. */
function redactPairs(written, redact, notation = formEncoded) {
	return written.split(/([&;])/).map((pair) => {
		const at = pair.indexOf("=");
		if (at === -1) return rewritten(pair, notation, (said) => redact(said));
		const name = notation(pair.slice(0, at)).map(({ character }) => character).join("");
		return `${rewritten(pair.slice(0, at), notation, (said) => redact(said))}=${rewritten(pair.slice(at + 1), notation, (said) => redact(said, name))}`;
	}).join("");
}
// src/redaction/body.ts
/** What a body is, by its type, and by its look where that says nothing. */
function bodyForm(body, headers) {
	const header = (name) => headers.find(([given]) => given.toLowerCase() === name)?.[1].toLowerCase() ?? "";
	const encoding = header("content-encoding");
	if (encoding !== "" && encoding !== "identity") return "compressed";
	const type = header("content-type");
	if (type.startsWith("multipart/") || /^--[^\r\n]+\r?\ncontent-/i.test(body)) return "multipart";
	if (type.includes("json") || /^\s*[[{]/.test(body)) return "JSON";
	if (type.includes("urlencoded") || /^[^\s=&]+=/.test(body)) return "form";
	return "text";
}
/** Redacts a body in place: it stays as long as it was. */
function redactBody(body, form, headers, redact) {
	switch (form) {
		case "form": return redactPairs(body, redact);
		case "JSON": return redactJson(body, redact);
		case "multipart": return redactMultipart(body, headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "", redact);
		case "text": return redact(body);
	}
}
// src/redaction/secret-names.ts
/** Anywhere in a name, whatever its spelling: `userPassword`, `X-CSRF-Token`, `api_key`. */
const stems = /passw|passphrase|passcode|secret|token|apikey|credential|crypt|certificate|session|authoriz|authentic|bearer|signature|csrf|xsrf|email|creditcard|cardn/;
/** Only as a whole word of a name: `auth` but not `author`, `pin` but not `shipping`. */
const words = new Set("auth card cookie cvc cvv hmac iban jwt key mail otp pass phone pin pwd salt sid sig ssn tan".split(" "));
/** Whether the name of a parameter, field or header says that its value is for few eyes. */
function isSecretName(name) {
	const spelt = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/);
	return stems.test(spelt.join("")) || spelt.some((word) => words.has(word));
}
/** Whether a value is too short, or too common a word, to be worth hiding. */
function isNoSecret(value) {
	return value.length < 3 || /^(?:true|false|null|none|undefined)$/i.test(value);
}
// src/redaction/headers.ts
/** Headers that shape an answer and say nothing of who asked; all others are left out. */
const allowed = /* @__PURE__ */ new Set([
	"accept",
	"accept-charset",
	"accept-encoding",
	"accept-language",
	"cache-control",
	"content-encoding",
	"content-type",
	"hx-request",
	"if-modified-since",
	"range",
	"sec-fetch-dest",
	"sec-fetch-mode",
	"sec-fetch-site",
	"turbo-frame",
	"user-agent",
	"x-forwarded-proto",
	"x-requested-with"
]);
/** Framing: without them a whole request would no longer be the same request. */
const framing = /* @__PURE__ */ new Set([
	"connection",
	"content-length",
	"expect",
	"host",
	"te",
	"trailer",
	"transfer-encoding",
	"upgrade"
]);
const isAllowedHeader = (name) => allowed.has(name.toLowerCase());
/** Keeps the headers that are allowed, and redacts what they say. */
function redactHeaders(headers, redact) {
	return headers.filter(([name]) => isAllowedHeader(name)).map(([name, value]) => [name, redactHeader(name, value, redact)]);
}
/** The value of a header. A multipart boundary looks random, and has to stay what the body has. */
function redactHeader(name, value, redact) {
	const lower = name.toLowerCase();
	if (lower === "content-type" || framing.has(lower)) return value;
	return redact(value);
}
/** What a header says that is not allowed, and yet stands in a request that is kept as a whole. */
const isHiddenHeader = (name, value) => !isAllowedHeader(name) && !framing.has(name.toLowerCase()) && !isNoSecret(value);
// src/redaction/replacements.ts
/** Without zero, so that numbers stay numbers. */
const digits = "123456789";
const lowerCase = "abcdefghijklmnopqrstuvwxyz";
const upperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** An ASCII letter or digit, a well-formed UTF-8 sequence of bytes (RFC 3629), or a character that is no byte. */
const replaceable = /[0-9A-Za-z]|[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}|[\u0100-\uffff]/g;
/** Shorter ones stand in a text by chance. */
const shortestCovering = 6;
/**
* Stand-ins for secrets: as long, of the same classes of characters, with punctuation and malformed bytes left where
* they are. The same secret has the same stand-in; no character of it but those is kept. The key is random, so that
* stand-ins tell nothing about secrets.
*/
var Replacements = class {
	#key;
	#bySecret = /* @__PURE__ */ new Map();
	#issued = /* @__PURE__ */ new Set();
	constructor(key = randomBytes(32)) {
		this.#key = key;
	}
	/** The stand-in for `secret`; a stand-in stands for itself. */
	of(secret) {
		const known = this.#bySecret.get(secret);
		if (known !== void 0) return known;
		if (this.isIssued(secret)) return secret;
		const bytes = this.#bytesFor(secret);
		const isHex = /^[0-9a-f]+$/i.test(secret);
		const replacement = secret.replaceAll(replaceable, (found) => standIn(found, isHex, bytes));
		this.#bySecret.set(secret, replacement);
		this.#issued.add(replacement);
		return replacement;
	}
	/** Whether a text is nothing but stand-ins and punctuation. */
	isIssued(text) {
		if (this.#issued.has(text)) return true;
		let rest = text;
		for (const issued of this.#issued) if (issued.length >= shortestCovering && rest.includes(issued)) rest = rest.replaceAll(issued, "");
		return rest !== text && rest.search(replaceable) === -1;
	}
	/** Whether this very text was found to be a secret elsewhere, and is none that occurs by chance. */
	isKnown(text) {
		return text.length >= 8 && /\d/.test(text) && /[A-Za-z]/.test(text) && this.#bySecret.has(text);
	}
	*#bytesFor(secret) {
		for (let block = 0;; block += 1) yield* createHmac("sha256", this.#key).update(`${block}:${secret}`, "utf16le").digest();
	}
};
function standIn(found, isHex, bytes) {
	const pick = (from) => from.charAt(bytes.next().value % from.length);
	const another = (from) => pick(from.replace(found, ""));
	if (/\d/.test(found)) return another(digits);
	if (lowerCase.includes(found)) return another(isHex ? lowerCase.slice(0, 6) : lowerCase);
	if (upperCase.includes(found)) return another(isHex ? upperCase.slice(0, 6) : upperCase);
	const continuation = () => String.fromCharCode(128 + bytes.next().value % 64);
	if (found.length === 2) return `\xc3${String.fromCharCode(160 + bytes.next().value % 23)}`;
	if (found.length === 3) return `\xe4${String.fromCharCode(184 + bytes.next().value % 8)}${continuation()}`;
	if (found.length === 4) return `\xf0\xa0${continuation()}${continuation()}`;
	return String.fromCharCode(19968 + bytes.next().value);
}
// src/redaction/card-number.ts
/** Whether digits, perhaps with spaces or dashes in between, may be the number of a payment card. */
function isCardNumber(text) {
	const digits = text.replaceAll(/\D/g, "");
	return digits.length >= 13 && digits.length <= 19 && /^[2-6]/.test(digits) && hasLuhnDigit(digits);
}
/** The check digit of ISO/IEC 7812-1, annex B: every second digit from the right counts double. */
function hasLuhnDigit(digits) {
	return [...digits].reverse().reduce((total, character, index) => {
		const value = Number(character) * (index % 2 === 0 ? 1 : 2);
		return total + (value > 9 ? value - 9 : value);
	}, 0) % 10 === 0;
}
// src/redaction/randomness.ts
/** Hex from here on is a digest or a key; shorter hex is more often an id of a record. */
const shortestHexKey = 32;
/**
* Whether a run of letters, digits, `+`, `/`, `-` and `_` was drawn at random, as tokens and keys are, and not put
* together from words, as slugs are. UUIDs and numbers count as names of records, not as secrets.
*/
function looksRandom(text) {
	const run = text.replace(/=+$/, "");
	if (/^[\d_/+-]+$/.test(run) || isUuid(run)) return false;
	if (/^[0-9a-f]+$/i.test(run)) return run.length >= shortestHexKey && bitsPerCharacter(run) >= 2.5;
	if (shareOfWords(run) > .5 || bitsPerCharacter(run) < 3.5) return false;
	const hasLetters = /[A-Za-z]/.test(run);
	const isMixedCase = /[a-z]/.test(run) && /[A-Z]/.test(run);
	const digits = run.replaceAll(/\D/g, "").length;
	return isMixedCase ? digits > 0 || run.length >= 32 : hasLetters && digits >= 2 && /[A-Za-z0-9]{20}/.test(run);
}
const isUuid = (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
/** Of characters drawn at random, one in twelve stands among four small letters in a row. */
function shareOfWords(text) {
	return (text.match(/[A-Z]?[a-z]{4,}/g) ?? []).join("").length / text.length;
}
/** Shannon's entropy of the characters of a text. */
function bitsPerCharacter(text) {
	const counts = /* @__PURE__ */ new Map();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= count / text.length * Math.log2(count / text.length);
	return bits;
}
// src/redaction/secret-values.ts
/** `a@b.cd` */
const shortestSecret = 6;
/** None looks back over what it has passed: targets of tens of thousands of bytes are not rare in hostile traffic. */
const patterns = [
	{
		sort: "private key or certificate",
		expression: /-----BEGIN [A-Z0-9 ]+-----(?:.*?-----END [A-Z0-9 ]+-----|.*)/gs
	},
	{
		sort: "JSON Web Token",
		expression: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*/g
	},
	{
		sort: "API key",
		expression: new RegExp([
			"(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|AROA|ASIA)[A-Z0-9]{16}",
			"AIza[\\w-]{35}|ya29\\.[\\w-]{20,}|GOCSPX-[\\w-]{20,}",
			"gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_\\w{22,}|gl[a-z]{2,6}-[\\w-]{20,}",
			"[prs]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/]{16,}",
			"xox[a-z]-[\\w-]{10,}|xapp-[\\w-]{10,}|hooks\\.slack\\.com/services/[\\w/]{20,}",
			"SG\\.[\\w-]{16,}\\.[\\w-]{16,}|(?:AC|SK)[0-9a-f]{32}|key-[0-9a-f]{32}",
			"sk-[\\w-]{20,}",
			"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|sq0[a-z]{3}-[\\w-]{22,}",
			"do[opr]_v1_[0-9a-f]{32,}|HRKU-[\\w-]{20,}",
			"npm_[A-Za-z0-9]{36}|rubygems_[0-9a-f]{48}|pypi-[\\w-]{16,}"
		].join("|"), "g")
	},
	{
		sort: "credentials in a URL",
		expression: /\/\/(?<secret>[^\s/?#:@]*:[^\s/?#@]+)@/dg
	},
	{
		sort: "credentials",
		expression: /\b(?:Bearer|Basic)\s+(?<secret>[\w.~+/=-]{8,})/dgi
	},
	{
		sort: "card number",
		expression: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g,
		isSecret: isCardNumber
	},
	{
		sort: "e-mail address",
		expression: /(?<![\w.+'\x80-\xff-])[\w.+'\x80-\xff-]+@(?:[A-Za-z0-9\x80-\xff-]+\.)+(?!(?:png|jpe?g|gif|svg|webp|avif|css|js)\b)[A-Za-z\x80-\xff][A-Za-z0-9\x80-\xff-]+/gi
	},
	{
		sort: "random-looking text",
		expression: /[A-Za-z0-9+/_-]{20,}={0,2}/g,
		isSecret: looksRandom
	},
	{
		sort: "secret-looking name",
		expression: /(?<![\w.-])(?<name>[\w.-]+)["']?\s*[:=]\s*(?<quote>["'])(?<secret>[^"']+)\k<quote>/dg,
		isSecret: isNamedSecret
	},
	{
		sort: "secret-looking name",
		expression: /<(?<name>[\w:.-]+)[^<>]*>(?<secret>[^<>]+)<\//dg,
		isSecret: isNamedSecret
	}
];
function isNamedSecret(found, name) {
	return isSecretName(name) && !isNoSecret(found);
}
/** Everything in a text, as it is said and not as it is escaped, that looks like a secret, in order and apart. */
function findSecrets(said) {
	if (said.length < shortestSecret) return [];
	const found = [];
	for (const { sort, expression, isSecret } of patterns) for (const match of said.matchAll(expression)) {
		const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length];
		if (found.every((other) => end <= other.start || start >= other.end) && (isSecret?.(said.slice(start, end), match.groups?.name ?? "") ?? true)) found.push({
			start,
			end,
			sort
		});
	}
	return found.sort((a, b) => a.start - b.start);
}
// src/redaction/target.ts
/** `app-3f2a….js`: the digest is one of public content, and another one would not be found. */
const fingerprintedAsset = /^[\w.~-]+[-.][0-9a-f]{8,64}\.(?:js|mjs|css|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|json)$/;
/** Redacts the path and the query of a request target; neither has to be well-formed. */
function redactTarget(target, path, query) {
	const at = target.indexOf("?");
	if (at === -1) return redactPath(target, path);
	return `${redactPath(target.slice(0, at), path)}?${redactPairs(target.slice(at + 1), query)}`;
}
function redactPath(written, redact) {
	const [origin = ""] = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(written) ?? [];
	const segments = written.slice(origin.length).split("/");
	return redact(origin) + segments.map((segment) => redactSegment(segment, redact)).join("/");
}
function redactSegment(written, redact) {
	if (fingerprintedAsset.test(written)) return written;
	if (/[;=]/.test(written)) return redactPairs(written, redact, percentEncoded);
	return rewritten(written, percentEncoded, (said) => redact(said));
}
// src/redaction/whole-request.ts
/** Redacts a request line by line: lines stay where they are, so that what is wrong with it stays wrong with it. */
function redactWholeRequest(raw, redact) {
	const blankLine = /\r?\n\r?\n/.exec(raw);
	const headEnd = blankLine ? blankLine.index + blankLine[0].length : raw.length;
	const [requestLine = "", ...lines] = raw.slice(0, headEnd).split("\n");
	const headers = lines.flatMap((line) => {
		const header = partsOf(line);
		return header ? [[header.name, header.value]] : [];
	});
	return [redactRequestLine(requestLine, redact), ...lines.map((line) => redactLine(line, redact))].join("\n") + redact.body(raw.slice(headEnd), headers);
}
function redactRequestLine(line, redact) {
	const [, method = "", target = "", version = ""] = /^([^ ]* ?)(.*?)((?: HTTP\/[\d.]+)?\r?)$/.exec(line) ?? [];
	return target === "" ? redact.rest(line) : method + redact.target(target) + version;
}
function redactLine(line, redact) {
	const header = partsOf(line);
	if (!header) return redact.rest(line);
	const { name, colon, value, end } = header;
	const redacted = isHiddenHeader(name, value) ? rewritten(value, percentEncoded, redact.hiddenHeader) : redactHeader(name, value, redact.header);
	return (isAllowedHeader(name) ? name : redact.rest(name)) + colon + redacted + end;
}
function partsOf(line) {
	const [, name, colon = "", value = "", end = ""] = /^([^:]+)(:[ \t]*)(.*?)(\r?)$/.exec(line) ?? [];
	return name === void 0 ? void 0 : {
		name,
		colon,
		value,
		end
	};
}
// src/redaction/redactor.ts
/** Values may hold values: a URL with a query in a query, JSON in a form. */
const deepestNesting = 4;
/**
* Replaces secrets in requests. Everything that is kept stays byte for byte as it was, and what is replaced stays as
* long and as malformed. Redacting what is redacted changes nothing.
*/
var Redactor = class {
	#replacements;
	#redactions = /* @__PURE__ */ new Map();
	#headersLeftOut = 0;
	constructor(replacements = new Replacements()) {
		this.#replacements = replacements;
	}
	/** What was replaced so far, most frequent first. */
	get redactions() {
		return [...this.#redactions.values()].sort((a, b) => b.count - a.count);
	}
	/** Headers that are not on the list of those that are kept. */
	get headersLeftOut() {
		return this.#headersLeftOut;
	}
	redact(request) {
		if ("raw" in request) return { raw: this.#redactWhole(request.raw) };
		const headers = redactHeaders(request.headers, this.#in("header"));
		this.#headersLeftOut += request.headers.length - headers.length;
		return {
			method: request.method,
			target: redactTarget(request.target, this.#in("path"), this.#in("query")),
			headers,
			body: request.body === void 0 ? void 0 : this.#redactBody(request.body, request.headers)
		};
	}
	#redactWhole(raw) {
		return redactWholeRequest(raw, {
			target: (target) => redactTarget(target, this.#in("path"), this.#in("query")),
			header: this.#in("header"),
			hiddenHeader: (value) => this.#replace(value, "header", "header off the list"),
			body: (body, headers) => this.#redactBody(body, headers),
			rest: (text) => this.redactText(text)
		});
	}
	/** A text that stands beside requests, such as a comment. */
	redactText(text) {
		return this.#redactValue("text", text, void 0, 0);
	}
	#in(place) {
		return (said, name) => this.#redactValue(place, said, name, 0);
	}
	#redactBody(body, headers) {
		const form = bodyForm(body, headers);
		if (form === "compressed") return this.#replace(body, form, "cannot be looked into");
		return redactBody(body, form, headers, this.#in(form));
	}
	#redactValue(place, said, name, depth) {
		if (name !== void 0 && isSecretName(name) && !isNoSecret(said)) return this.#replace(said, place, "secret-looking name");
		if (this.#replacements.isKnown(said)) return this.#replace(said, place, "seen elsewhere");
		const redactInner = (inner, innerName) => this.#redactValue(place, inner, innerName, depth + 1);
		return (depth < deepestNesting ? redactNested(said, redactInner) : void 0) ?? this.#replaceFound(said, place);
	}
	#replaceFound(said, place) {
		let redacted = said;
		for (const { start, end, sort } of findSecrets(said)) {
			const replacement = this.#replace(said.slice(start, end), place, sort);
			redacted = redacted.slice(0, start) + replacement + redacted.slice(end);
		}
		return redacted;
	}
	#replace(secret, place, reason) {
		const replacement = this.#replacements.of(secret);
		if (replacement === secret) return secret;
		const key = `${place}\0${reason}`;
		const redaction = this.#redactions.get(key) ?? {
			place,
			reason,
			count: 0
		};
		redaction.count += 1;
		this.#redactions.set(key, redaction);
		return replacement;
	}
};
/** Redacts a value that is itself JSON, a query or escaped; `undefined` when it is neither. */
function redactNested(said, redact) {
	if (/^\s*[[{]/.test(said) && said.includes("\"")) return redactJson(said, redact);
	if (isQuery(said)) {
		const queryAt = said.indexOf("?") + 1;
		return redact(said.slice(0, queryAt)) + redactPairs(said.slice(queryAt), redact);
	}
	return /%[0-9a-f]{2}/i.test(said) ? rewritten(said, percentEncoded, (inner) => redact(inner)) : void 0;
}
const isQuery = (said) => /^[\w.[\]-]+=./s.test(said) || /[?&]/.test(said) && said.includes("=", said.search(/[?&]/));
// src/redaction/redact-requests.ts
/** A secret found late is looked for in all requests again. */
const mostPasses = 4;
/**
* Redacts requests until there is nothing more to redact. Throws `CannotMeasure` when something that looks like a
* secret does not go away: nothing may be written then. `key` decides what stands in for secrets; random when left out.
*/
function redactRequests(given, key) {
	const redactor = new Redactor(new Replacements(key));
	let requests = given.map((request) => redactor.redact(request));
	const { headersLeftOut } = redactor;
	for (let pass = 1; pass < mostPasses; pass += 1) {
		const again = requests.map((request) => redactor.redact(request));
		if (again.every((request, index) => isSame(request, requests[index]))) return {
			requests,
			redactions: redactor.redactions,
			headersLeftOut,
			redactor
		};
		requests = again;
	}
	throw new CannotMeasure("something that looks like a secret is still there after redaction, so nothing was written: take the request that holds it out of the source");
}
/** Whether two requests are the same bytes. */
function isSame(a, b) {
	if (b === void 0 || "raw" in a || "raw" in b) return b !== void 0 && "raw" in a && "raw" in b && a.raw === b.raw;
	const headersOf = ({ headers }) => headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort().join("\n");
	return a.method === b.method && a.target === b.target && a.body === b.body && headersOf(a) === headersOf(b);
}
// src/traffic/scenario-writer.ts
var import_dist = require_dist();
const longestName = 80;
/** The text of a scenario file. Reading it gives the requests byte for byte. */
function scenarioText({ comment, kinds, off }) {
	const headers = sharedHeaders([...kinds, ...off?.kinds ?? []]);
	const names = /* @__PURE__ */ new Set();
	const parts = [
		...comment.map((line) => `${`# ${line}`.trimEnd()}\n`),
		"requests:\n",
		prefixed(entriesText(kinds, headers, names), "  ")
	];
	if (off && off.kinds.length > 0) parts.push(`  # ${off.comment}\n`, prefixed(entriesText(off.kinds, headers, names), "  # "));
	if (headers.length > 0) parts.push(yamlOf({ headers: Object.fromEntries(headers) }));
	parts.push("plan:\n  # Derive malformed variants, which make apps raise.\n  hostile: true\n");
	return parts.join("");
}
function entriesText(kinds, shared, names) {
	const entries = /* @__PURE__ */ new Map();
	const notes = /* @__PURE__ */ new Map();
	for (const kind of kinds) {
		const name = unusedId(kind.name.slice(0, longestName), names);
		names.add(name);
		entries.set(name, entryOf(kind, shared));
		if (kind.note !== void 0) notes.set(name, kind.note);
	}
	return yamlOf(entries, ({ key, value }) => {
		if (!(0, import_dist.isMap)(value) || !(0, import_dist.isScalar)(key)) return;
		value.flow = !value.has("headers") && !value.has("body") && !value.has("raw");
		const note = notes.get(String(key.value));
		if (note !== void 0) noteOn(value, key, note);
	});
}
/** Behind an entry on one line, else above it. */
function noteOn(value, key, note) {
	if (value.flow) value.comment = ` ${note}`;
	else key.commentBefore = ` ${note}`;
}
function yamlOf(content, change = () => {}) {
	const document = new import_dist.Document(content);
	if ((0, import_dist.isMap)(document.contents)) for (const pair of document.contents.items) change(pair);
	return document.toString({
		lineWidth: 0,
		singleQuote: true,
		flowCollectionPadding: true
	});
}
/** Only `\n` ends a line of YAML; `^` in a regular expression knows others. */
const prefixed = (text, prefix) => text.split("\n").map((line) => line === "" ? "" : prefix + line).join("\n");
function entryOf({ request, times = 1, hostile }, shared) {
	const common = {
		...times === 1 ? {} : { times },
		...hostile === void 0 ? {} : { hostile }
	};
	if ("raw" in request) return {
		raw: showBytes(request.raw),
		...common
	};
	if (!canBeParted(request)) {
		const isHostile = hostile ?? !isWellFormedTarget(request.target);
		return {
			raw: showBytes(wholeRequest(request)),
			...common,
			hostile: isHostile
		};
	}
	const { method, target, headers, body } = request;
	const own = headers.filter((header) => !shared.some((other) => isSameHeader(header, other)));
	return {
		...method === (body === void 0 ? "GET" : "POST") ? {} : { method },
		target: showBytes(target),
		...common,
		...own.length === 0 ? {} : { headers: Object.fromEntries(own.map(([name, value]) => [name, textOf(value)])) },
		...body === void 0 ? {} : { body: textOf(body) }
	};
}
/** How a request is written that cannot be written in parts. The port is that of no app: whole requests name any host. */
const wholeRequest = (request) => requestBytes(request, 80).toString("latin1");
/** Whether a request can be written as target, headers and body: those two are text, and a name stands once. */
function canBeParted({ target, headers, body }) {
	const names = new Set(headers.map(([name]) => name.toLowerCase()));
	return !/[\r\n]/.test(target) && names.size === headers.length && headers.every(([name, value]) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && isText(value)) && (body === void 0 || isText(body));
}
const textOf = (bytes) => Buffer.from(bytes, "latin1").toString("utf8");
const isText = (bytes) => utf8Bytes(textOf(bytes)) === bytes;
/** What all requests are sent with stands once, below them. */
function sharedHeaders(kinds) {
	const [first = [], ...others] = kinds.flatMap(({ request }) => "raw" in request || !canBeParted(request) ? [] : [request.headers]);
	return first.filter((header) => others.every((list) => list.some((other) => isSameHeader(header, other)))).map(([name, value]) => [name, textOf(value)]);
}
/** A shared header is text already. */
const isSameHeader = ([name, value], [otherName, otherValue]) => name.toLowerCase() === otherName.toLowerCase() && (value === otherValue || textOf(value) === otherValue);
// src/traffic/redacted-scenario.ts
/**
* The text of a scenario without secrets, for nothing else may be written. The text is read back: it must give the
* same requests, and redacting those must change nothing. Throws `CannotMeasure` otherwise.
*/
function redactedScenario({ comment, kinds, off, nameOf, key }) {
	const { requests, redactions, headersLeftOut, redactor } = redactRequests([...kinds, ...off.kinds].map(({ request }) => request), key);
	const drafts = [...kinds, ...off.kinds].flatMap((kind, index) => {
		const request = requests[index];
		return request ? [{
			...kind,
			request,
			name: nameOf(request)
		}] : [];
	});
	const draft = {
		comment: comment(redactions, headersLeftOut).map((line) => redactor.redactText(line)),
		kinds: drafts.slice(0, kinds.length),
		off: {
			comment: off.comment,
			kinds: drafts.slice(kinds.length)
		}
	};
	const allOn = scenarioText({
		comment: draft.comment,
		kinds: drafts
	});
	const read = parseScenario(allOn, "what was to be written").kinds;
	assertSame(read, drafts);
	assertRedacted(read, redactor);
	const text = scenarioText(draft);
	parseScenario(text, "what was to be written");
	return {
		text,
		redactions,
		headersLeftOut
	};
}
function assertSame(read, drafts) {
	const changed = drafts.find(({ request }, index) => !isWrittenAs(request, read[index]?.request));
	if (changed) throw new Error(`a scenario would not be read as it was meant: ${changed.name}`);
}
/** What cannot be written in parts comes back as a whole. */
function isWrittenAs(request, read) {
	if (isSame(request, read)) return true;
	return read !== void 0 && "raw" in read && !("raw" in request) && read.raw === wholeRequest(request);
}
function assertRedacted(read, redactor) {
	if (read.every(({ request }) => isSame(redactor.redact(request), request))) return;
	throw new CannotMeasure("what was to be written still holds something that looks like a secret, so nothing was written: take the request that holds it out of the source");
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
	const { text, redactions, headersLeftOut } = redactedScenario(draftOf(file === "-" ? "standard input" : basename(file), read, selection));
	await writeNewFile(out, text, { force });
	return {
		read,
		selection,
		redactions,
		headersLeftOut
	};
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
	if (groups.requests === 0 && unreadableLines > 0) return `none of its ${lines} lines is of the ${title} format: name another one with --format`;
	if (groups.requests === 0) return "holds no requests: name a log of requests to the app";
	return "holds no GET or HEAD request that was answered normally: name a log of ordinary traffic";
}
// src/cli/import-command.ts
/** `heapgate import FILE`: a scenario from a log. Answers the exit status. */
async function importCommand(file, options, signal) {
	const { format, out, force = false, json, quiet } = options;
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
function summary({ read, selection, redactions, headersLeftOut }, out) {
	const { ordinary, malformed, failed, changing } = selection;
	const replaced = redactions.map(({ place, reason, count }) => `  ${formatCount(count).padStart(7)} × ${reason}, in ${place}`);
	return [
		`Read ${formatQuantity(read.groups.requests, "request")} of ${read.title}.`,
		...leftOutLines(read, selection),
		`Kept in ${out}:`,
		`  ${formatCount(ordinary.length).padStart(7)} ordinary, as often as in the source`,
		`  ${formatCount(malformed.length).padStart(7)} malformed`,
		`  ${formatCount(failed.length).padStart(7)} that ended with a status of 400 or above`,
		`  ${formatCount(changing.length).padStart(7)} off, since they may change data: listed as comments`,
		replaced.length === 0 ? "Nothing looked secret." : "Replaced since they looked secret:",
		...replaced,
		...headersLeftOut === 0 ? [] : [`Left out: ${formatQuantity(headersLeftOut, "header")}.`]
	].join("\n");
}
function facts({ read, selection, redactions, headersLeftOut }, out) {
	const { format, lines, otherLines, unreadableLines, firstUnreadableLines, lacks, groups } = read;
	const { cut, ordinary, malformed, failed, changing } = selection;
	return {
		out,
		format,
		requests: groups.requests,
		lines,
		otherLines,
		unreadableLines,
		firstUnreadableLines,
		lacks,
		kinds: {
			ordinary: ordinary.length,
			malformed: malformed.length,
			failed: failed.length,
			off: changing.length
		},
		cut: {
			ordinary: cut.ordinary,
			malformed: cut.malformed,
			failed: cut.failed,
			off: cut.changing
		},
		redactions,
		headersLeftOut
	};
}
export { importCommand };
