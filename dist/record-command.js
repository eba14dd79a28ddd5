import { C as CannotMeasure, S as _usingCtx, v as formatQuantity } from "./dump.js";
import { F as isAllowedHeader, St as execa, _t as RUN_VARIABLE, a as TrafficGroups, c as writeRedacted, i as select, l as refuseToReplace, n as keptFacts, o as cutLines, r as keptLines, vt as initialEnvironment, yt as liveProcesses } from "./shared.js";
import { Lt as utf8Bytes, Pt as isWellFormedTarget, Tt as BrokenAnswer, _ as progressing, b as writeOutput, g as printResult, m as printFailure, p as assertWritable, wt as AnswerReader } from "./report.js";
import { r as exitStatus } from "./front.js";
import { randomUUID } from "node:crypto";
import { platform } from "node:process";
import { setTimeout } from "node:timers/promises";
import { once } from "node:events";
import { connect, createServer } from "node:net";
// src/traffic/record/recorded-command.ts
/**
* What the runners of browser tests take for the address of the app; the first is ours, for all others. `PORT` is not
* among them: a command that starts the app itself would start it there.
*/
const addressVariables = [
	"HEAPGATE_TARGET_URL",
	"BASE_URL",
	"CAPYBARA_APP_HOST",
	"CYPRESS_BASE_URL",
	"PLAYWRIGHT_TEST_BASE_URL"
];
/** Tests that run side by side would each start an app, where only one can have the target's port. */
const oneAtATime = { PARALLEL_WORKERS: "1" };
/** In a terminal, Ctrl-C has reached the command too, which may have a result to show. */
const graceMs = 1e3;
/** Browsers take their time to close. */
const killAfterMs = 3e3;
/**
* Runs a command of the user's as their shell would, on their terminal and with their environment, in which the
* address of the app is `origin`, and `targetPort` where it is to start the app if it does. After an interruption
* nothing that it started is left. Throws `CannotMeasure` when it cannot be started.
*/
async function runRecorded(command, { origin, targetPort }, signal) {
	if (signal.aborted) return "interrupted";
	const [file = "", ...args] = command;
	const token = randomUUID();
	const running = execa(file, args, {
		env: {
			...oneAtATime,
			...Object.fromEntries(addressVariables.map((name) => [name, origin])),
			CAPYBARA_SERVER_PORT: String(targetPort),
			[RUN_VARIABLE]: token
		},
		stdio: "inherit",
		cleanup: false,
		reject: false
	});
	const interrupted = Promise.withResolvers();
	const stop = () => interrupted.resolve(stopAll(running, token));
	signal.addEventListener("abort", stop, { once: true });
	const { exitCode, signal: endSignal, code } = await running;
	signal.removeEventListener("abort", stop);
	if (code !== void 0 && exitCode === void 0 && endSignal === void 0) throw new CannotMeasure(`cannot run ${file} (${code}): check its name`);
	if (signal.aborted) {
		await interrupted.promise;
		return "interrupted";
	}
	const how = endSignal === void 0 ? `exit code ${exitCode}` : `signal ${endSignal}`;
	return {
		isFailure: exitCode !== 0,
		how
	};
}
/** Ends a command and all that it started; elsewhere than on Linux, the command alone. */
async function stopAll(running, token) {
	await Promise.race([running, setTimeout(graceMs)]);
	running.kill();
	signalAll(token, "SIGTERM");
	await Promise.race([running, setTimeout(killAfterMs)]);
	signalAll(token, "SIGKILL");
}
/**
* Sends a signal to all processes that were started with `token` in their environment. By nothing else may they be told:
* the session and the terminal are those of the user's shell.
*/
function signalAll(token, signal) {
	if (platform !== "linux") return;
	for (const { pid } of liveProcesses()) {
		if (!initialEnvironment(pid).includes(`HEAPGATE_RUN=${token}`)) continue;
		try {
			process.kill(pid, signal);
		} catch {}
	}
}
// src/traffic/record/request-head.ts
/** Reads the head of an HTTP/1 request; `undefined` when it is something else. */
function parseRequestHead(bytes) {
	const [requestLine = "", ...lines] = bytes.replace(/\r?\n\r?\n$/, "").split(/\r?\n/);
	const [, method, target, version] = /^([^ ]*) (.*) HTTP\/(1\.[01])$/s.exec(requestLine) ?? [];
	if (method === void 0 || target === void 0 || version === void 0) return void 0;
	const headers = lines.flatMap((line) => {
		const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/s.exec(line) ?? [];
		return name === void 0 || value === void 0 ? [] : [[name, value]];
	});
	return {
		bytes,
		method,
		target,
		version,
		headers,
		hasHeadersOnly: headers.length === lines.length
	};
}
/** What the headers of this name say, in order. */
const valuesOf = ({ headers }, name) => headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);
// src/traffic/record/body-end.ts
/** By what the head says (RFC 9112, section 6). `undefined` is the head of no HTTP/1 request. */
function bodyEndOf(head) {
	if (head === void 0) return new UnknownEnd();
	const codings = valuesOf(head, "transfer-encoding");
	if (codings.length > 0) return /\bchunked$/i.test(codings.at(-1) ?? "") ? new ChunkedEnd() : new UnknownEnd();
	const [length = "0", ...others] = new Set(valuesOf(head, "content-length"));
	return others.length === 0 && /^\d{1,15}$/.test(length) ? new LengthEnd(Number(length)) : new UnknownEnd();
}
var UnknownEnd = class {
	isReached = false;
	isUnknown = true;
	take = (arrived) => arrived.length;
};
var LengthEnd = class {
	isUnknown = false;
	#leftBytes;
	constructor(lengthBytes) {
		this.#leftBytes = lengthBytes;
	}
	get isReached() {
		return this.#leftBytes === 0;
	}
	take(arrived) {
		const taken = Math.min(this.#leftBytes, arrived.length);
		this.#leftBytes -= taken;
		return taken;
	}
};
/** A line of chunked framing that is longer is none. */
const longestLine = 16384;
var ChunkedEnd = class {
	isReached = false;
	isUnknown = false;
	/** Of the current chunk, with the line end after its data. */
	#leftBytes = 0;
	#line = "";
	#isInTrailer = false;
	take(arrived) {
		let at = 0;
		while (at < arrived.length && !this.isReached && !this.isUnknown) {
			const data = Math.min(this.#leftBytes, arrived.length - at);
			this.#leftBytes -= data;
			at += data;
			if (this.#leftBytes === 0) at += this.#takeLine(arrived.slice(at));
		}
		return this.isUnknown ? arrived.length : at;
	}
	#takeLine(arrived) {
		const taken = arrived.indexOf("\n") + 1 || arrived.length;
		this.#line += arrived.slice(0, taken);
		if (this.#line.length > longestLine) this.isUnknown = true;
		if (this.#line.endsWith("\n")) {
			this.#readLine(this.#line.trimEnd());
			this.#line = "";
		}
		return taken;
	}
	#readLine(line) {
		if (this.#isInTrailer) {
			this.isReached = line === "";
			return;
		}
		const sizeBytes = chunkSizeOf(line);
		if (sizeBytes === void 0) this.isUnknown = true;
		else if (sizeBytes === 0) this.#isInTrailer = true;
		else this.#leftBytes = sizeBytes + 2;
	}
};
/** The size in a line such as `1a;name=value`. */
function chunkSizeOf(line) {
	const hex = /^([0-9a-f]{1,12})[ \t]*(?:;|$)/i.exec(line)?.[1];
	return hex === void 0 ? void 0 : Number.parseInt(hex, 16);
}
/** What a complete chunked body holds, without the framing. */
function unchunked(framed) {
	let body = "";
	for (let at = 0; at < framed.length;) {
		const lineEnd = framed.indexOf("\n", at);
		const sizeBytes = chunkSizeOf(framed.slice(at, lineEnd).trimEnd()) ?? 0;
		if (sizeBytes === 0) return body;
		body += framed.slice(lineEnd + 1, lineEnd + 1 + sizeBytes);
		at = lineEnd + 1 + sizeBytes + 2;
	}
	return body;
}
// src/traffic/record/plain-head.ts
const host = String.raw`(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?`;
/** What well-behaved clients say in headers that servers and frameworks take apart, and fail over. */
const plainValues = {
	host: new RegExp(`^${host}$`, "i"),
	"x-forwarded-host": new RegExp(`^${host}(?:, *${host})*$`, "i"),
	accept: /^[\w!#$%&'*+.^`|~/;=," -]*$/,
	authorization: /^(?:(?:Basic|Bearer) +[\w.~+/-]+=*|(?!Basic|Bearer).*)$/i,
	cookie: /^[^=;]+=[^;]*(?:;[^=;]+=[^;]*)*;?$/,
	range: /^\w+=\d*-\d*(?:, *\d*-\d*)*$/,
	"transfer-encoding": /^chunked$/i
};
/**
* Whether a head is like those of well-behaved clients. Such a request can be taken apart: what is left out of it is
* not what an app may fail over. All others are kept whole.
*/
function isPlainHead(head) {
	const { bytes, method, version, headers, hasHeadersOnly } = head;
	return version === "1.1" && hasHeadersOnly && /^[!#$%&'*+.^_`|~\w-]+$/.test(method) && !/(?:^|[^\r])\n|\r(?!\n)/.test(bytes) && valuesOf(head, "host").length === 1 && headers.every(isPlainHeader) && headers.every(([name]) => valuesOf(head, name.toLowerCase()).length === 1 || !isAllowedHeader(name)) && !contradictsItself(head);
}
function isPlainHeader([name, value]) {
	return Buffer.from(Buffer.from(value, "latin1").toString("utf8")).toString("latin1") === value && !/[^\t\x20-\x7e\x80-\xff]/.test(value) && (plainValues[name.toLowerCase()]?.test(value) ?? true);
}
/** Two lengths of one body, or two addresses of one client: servers and frameworks take them for attacks. */
function contradictsItself(head) {
	const has = (name) => valuesOf(head, name).length > 0;
	return valuesOf(head, "content-length").length + valuesOf(head, "transfer-encoding").length > 1 || has("client-ip") && has("x-forwarded-for");
}
// src/traffic/record/kept-request.ts
/** A request as it is written: in parts where it is plain, otherwise whole; or why it is not. */
function keptRequest({ request, status, answeredMs }) {
	const { head, bytes, state, isTooLarge } = request;
	const isAnswered = answeredMs !== void 0;
	if (isTooLarge) return { leftOut: "too large" };
	if (status === 101 || head?.method === "CONNECT") return { leftOut: "another protocol" };
	if (state === "cut" && !isAnswered) return { leftOut: "cut off" };
	const parts = head && state === "whole" && isPlainHead(head) ? partsOf(head, request) : void 0;
	if (parts) return isAnswered || !isWellFormedTarget(parts.target) ? { request: parts } : { leftOut: "not answered" };
	if (head && isChunked(head) && bodyOf(head, request) !== "") return { leftOut: "malformed and chunked" };
	return { request: { raw: bytes } };
}
/** Made anew for every request that is sent. */
const framing = /* @__PURE__ */ new Set([
	"host",
	"content-length",
	"transfer-encoding"
]);
function partsOf(head, request) {
	const body = bodyOf(head, request);
	if (!(body === void 0 || utf8Bytes(Buffer.from(body, "latin1").toString("utf8")) === body) && !isChunked(head)) return void 0;
	const headers = head.headers.filter(([name]) => !framing.has(name.toLowerCase()));
	return {
		method: head.method,
		target: head.target,
		headers,
		body
	};
}
/** Without the framing; `undefined` where there is none, not even an empty one. */
function bodyOf(head, { bytes }) {
	const body = bytes.slice(head.bytes.length);
	if (isChunked(head)) return unchunked(body);
	return valuesOf(head, "content-length").length > 0 ? body : void 0;
}
const isChunked = (head) => valuesOf(head, "transfer-encoding").length > 0;
// src/traffic/record/recording.ts
/** A recording may last for days. */
const mostPassed = 1e5;
/** What passed so far. */
var Recording = class {
	groups = new TrafficGroups("recording");
	leftOut = /* @__PURE__ */ new Map();
	#passed = [];
	#requests = 0;
	/** All requests that passed. */
	get requests() {
		return this.#requests;
	}
	/** The first 100,000, in the order in which they began. */
	get passed() {
		return this.#passed.toSorted((a, b) => a.startedMs - b.startedMs);
	}
	add(exchange) {
		const { connection, startedMs, answeredMs, status } = exchange;
		this.#requests += 1;
		if (this.#passed.length < mostPassed) this.#passed.push({
			connection,
			startedMs,
			answeredMs,
			status
		});
		const kept = keptRequest(exchange);
		const passage = {
			connection,
			startedMs,
			answeredMs
		};
		if ("request" in kept) this.groups.add({
			request: kept.request,
			status,
			passage
		});
		else this.leftOut.set(kept.leftOut, (this.leftOut.get(kept.leftOut) ?? 0) + 1);
	}
};
// src/traffic/record/target-address.ts
/** Reads `http://127.0.0.1:3000`. Throws `CannotMeasure` in one line. */
function parseTarget(text, { allowRemote }) {
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (url?.protocol === "https:") throw new CannotMeasure(`--target ${text}: what is encrypted cannot be recorded: name the http address that the app itself listens on`);
	const isOrigin = url?.protocol === "http:" && url.href === `http://${url.host}/`;
	if (!url || !isOrigin) throw new CannotMeasure(`--target ${text}: is no address of an app: write it as http://127.0.0.1:3000`);
	if (!allowRemote && !isLoopback(url.hostname)) throw new CannotMeasure(`--target ${text}: is on another machine, whose users' requests are not yours to record: name one on this machine, or add --allow-remote`);
	return {
		host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
		port: Number(url.port || 80),
		origin: url.origin
	};
}
/** Whatever is sent to itself would be passed on for ever. */
function assertApart({ host, port }, listen) {
	if (port === listen && isLoopback(host)) throw new CannotMeasure(`--listen ${listen}: is where the target listens: name another port`);
}
/** Names below `localhost` are this machine's as well (RFC 6761), and so is what servers say who listen everywhere. */
const isLoopback = (hostname) => /^(?:(?:.*\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1?\]?)$/i.test(hostname);
const connectTimeoutMs = 5e3;
/** Finds out before anything is recorded that nobody listens there. */
async function assertReachable({ host, port, origin }) {
	const socket = connect({
		host,
		port
	});
	try {
		await once(socket, "connect", { signal: AbortSignal.timeout(connectTimeoutMs) });
	} catch (error) {
		throw new CannotMeasure(`${origin} cannot be reached (${codeOf(error)}): start the app there, or name another address with --target`, { cause: error });
	} finally {
		socket.destroy();
	}
}
/** `ECONNREFUSED`; of a name with several addresses, that of the first. */
function codeOf(error) {
	const first = error instanceof AggregateError ? error.errors[0] : error;
	if (first instanceof Error && first.name === "AbortError") return "no answer";
	return first instanceof Error && "code" in first ? String(first.code) : String(first);
}
// src/traffic/record/request-splitter.ts
/** Larger requests are passed on like all others, but nobody replays them. */
const largestRequestBytes = 1048576;
const largestHeadBytes = 262144;
/**
* Splits what a client sends into requests; pipelined ones too. `onRequest` is called as soon as the head of one is
* complete, since it may be answered before its body is.
*/
var RequestSplitter = class {
	#onRequest;
	/** Of a head that is not complete. */
	#unread = "";
	#searchedTo = 0;
	#current;
	constructor(onRequest) {
		this.#onRequest = onRequest;
	}
	push(arrived) {
		for (let rest = arrived; rest !== "";) rest = this.#current ? this.#readBody(rest) : this.#readHead(rest);
	}
	/** Takes what has arrived for all there is: nothing more will come, or it is answered already. */
	cut() {
		if (this.#unread !== "") this.#begin(this.#unread, void 0).state = "cut";
		if (this.#current?.request.state === "open") this.#current.request.state = "cut";
	}
	/** Answers what is left of `arrived`. */
	#readHead(arrived) {
		this.#unread = this.#unread === "" ? arrived.replace(/^[\r\n]+/, "") : this.#unread + arrived;
		const blankLine = /\r?\n\r?\n/g;
		blankLine.lastIndex = this.#searchedTo;
		if (blankLine.test(this.#unread)) {
			const head = this.#unread.slice(0, blankLine.lastIndex);
			const rest = this.#unread.slice(blankLine.lastIndex);
			this.#begin(head, parseRequestHead(head));
			return rest;
		}
		this.#searchedTo = Math.max(0, this.#unread.length - 3);
		if (this.#unread.length > largestHeadBytes) this.#begin(this.#unread, void 0).isTooLarge = true;
		return "";
	}
	#begin(bytes, head) {
		const end = bodyEndOf(head);
		const request = {
			head,
			bytes,
			state: end.isReached ? "whole" : end.isUnknown ? "endless" : "open",
			isTooLarge: false
		};
		this.#unread = "";
		this.#searchedTo = 0;
		this.#current = end.isReached ? void 0 : {
			request,
			end
		};
		this.#onRequest(request);
		return request;
	}
	#readBody(arrived) {
		if (!this.#current) return arrived;
		const { request, end } = this.#current;
		const taken = end.take(arrived);
		request.isTooLarge ||= request.bytes.length + taken > largestRequestBytes;
		if (!request.isTooLarge) request.bytes += arrived.slice(0, taken);
		if (end.isUnknown) request.state = "endless";
		if (end.isReached) {
			request.state = "whole";
			this.#current = void 0;
		}
		return arrived.slice(taken);
	}
};
// src/traffic/record/exchange-reader.ts
/**
* Reads along what passes on one connection and pairs requests with answers. Nothing that passes makes it throw: from
* where it does not understand the target's side on, answers are unknown.
*/
var ExchangeReader = class {
	#listener;
	#requests;
	/** In the order of the requests: not complete yet. */
	#open = [];
	#answer;
	/** Both sides stop being read when they turn to another protocol, the answers alone when they cannot be understood. */
	#reads = "both";
	constructor(listener) {
		this.#listener = listener;
		const { connection, nowMs } = listener;
		this.#requests = new RequestSplitter((request) => {
			const exchange = {
				connection,
				request,
				startedMs: nowMs(),
				status: void 0,
				answeredMs: void 0
			};
			this.#open.push(exchange);
		});
	}
	fromClient(chunk) {
		if (this.#reads === "nothing") return;
		this.#requests.push(chunk.toString("latin1"));
		this.#tellComplete();
	}
	fromTarget(chunk) {
		for (let rest = chunk; rest.length > 0 && this.#reads === "both";) rest = this.#readAnswer(rest);
		this.#tellComplete();
	}
	/** The client sends nothing more. */
	clientEnded() {
		if (this.#reads !== "nothing") this.#requests.cut();
		this.#tellComplete();
	}
	/** The target answers nothing more. */
	targetEnded() {
		const exchange = this.#unanswered();
		if (this.#answer && exchange) {
			this.#orGiveUp(() => this.#complete(exchange, this.#answer?.end().status));
			this.#answer = void 0;
		}
		this.#tellComplete();
	}
	/** The connection is gone. */
	closed() {
		this.clientEnded();
		for (const exchange of this.#open.splice(0)) this.#listener.onExchange(exchange);
	}
	/** Answers what is left of `chunk`, which belongs to the next answer. */
	#readAnswer(chunk) {
		let rest = Buffer.alloc(0);
		this.#orGiveUp(() => {
			if (!this.#unanswered()) this.#requests.cut();
			const exchange = this.#unanswered();
			if (!exchange) throw new BrokenAnswer("nothing was asked");
			this.#answer ??= new AnswerReader(exchange.request.head?.method ?? "");
			const answer = this.#answer.push(chunk);
			if (!answer) return;
			rest = this.#answer.rest;
			this.#answer = void 0;
			this.#complete(exchange, answer.status);
		});
		return rest;
	}
	#complete(exchange, status) {
		exchange.status = status;
		exchange.answeredMs = this.#listener.nowMs();
		const isTunnel = exchange.request.head?.method === "CONNECT" && status === 200;
		if (status !== 101 && !isTunnel) return;
		this.#reads = "nothing";
		this.#open.splice(this.#open.indexOf(exchange) + 1);
	}
	#orGiveUp(read) {
		try {
			read();
		} catch (error) {
			if (!(error instanceof BrokenAnswer)) throw error;
			this.#reads = "requests";
		}
	}
	#unanswered() {
		return this.#open.find(({ answeredMs }) => answeredMs === void 0);
	}
	#tellComplete() {
		for (;;) {
			const [first] = this.#open;
			if (!(first && (first.request.state === "whole" || first.request.state === "cut")) || first.answeredMs === void 0) return;
			this.#open.shift();
			this.#listener.onExchange(first);
		}
	}
};
// src/traffic/record/tee.ts
/**
* Joins every connection to its port to one of its own to the target, and reads along. Bytes, ends and resets are
* passed on as they come: an HTTP server would refuse or repair the very requests that matter.
*/
var Tee = class Tee {
	#server;
	#joints = /* @__PURE__ */ new Set();
	#connections = 0;
	#unreachable;
	/** Listens on this machine alone. Throws `CannotMeasure` when the port cannot be had. */
	static async listen(options) {
		const tee = new Tee(options);
		try {
			await once(tee.#server.listen({
				host: "127.0.0.1",
				port: options.port
			}), "listening");
		} catch (error) {
			throw new CannotMeasure(`cannot listen on port ${options.port} (${codeOf(error)}): name another one with --listen`, { cause: error });
		}
		return tee;
	}
	constructor({ target: { host, port }, onExchange }) {
		const startMs = performance.now();
		const nowMs = () => performance.now() - startMs;
		this.#server = createServer({
			allowHalfOpen: true,
			noDelay: true
		}, (client) => {
			this.#connections += 1;
			const target = connect({
				host,
				port,
				allowHalfOpen: true,
				noDelay: true
			});
			const onRefused = (error) => {
				this.#unreachable = codeOf(error);
			};
			target.once("error", onRefused).once("connect", () => target.off("error", onRefused));
			const joint = new Joint(client, target, new ExchangeReader({
				connection: this.#connections,
				nowMs,
				onExchange
			}), () => this.#joints.delete(joint));
			this.#joints.add(joint);
		});
	}
	get port() {
		return this.#server.address().port;
	}
	/** Why a connection to the target failed last, if one did. */
	get unreachable() {
		return this.#unreachable;
	}
	/** Ends all connections; what was open is told as it stands. */
	async [Symbol.asyncDispose]() {
		for (const joint of this.#joints) joint[Symbol.dispose]();
		await this.#server[Symbol.asyncDispose]();
	}
};
/** The two connections of one client. */
var Joint = class {
	#client;
	#target;
	#reader;
	#onClosed;
	#isClosed = false;
	constructor(client, target, reader, onClosed) {
		this.#client = client;
		this.#target = target;
		this.#reader = reader;
		this.#onClosed = onClosed;
		client.on("data", (chunk) => reader.fromClient(chunk)).on("end", () => reader.clientEnded());
		target.on("data", (chunk) => reader.fromTarget(chunk)).on("end", () => reader.targetEnded());
		client.pipe(target);
		target.pipe(client);
		client.on("error", () => this.#breakOff(target));
		target.on("error", () => this.#breakOff(client));
		for (const socket of [client, target]) socket.on("close", () => this.#closeOnceBothAre());
	}
	[Symbol.dispose]() {
		this.#client.destroy();
		this.#target.destroy();
		this.#close();
	}
	/** An app that is cut off in the middle of an answer, or a client, must see that. */
	#breakOff(other) {
		if (!other.destroyed) other.resetAndDestroy();
	}
	#closeOnceBothAre() {
		if (this.#client.closed && this.#target.closed) this.#close();
	}
	#close() {
		if (this.#isClosed) return;
		this.#isClosed = true;
		this.#reader.closed();
		this.#onClosed();
	}
};
// src/record.ts
/** Records what passes to an app as a scenario. Throws `CannotMeasure` in one line, and leaves no file then. */
async function record(request) {
	const { out, force } = request;
	await refuseToReplace(out, { force });
	const recording = new Recording();
	const { commandEnd, unreachable } = await recordInto(recording, request);
	const selection = select(recording.groups);
	if (selection.ordinary.length === 0) throw new CannotMeasure(nothingOrdinary(recording, commandEnd, unreachable));
	const about = aboutRecording(recording, selection);
	return {
		recording,
		selection,
		...await writeRedacted(selection, {
			about,
			advice
		}, request),
		commandEnd
	};
}
/** Passes requests on until the command or the signal ends it. */
async function recordInto(recording, request) {
	try {
		var _usingCtx$1 = _usingCtx();
		const { listen, out, command, progress, signal } = request;
		const target = parseTarget(request.target, request);
		if (listen !== void 0) assertApart(target, listen);
		if (command.length === 0) await assertReachable(target);
		const tee = _usingCtx$1.a(await Tee.listen({
			target,
			port: listen ?? 0,
			onExchange: (exchange) => recording.add(exchange)
		}));
		const origin = `http://127.0.0.1:${tee.port}`;
		if (command.length > 0) {
			progress(`recording what is sent to ${origin}, which stands for ${target.origin}`);
			return {
				commandEnd: await runRecorded(command, {
					origin,
					targetPort: target.port
				}, signal),
				unreachable: tee.unreachable
			};
		}
		progress(`recording: use ${origin} in place of ${target.origin}; Ctrl-C ends it and writes ${out}`);
		await aborted(signal);
		return {
			commandEnd: void 0,
			unreachable: tee.unreachable
		};
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
async function aborted(signal) {
	if (signal.aborted) return;
	const { promise, resolve } = Promise.withResolvers();
	signal.addEventListener("abort", () => resolve(), { once: true });
	await promise;
}
const advice = "Ids and names are those of the app that was recorded: change them to ones that the app under test has.";
function aboutRecording(recording, selection) {
	return [`Recorded: ${formatQuantity(recording.requests, "request")}, in the order in which they first came.`, ...leftOutOfRecording(recording, selection)];
}
/** What a scenario lacks of its recording: a sentence each. */
function leftOutOfRecording({ leftOut }, selection) {
	const parts = [...leftOut].map(([reason, count]) => `${reason} (${count})`);
	return [...parts.length === 0 ? [] : [`Left out: ${parts.join(", ")}.`], ...cutLines(selection)];
}
const useTee = "let your client use the address that is listened on";
const letCommandUseTee = "have the command send them to $HEAPGATE_TARGET_URL (Capybara: app_host and server_port, and a driver other than rack_test, which sends nothing)";
function nothingOrdinary({ requests }, end, unreachable) {
	const failure = end !== void 0 && end !== "interrupted" && end.isFailure ? end : void 0;
	const hints = [...unreachable === void 0 ? [] : [`the app could not be reached (${unreachable})`], ...failure === void 0 ? [] : [`the command failed with ${failure.how}`]];
	const why = hints.length === 0 ? "" : `, ${hints.join(", ")}`;
	if (requests === 0) return `no request was recorded${why}: ${end === void 0 ? useTee : letCommandUseTee}`;
	return `of ${formatQuantity(requests, "request")} none was a GET or HEAD that was answered normally${why}: record ordinary traffic too`;
}
// src/cli/record-command.ts
/** `heapgate record`: a scenario from what passes to an app. Answers the exit status. */
async function recordCommand(command, options, signal) {
	try {
		return await recordAndTell(command, options, signal);
	} catch (error) {
		printFailure(error);
		return exitStatus.cannotMeasure;
	}
}
async function recordAndTell(command, options, signal) {
	const { target, listen, out, force = false, allowRemote = false, json, quiet } = options;
	await assertWritable(out, json);
	const recorded = await progressing(quiet, (progress) => record({
		target,
		listen,
		out,
		force,
		allowRemote,
		command,
		progress,
		signal
	}));
	printResult(summary(recorded, out));
	await writeOutput(json, () => `${JSON.stringify(facts(recorded, out), void 0, 2)}\n`);
	const { commandEnd } = recorded;
	if (commandEnd === void 0 || commandEnd === "interrupted" || !commandEnd.isFailure) return exitStatus.pass;
	throw new CannotMeasure(`the command failed with ${commandEnd.how}: ${out} holds what it asked for until then`);
}
function summary(recorded, out) {
	const { recording, selection, commandEnd } = recorded;
	return [
		`Recorded ${formatQuantity(recording.requests, "request")}.`,
		...leftOutOfRecording(recording, selection),
		...keptLines(recorded, out),
		...commandEnd === "interrupted" ? ["The command was ended before it was done."] : []
	].join("\n");
}
function facts(recorded, out) {
	const { recording, commandEnd } = recorded;
	return {
		out,
		requests: recording.requests,
		leftOut: Object.fromEntries(recording.leftOut),
		...keptFacts(recorded),
		...commandEnd === void 0 ? {} : { command: commandEnd },
		passed: recording.passed
	};
}
export { recordCommand };
