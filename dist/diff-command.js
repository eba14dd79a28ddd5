import { C as CannotMeasure, S as _usingCtx, c as DumpReading, f as formatByteGrowth, g as formatGrowth, m as formatCount, p as formatBytes, t as referencesOf, v as formatQuantity, y as NodeKind } from "./dump.js";
import { A as paragraph, D as fittedTable, H as pathLines, L as sparkline, O as bulletLines, Rt as shownName, V as amountPhrase, Y as forTerminal, _ as progressing, b as writeOutput, cn as alignDumps, d as assertNoDump, g as printResult, h as printNotice, j as terminal, k as factLines, ln as grouped, p as assertWritable, sn as findHolderGrowth, v as terminalOptions, w as cutShortNotice } from "./report.js";
import { n as diffReport } from "./schema.js";
import { r as exitStatus } from "./front.js";
import { basename } from "node:path";
// src/leak/dump-classes.ts
/**
* Classes that differ by `smallest` between the first dump and the last, those first that rise from every dump to the
* next; of each sort most objects first.
*/
function dumpedClasses(groups, dumps, smallest) {
	const tallies = /* @__PURE__ */ new Map();
	for (let row = 1; row < groups.count; row++) {
		const kind = groups.kind(row);
		if (isRootSet(groups, row)) continue;
		const name = groups.classNames[row] ?? "";
		const tally = tallies.get(name) ?? newTallies(kind, dumps);
		tallies.set(name, tally);
		for (let dump = 0; dump < dumps; dump++) {
			tally.counts[dump] = (tally.counts[dump] ?? 0) + groups.objects(row, dump);
			tally.bytes[dump] = (tally.bytes[dump] ?? 0) + groups.shallowBytes(row, dump);
		}
	}
	const weight = ({ state }) => Number(state === "growing");
	return [...tallies].map(([name, tally]) => judged(name, tally, smallest)).filter(({ objectsGained, bytesGained }) => Math.abs(objectsGained) >= smallest.objects || Math.abs(bytesGained) >= smallest.bytes).sort((a, b) => weight(b) - weight(a) || b.objectsGained - a.objectsGained || b.bytesGained - a.bytesGained || (a.name < b.name ? -1 : 1));
}
function newTallies(kind, dumps) {
	const zeros = () => Array.from({ length: dumps }, () => 0);
	return {
		internal: kind === NodeKind.internal || kind === NodeKind.cache,
		counts: zeros(),
		bytes: zeros()
	};
}
/** Roots have no objects of their own; a set of stale stack slots is of a kind like a cache. */
const isRootSet = (groups, row) => groups.parents[row] === 0 && groups.kind(row) !== NodeKind.thread;
function judged(name, { internal, counts, bytes }, smallest) {
	const objectsGained = gain(counts);
	const bytesGained = gain(bytes);
	return {
		name,
		internal,
		state: objectsGained >= smallest.objects && rises(counts) || bytesGained >= smallest.bytes && rises(bytes) ? "growing" : hasStopped(counts) ? "saturating" : "flat",
		counts,
		bytes,
		objectsGained,
		bytesGained
	};
}
const gain = (values) => (values.at(-1) ?? 0) - (values[0] ?? 0);
const rises = (values) => values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0));
/** Rose, but no longer from the last dump but one to the last. */
const hasStopped = (values) => gain(values) > 0 && gain(values.slice(-2)) <= 0;
// src/leak/dump-diff.ts
/** Something that grows in bytes alone has no count. One object of the threshold weighs as much as these bytes. */
const bytesPerObject = 1024;
/** Compares the heaps read from `files`, in order. No address is compared: they may be of several boots or commits. */
function diffDumps(heaps, files, threshold) {
	const aligned = alignDumps(heaps);
	const smallest = {
		objects: threshold,
		bytes: threshold * bytesPerObject
	};
	return {
		threshold,
		dumps: heaps.map(({ graph }, i) => factsOf(files[i] ?? "", graph)),
		classes: aligned ? dumpedClasses(aligned.groups, aligned.count, smallest) : [],
		holders: aligned ? findHolderGrowth(aligned, smallest) : []
	};
}
function factsOf(file, graph) {
	let bytes = 0;
	for (let node = 0; node < graph.nodeCount; node++) bytes += graph.shallowBytes[node] ?? 0;
	const { nodeCount, skippedRows } = graph;
	return {
		file,
		objects: nodeCount,
		bytes,
		skippedRows,
		...referencesOf(graph)
	};
}
// src/leak/same-program.ts
/**
* Boots and commits of one app have all but a few of their classes in common, two Rails apps three in four, a script
* and a Rails app one in four: what every program of the language has.
*/
const smallestCommonShare = .5;
/** From which on the one with fewer classes is the other at an earlier time, before it had loaded the rest. */
const smallestEarlierShare = .9;
/**
* What shows that two heaps are of different programs: that they have few classes and modules in common, or none beside
* those of the language itself, though both have others. Undefined where nothing does, and where one may be the other
* before it had loaded all.
*/
function signOfStrangers(one, other, isOfLanguage) {
	const [names, others] = [classNames(one), classNames(other)];
	const common = [...names].filter((name) => others.has(name));
	const all = names.size + others.size - common.length;
	const isOwn = (name) => !isOfLanguage(name);
	const own = [names, others].map((each) => [...each].filter(isOwn).length);
	const fewest = Math.min(...own);
	const commonOwn = common.filter(isOwn).length;
	const mayBeEarlier = commonOwn > 0 && commonOwn >= smallestEarlierShare * fewest;
	if (common.length < smallestCommonShare * all && !mayBeEarlier) return `only ${Math.floor(100 * common.length / all)} % of their classes are in both`;
	return fewest > 0 && commonOwn === 0 ? "beside those of the language no class is in both" : void 0;
}
/** Of classes and modules that have one: those without are alike in every program. */
function classNames({ kinds, labels, names }) {
	const found = /* @__PURE__ */ new Set();
	for (let node = 0; node < kinds.length; node++) {
		const name = kinds[node] === NodeKind.classOrModule ? ownName(names[labels[node] ?? 0]) : void 0;
		if (name !== void 0) found.add(name);
	}
	return found;
}
/** From a label such as `class Shop::Cart`. */
const ownName = (label = "") => /^(?:class|module) (?!\()(.+)$/.exec(label)?.[1];
// src/runtimes/ruby/language-names.ts
/** Top-level names of Ruby 2.7 to 4.0: the core, RubyGems with its companions, the standard library and bundled gems. */
const ofLanguage = new Set(`ARGF.class ArgumentError Array BasicObject Binding Class ClosedQueueError Comparable Complex ConditionVariable
  Continuation Data Dir EOFError Encoding EncodingError Enumerable Enumerator Errno Exception FalseClass Fiber
  FiberError File FileTest Float FloatDomainError FrozenError GC Hash IO IOError IndexError Integer Interrupt Kernel
  KeyError LoadError LocalJumpError Marshal MatchData Math Method Module Monitor MonitorMixin Mutex NameError NilClass
  NoMatchingPatternError NoMatchingPatternKeyError NoMemoryError NoMethodError NotImplementedError Numeric Object
  ObjectSpace Proc Process Queue Ractor Random Range RangeError Rational RbConfig Refinement Regexp RegexpError Ruby
  RubyVM RuntimeError ScriptError SecurityError Set Signal SignalException SizedQueue StandardError StopIteration
  String Struct Symbol SyntaxError SystemCallError SystemExit SystemStackError Thread ThreadError ThreadGroup Time
  TracePoint TrueClass TypeError UnboundMethod UncaughtThrowError UnicodeNormalize Warning ZeroDivisionError fatal

  Bundler DidYouMean ErrorHighlight Gem SyntaxSuggest

  Abbrev Addrinfo Base64 BasicSocket Benchmark BigDecimal BigMath CGI CSV Coverage DBM DEBUGGER__ DRb Date DateTime
  Delegator Digest ERB Etc ExceptionForMatrix Fcntl Fiddle FileUtils Find Forwardable GDBM GetoptLong IPAddr IPSocket
  IRB JSON Jacobian Kconv LUSolve Logger Ludcmp Matrix Minitest Mutex_m NKF Net Newton Observable Open3 OpenSSL
  OpenStruct OpenURI OptParse OptionParser PP PStore PTY Pathname PowerAssert PrettyPrint Prime Prism Psych RBS RDoc
  REXML Racc Rake Readline Reline Resolv Rinda Ripper RubyLex SDBM SOCKSSocket Scanf SecureRandom Shellwords
  SimpleDelegator SingleForwardable Singleton Socket SocketError SortedSet StringIO StringScanner Sync Syslog
  TCPServer TCPSocket TSort Tempfile Test Timeout Tracer TypeProf UDPSocket UN UNIXServer UNIXSocket URI Vector
  WEBrick WIN32OLE WeakRef Win32 XMLRPC YAML Zlib`.split(/\s+/));
/** Whether a class or module comes with Ruby itself, so that any two programs may have it: `Errno::ENOENT`. */
const isOfRuby = (className) => ofLanguage.has(className.split("::", 1)[0] ?? "");
// src/diff.ts
/**
* Reads dumps and tells what grew over them. Throws `CannotMeasure` where a file is no heap dump, or where they are of
* different programs.
*/
async function diff({ files, threshold, progress }) {
	try {
		var _usingCtx$1 = _usingCtx();
		const readings = _usingCtx$1.a(new AsyncDisposableStack());
		const begin = (file) => file === void 0 ? void 0 : readings.use(new DumpReading(file));
		const heaps = [];
		let reading = begin(files[0]);
		for (let i = 0; reading; i++) {
			const file = files[i] ?? "";
			progress(`reading ${file}`);
			const next = begin(files[i + 1]);
			const read = await reading.graph();
			const graph = {
				...read,
				names: read.names.map(shownName)
			};
			if (heaps[0]) assertSameProgram(heaps[0].graph, graph, [files[0] ?? "", file]);
			heaps.push(grouped(graph));
			reading = next;
		}
		progress(`comparing ${files.length} heaps`);
		return diffDumps(heaps, files, threshold);
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
function assertSameProgram(first, other, files) {
	const sign = signOfStrangers(first, other, isOfRuby);
	if (sign === void 0) return;
	throw new CannotMeasure(`${files.map((file) => basename(file)).join(" and ")} are dumps of different programs: ${sign}; name dumps of one app`);
}
// src/report/diff-terminal.ts
const MAX_NAMES = 5;
const MAX_SITES = 3;
const NAME_LENGTH = 200;
/** What `heapgate diff` prints: each holder that gained, then classes and dumps, at most `limit` of each. */
function renderDiff(diff, { limit, ...options }) {
	const screen = terminal(options);
	const report = diffReport(diff);
	const { findings } = report;
	const rest = findings.length - limit;
	return [
		screen.colors.bold(paragraph(headline(report), screen)),
		...findings.slice(0, limit).flatMap((finding, i) => [title(finding, i, screen), facts(diff, finding, i, screen)]),
		rest > 0 ? `and ${formatQuantity(rest, "more holder")} that gained less: see them with --limit` : "",
		classTable(report, limit, screen),
		dumpTable(report, screen),
		bulletLines(hints(report), screen)
	].filter((block) => block !== "").join("\n\n");
}
function headline({ dumps, findings, threshold }) {
	const over = `over ${formatQuantity(dumps.length, "dump")}`;
	if (findings.length === 0) {
		const least = `${formatQuantity(threshold, "object")} or ${formatCount(threshold)} KiB`;
		return `Nothing accumulates ${over}: no holder ${dumps.length === 2 ? "gained" : "rises every time and gained"} ${least}.`;
	}
	const objects = findings.reduce((sum, { objectsGained }) => sum + objectsGained, 0);
	const bytes = findings.reduce((sum, { bytesGained }) => sum + bytesGained, 0);
	return `${amountPhrase(objects, bytes)} ${over}, under ${formatQuantity(findings.length, "holder")}.`;
}
function title({ objectsGained, bytesGained, id }, index, screen) {
	return paragraph(`${index + 1}. ${amountPhrase(objectsGained, bytesGained)}  ${screen.colors.dim(id)}`, screen);
}
function facts({ holders }, finding, index, screen) {
	const { quote } = screen.voice;
	const gains = (holders[index]?.classes ?? []).map(({ name, objects }) => objects > 0 ? `${quote(name)} (${formatGrowth(objects)})` : quote(name));
	const sites = finding.sites.map(({ file, line, objects }) => `${quote(`${file}:${line}`)} (${formatCount(objects)} in the last dump)`);
	const found = [
		{
			label: "Grows",
			text: listed(gains, MAX_NAMES)
		},
		{
			label: "Held by",
			text: quote(finding.holder),
			tree: pathTree(finding, holders[index]?.path[0])
		},
		finding.alsoHeldBy.length > 0 && {
			label: "Also held by",
			text: listed(finding.alsoHeldBy.map(quote), MAX_NAMES)
		},
		finding.retainedBytesGained > finding.bytesGained && {
			label: "Retains",
			text: `${formatBytes(finding.retainedBytesGained)} with what it alone keeps alive`
		},
		sites.length > 0 && {
			label: "Allocated at",
			text: listed(sites, MAX_SITES)
		}
	];
	return factLines(found.filter((fact) => fact !== false), screen);
}
/** Of a holder that nothing but a root holds, the root says what it is, such as a global variable. */
function pathTree({ path, holder }, root) {
	if (path.length > 1) return pathLines({
		path,
		holder
	});
	return path.length === 1 && root?.startsWith("root ") ? pathLines({
		path: [{ class: root }, ...path],
		holder
	}) : [];
}
function listed(shown, most) {
	const rest = shown.length - most;
	return [...shown.slice(0, most), ...rest > 0 ? [`${formatCount(rest)} more`] : []].join(", ");
}
function classTable({ classes, dumps }, limit, screen) {
	const isSeries = dumps.length > 2;
	const rows = classes.slice(0, limit).map(({ name, internal, objectsGained, bytesGained, counts, state }) => [
		`${forTerminal(name, NAME_LENGTH)}${internal ? " (VM)" : ""}`,
		formatGrowth(objectsGained),
		formatByteGrowth(bytesGained),
		formatCount(counts[0] ?? 0),
		formatCount(counts.at(-1) ?? 0),
		...isSeries ? [sparkline(counts, 8), state === "growing" ? "every time" : ""] : []
	]);
	const head = [
		"Class",
		"gained",
		"bytes",
		"first",
		"last",
		...isSeries ? ["", "rises"] : []
	];
	return fittedTable({
		head,
		rows,
		more: classes.length - rows.length
	}, screen);
}
function dumpTable({ dumps }, screen) {
	const skipped = dumps.some(({ skippedRows }) => skippedRows > 0);
	const rows = dumps.map(({ file, objects, bytes, skippedRows }) => [
		forTerminal(file, NAME_LENGTH),
		formatCount(objects),
		formatBytes(bytes),
		...skipped ? [formatCount(skippedRows)] : []
	]);
	const head = [
		"Dump",
		"objects",
		"bytes",
		...skipped ? ["rows skipped"] : []
	];
	return fittedTable({
		head,
		rows
	}, screen);
}
/** What the reader should know to read it right. */
function hints({ dumps, classes, findings, threshold }) {
	const gained = classes.reduce((sum, { objectsGained }) => sum + objectsGained, 0);
	if (new Set(dumps.map(({ file }) => file)).size < dumps.length) return ["A file is named twice, and one dump shows no growth: name dumps taken at different times."];
	if (findings.length === 0 && gained < 0) return ["The last dump has fewer objects than the first: were they named in the order they were taken?"];
	if (findings.length === 0 && dumps.length > 2 && gained >= threshold) return ["What gained went down in between, as in a cache; or the dumps are not in the order they were taken."];
	if (findings.length > 0 && dumps.length === 2) return ["Two dumps show what grew, caches that fill included; a third shows what goes on growing."];
	return [];
}
// src/cli/diff-command.ts
/** `heapgate diff BEFORE AFTER [MORE…]`. There is no verdict, so what grew does not change the exit status. */
async function diffCommand(files, options) {
	const { json, threshold, limit, quiet } = options;
	const file = json === true ? void 0 : json;
	if (files.length < 2) throw new CannotMeasure("one dump shows no growth: name at least two, the earliest first");
	await assertWritable(file);
	await assertNoDump(file);
	const found = await progressing(quiet, (progress) => diff({
		files,
		threshold,
		progress
	}));
	for (const dump of found.dumps) printNotice(cutShortNotice(basename(dump.file), dump));
	await writeOutput(file, () => jsonOf(found));
	printResult(json === true ? await jsonOf(found) : renderDiff(found, {
		...terminalOptions(),
		limit
	}));
	return exitStatus.pass;
}
/** What describes the JSON takes as long to load as a small dump to read. */
async function jsonOf(found) {
	const { renderDiffJson } = await import("./diff-json.js");
	return renderDiffJson(found);
}
export { diffCommand };
