import { a as moreMemory, i as isLackOfMemory } from "./front.js";
import { createHmac } from "node:crypto";
import { open } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { readFileSync, readSync } from "node:fs";
import { Readable, pipeline } from "node:stream";
import zlib from "node:zlib";
import { Worker } from "node:worker_threads";
// src/cannot-measure.ts
/**
* heapgate could not measure. This is an error (exit status 2), never a verdict.
* The message is one line that says what is wrong, where, and what to do about it.
*/
var CannotMeasure = class extends Error {
	name = "CannotMeasure";
	#logTail;
	constructor(message, options = {}) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.#logTail = options.logTail ?? [];
	}
	/** The app's last log lines, where they help to see why. Untrusted text. */
	get logTail() {
		return this.#logTail;
	}
	/** Puts other words in place of its own, such as without what may not be shown. */
	reword(message, logLine) {
		this.message = message(this.message);
		this.#logTail = this.#logTail.map(logLine);
	}
};
// \0@oxc-project+runtime@0.156.0/helpers/esm/usingCtx.js
function _usingCtx() {
	var r = "function" == typeof SuppressedError ? SuppressedError : function(r, e) {
		var n = Error();
		return n.name = "SuppressedError", n.error = r, n.suppressed = e, n;
	}, e = {}, n = [];
	function using(r, e) {
		if (null != e) {
			if (Object(e) !== e) throw new TypeError("using declarations can only be used with objects, functions, null, or undefined.");
			if (r) var o = e[Symbol.asyncDispose || Symbol["for"]("Symbol.asyncDispose")];
			if (void 0 === o && (o = e[Symbol.dispose || Symbol["for"]("Symbol.dispose")], r)) var t = o;
			if ("function" != typeof o) throw new TypeError("Object is not disposable.");
			t && (o = function o() {
				try {
					t.call(e);
				} catch (r) {
					return Promise.reject(r);
				}
			}), n.push({
				v: e,
				d: o,
				a: r
			});
		} else r && n.push({
			d: e,
			a: r
		});
		return e;
	}
	return {
		e,
		u: using.bind(null, !1),
		a: using.bind(null, !0),
		d: function d() {
			var o, t = this.e, s = 0;
			function next() {
				for (; o = n.pop();) try {
					if (!o.a && 1 === s) return s = 0, n.push(o), Promise.resolve().then(next);
					if (o.d) {
						var r = o.d.call(o.v);
						if (o.a) return s |= 2, Promise.resolve(r).then(next, err);
					} else s |= 1;
				} catch (r) {
					return err(r);
				}
				if (1 === s) return t !== e ? Promise.reject(t) : Promise.resolve();
				if (t !== e) throw t;
			}
			function err(n) {
				return t = t !== e ? new r(n, t) : n, next();
			}
			return next();
		}
	};
}
// src/heap/address-pages.ts
/** Slots of one page: a page is 64 KiB, a slot eight bytes, which no object is smaller than or lies across. */
const slotBits = 13;
const slotsPerPage = 2 ** slotBits;
const pageBytes = 65536;
const slotBytes = 8;
/** Places have to fit into 31 bits; so many pages are a heap of 16 GiB. */
const mostPages = 2 ** 18;
/**
* Addresses as small numbers, their *places*: the number of a page, counted in the order in which pages were first
* met, and the slot in it. Places of neighbours are neighbours, and tables by place stay small, however far apart the
* parts of a heap lie. Every address has a place: those that are no multiple of eight are on pages of their own.
*/
var AddressPages = class {
	#starts = [];
	/** Page numbers by the start of the page. */
	#byStart = /* @__PURE__ */ new Map();
	/** The address of each page's first slot, by page number. */
	get starts() {
		return Float64Array.from(this.#starts);
	}
	get count() {
		return this.#starts.length;
	}
	placeOf(address) {
		const page = Math.floor(address / pageBytes);
		const lower = address - page * pageBytes;
		return this.pageNumber(page * pageBytes + (lower & 7)) << slotBits | lower >>> 3;
	}
	/** The number of the page whose first slot is at `start`. */
	pageNumber(start) {
		const known = this.#byStart.get(start);
		if (known !== void 0) return known;
		if (this.#starts.length === mostPages) throw new CannotMeasure("its addresses lie further apart than those of a heap of 16 GiB");
		const number = this.#starts.push(start) - 1;
		this.#byStart.set(start, number);
		return number;
	}
};
/** The address of a place, given where each page starts. */
function addressAt(place, pageStarts) {
	return (pageStarts[place >>> slotBits] ?? 0) + (place & 8191) * slotBytes;
}
/** The same place where page numbers are others: `pages` has the new number by the old. */
function movedPlace(place, pages) {
	return (pages[place >>> slotBits] ?? 0) << slotBits | place & 8191;
}
// src/heap/heap-part.ts
const NodeWord = {
	place: 0,
	label: 1,
	/** A `NodeKind`. */
	kind: 2,
	shallowBytes: 3,
	stringBytes: 4,
	site: 5,
	/** Where in `edges` the node's own begin, and the class edges among them; the next node's follow. */
	edgesFrom: 6,
	classEdgesFrom: 7,
	/** The lower 32 bits of a string's hash, and its upper 21: only where asked for. */
	hashLow: 8,
	hashHigh: 9
};
const wordsWithoutHash = 8;
const wordsWithHash = 10;
/** Collects one `HeapPart` after the other. */
var HeapPartWriter = class {
	nodeWords;
	#nodes = /* @__PURE__ */ new Int32Array(65536);
	#nodesEnd = 0;
	#edges = /* @__PURE__ */ new Int32Array(32768);
	#edgesEnd = 0;
	#largeSizes = /* @__PURE__ */ new Map();
	constructor(withHashes) {
		this.nodeWords = withHashes ? wordsWithHash : wordsWithoutHash;
	}
	/** Of the part so far. */
	get nodeCount() {
		return this.#nodesEnd / this.nodeWords;
	}
	get edgeCount() {
		return this.#edgesEnd;
	}
	/** Keeps a size for a word of the nodes that are appended next. */
	keepLargeSize(word, bytes) {
		this.#largeSizes.set(this.#nodesEnd + word, bytes);
	}
	append(nodes, edges) {
		this.#nodes = withRoom(this.#nodes, this.#nodesEnd + nodes.length);
		this.#nodes.set(nodes, this.#nodesEnd);
		this.#nodesEnd += nodes.length;
		this.#edges = withRoom(this.#edges, this.#edgesEnd + edges.length);
		this.#edges.set(edges, this.#edgesEnd);
		this.#edgesEnd += edges.length;
	}
	/** All since the last part. */
	part() {
		const part = {
			nodes: this.#nodes.slice(0, this.#nodesEnd),
			edges: this.#edges.slice(0, this.#edgesEnd),
			nodeWords: this.nodeWords,
			largeSizes: this.#largeSizes
		};
		this.#nodesEnd = 0;
		this.#edgesEnd = 0;
		this.#largeSizes = /* @__PURE__ */ new Map();
		return part;
	}
};
function withRoom(array, length) {
	if (length <= array.length) return array;
	const larger = new Int32Array(Math.max(length, array.length * 2));
	larger.set(array);
	return larger;
}
// src/heap/node-index.ts
const wordsPerPage = slotsPerPage / 32;
/** `places` holds the place of every node, by node. Of several nodes at one place the first is found. */
function indexNodes(places, pageCount) {
	const words = pageCount * wordsPerPage;
	const taken = new Int32Array(new SharedArrayBuffer(4 * words));
	const before = new Uint32Array(new SharedArrayBuffer(4 * words));
	for (let node = 0; node < places.length; node++) {
		const place = places[node] ?? 0;
		taken[place >>> 5] = (taken[place >>> 5] ?? 0) | 1 << (place & 31);
	}
	let count = 0;
	for (let word = 0; word < words; word++) {
		before[word] = count;
		count += ones(taken[word] ?? 0);
	}
	const nodes = new Uint32Array(new SharedArrayBuffer(4 * count));
	for (let node = places.length - 1; node >= 0; node--) {
		const place = places[node] ?? 0;
		nodes[rank(taken, before, place)] = node;
	}
	return {
		taken,
		before,
		nodes
	};
}
/**
* From place to node, in a bit per slot and a count per 32 slots: small enough for the processor's cache, and
* neighbours in memory, which refer to each other more often than others do, are neighbours here too.
*/
var NodeIndex = class {
	#taken;
	#before;
	#nodes;
	constructor({ taken, before, nodes }) {
		this.#taken = taken;
		this.#before = before;
		this.#nodes = nodes;
	}
	/** The node at `place`, or -1. */
	nodeAt(place) {
		return ((this.#taken[place >>> 5] ?? 0) >>> (place & 31) & 1) === 1 ? this.#nodes[rank(this.#taken, this.#before, place)] ?? -1 : -1;
	}
};
function rank(taken, before, place) {
	const lowerSlots = (1 << (place & 31)) - 1;
	return (before[place >>> 5] ?? 0) + ones((taken[place >>> 5] ?? 0) & lowerSlots);
}
/** How many bits of a word are set. */
function ones(word) {
	const pairs = word - (word >>> 1 & 1431655765);
	const fours = (pairs & 858993459) + (pairs >>> 2 & 858993459);
	return Math.imul(fours + (fours >>> 4) & 252645135, 16843009) >>> 24;
}
// src/heap/part-linker.ts
/**
* Writes the rows of one part. Uses it up: its memory is given back at once, since twice a heap is more than needs to be
* held. An edge whose target is no node is dropped.
*/
function linkPart(placed, columns) {
	const { part, pages, names, sites, firstNode, firstEdge, firstClassEdge } = placed;
	const { pageStarts, addresses, labels, kinds, siteOf, shallowBytes, stringBytes, stringHashes } = columns;
	const { edgeStarts, edgeTargets, classEdgeStarts, classEdgeTargets } = columns;
	const { nodes, nodeWords, edges } = part;
	const index = new NodeIndex(columns.index);
	let node = firstNode;
	let edgesEnd = firstEdge;
	let classEdgesEnd = firstClassEdge;
	let next = 0;
	for (let at = 0; at < nodes.length; at += nodeWords) {
		const place = movedPlace(nodes[at + NodeWord.place] ?? 0, pages);
		addresses[node] = addressAt(place, pageStarts);
		labels[node] = names[nodes[at + NodeWord.label] ?? 0] ?? 0;
		kinds[node] = nodes[at + NodeWord.kind] ?? 0;
		siteOf[node] = sites[nodes[at + NodeWord.site] ?? 0] ?? 0;
		shallowBytes[node] = sizeAt(part, at + NodeWord.shallowBytes);
		stringBytes[node] = sizeAt(part, at + NodeWord.stringBytes);
		if (stringHashes) stringHashes[node] = hashAt(nodes, at);
		const classEdgesFrom = nodes[at + NodeWord.classEdgesFrom] ?? 0;
		const end = nodes[at + nodeWords + NodeWord.edgesFrom] ?? edges.length;
		for (; next < classEdgesFrom; next++) {
			const target = index.nodeAt(movedPlace(edges[next] ?? 0, pages));
			if (target >= 0) edgeTargets[edgesEnd++] = target;
		}
		for (; next < end; next++) {
			const target = index.nodeAt(movedPlace(edges[next] ?? 0, pages));
			if (target >= 0) classEdgeTargets[classEdgesEnd++] = target;
		}
		node += 1;
		edgeStarts[node] = edgesEnd;
		classEdgeStarts[node] = classEdgesEnd;
	}
	nodes.buffer.transfer(0);
	edges.buffer.transfer(0);
	return {
		edges: edgesEnd - firstEdge,
		classEdges: classEdgesEnd - firstClassEdge
	};
}
function sizeAt({ nodes, largeSizes }, at) {
	const bytes = nodes[at] ?? 0;
	return bytes === -1 ? largeSizes.get(at) ?? 0 : bytes;
}
function hashAt(nodes, at) {
	return (nodes[at + NodeWord.hashHigh] ?? 0) * 4294967296 + ((nodes[at + NodeWord.hashLow] ?? 0) >>> 0);
}
// src/heap/largest-rows.ts
/** The rows with the most of `column`, at most `limit`, most first; those that have the same amount in their order. */
function largestRows(column, limit, isMeant) {
	let largest = [];
	let least = Number.NEGATIVE_INFINITY;
	const sortAndCut = () => {
		largest.sort((a, b) => (column[b] ?? 0) - (column[a] ?? 0) || a - b);
		largest = largest.slice(0, limit);
		if (largest.length === limit) least = column[largest.at(-1) ?? 0] ?? 0;
	};
	for (let row = 0; row < column.length; row++) {
		if ((column[row] ?? 0) <= least || !isMeant(row)) continue;
		largest.push(row);
		if (largest.length >= 2 * limit) sortAndCut();
	}
	sortAndCut();
	return largest;
}
// src/heap/repeated-strings.ts
const filterSlots = 2 ** 22;
/** Which strings hold the same value; none where the dump was read without hashes. */
function repeatedStrings(columns, limit) {
	const values = new StringValues(columns);
	const excess = new Float64Array(values.objects.length);
	let repeated = 0;
	let excessObjects = 0;
	let excessBytes = 0;
	for (const [value, objects] of values.objects.entries()) {
		if (objects < 2) continue;
		const spare = (values.bytes[value] ?? 0) * (objects - 1) / objects;
		excess[value] = spare;
		repeated += 1;
		excessObjects += objects - 1;
		excessBytes += spare;
	}
	const largest = largestRows(excess, limit, (value) => (values.objects[value] ?? 0) > 1);
	return {
		values: repeated,
		excessObjects,
		excessBytes: Math.round(excessBytes),
		largest: largest.map((value) => values.at(value))
	};
}
/** Values that may be repeated, as columns; found by open addressing over hash and length. */
var StringValues = class {
	objects = [];
	bytes = [];
	#lengths = [];
	#hashes = [];
	#slots = (/* @__PURE__ */ new Int32Array(4096)).fill(-1);
	constructor({ nodeCount, stringBytes, stringHashes, shallowBytes }) {
		if (stringHashes === void 0) return;
		const seen = new Uint8Array(filterSlots);
		for (let node = 0; node < nodeCount; node++) {
			const hash = stringHashes[node] ?? 0;
			const slot = hash & filterSlots - 1;
			if (hash !== 0 && (seen[slot] ?? 0) < 2) seen[slot] = (seen[slot] ?? 0) + 1;
		}
		for (let node = 0; node < nodeCount; node++) {
			const hash = stringHashes[node] ?? 0;
			if (hash === 0 || seen[hash & filterSlots - 1] === 1) continue;
			const value = this.#valueOf(hash, stringBytes[node] ?? 0);
			this.objects[value] = (this.objects[value] ?? 0) + 1;
			this.bytes[value] = (this.bytes[value] ?? 0) + (shallowBytes[node] ?? 0);
		}
	}
	at(value) {
		return {
			length: this.#lengths[value] ?? 0,
			hash: this.#hashes[value] ?? 0,
			objects: this.objects[value] ?? 0,
			bytes: this.bytes[value] ?? 0
		};
	}
	#valueOf(hash, length) {
		const slot = this.#slotOf(hash, length);
		const known = this.#slots[slot] ?? -1;
		if (known >= 0) return known;
		const value = this.#hashes.push(hash) - 1;
		this.#lengths.push(length);
		this.objects.push(0);
		this.bytes.push(0);
		this.#slots[slot] = value;
		if (this.#hashes.length * 2 > this.#slots.length) this.#grow();
		return value;
	}
	/** Where the value is, or would be. */
	#slotOf(hash, length) {
		const mask = this.#slots.length - 1;
		for (let slot = hash & mask;; slot = slot + 1 & mask) {
			const value = this.#slots[slot] ?? -1;
			if (value < 0 || this.#hashes[value] === hash && this.#lengths[value] === length) return slot;
		}
	}
	#grow() {
		this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
		for (const [value, hash] of this.#hashes.entries()) this.#slots[this.#slotOf(hash, this.#lengths[value] ?? 0)] = value;
	}
};
// src/heap/graph.ts
const NodeKind = {
	instance: 0,
	string: 1,
	classOrModule: 2,
	/** One that lives. */
	thread: 3,
	/** VM internals: real nodes, but no class of the program grows by them. */
	internal: 4,
	/** VM caches that point at whatever a call site last saw: followed last, never growth. */
	cache: 5
};
// src/heap/graph-linker.ts
/** Other numbers for `count` numbers, each asked for at its first use: numbers given in that order depend on nothing else. */
var LateNumbers = class {
	numbers;
	#numberOf;
	constructor(count, numberOf) {
		this.numbers = new Int32Array(count).fill(-1);
		this.#numberOf = numberOf;
	}
	use(own) {
		if (this.numbers[own] === -1) this.numbers[own] = this.#numberOf(own);
	}
};
/**
* The parts of a heap on their way to one graph, in their order: each of `parts` is to be given to `linkPart` with
* `columns`, once, by any thread; then there is a graph.
*/
var HeapLinking = class {
	parts;
	columns;
	#frame;
	constructor(numbered, frame) {
		this.#frame = frame;
		const nodeCount = numbered.reduce((sum, { part }) => sum + part.nodes.length / part.nodeWords, 0);
		const places = new Int32Array(nodeCount);
		let firstNode = 0;
		let firstEdge = 0;
		let firstClassEdge = 0;
		this.parts = numbered.map(({ part, numbers: { pages, names, sites } }) => {
			const placed = {
				pages,
				names: names.numbers,
				sites: sites.numbers,
				part
			};
			const starts = {
				firstNode,
				firstEdge,
				firstClassEdge
			};
			const { nodes, nodeWords, edges } = part;
			let classEdges = edges.length;
			for (let at = 0; at < nodes.length; at += nodeWords) {
				places[firstNode++] = movedPlace(nodes[at + NodeWord.place] ?? 0, pages);
				names.use(nodes[at + NodeWord.label] ?? 0);
				sites.use(nodes[at + NodeWord.site] ?? 0);
				classEdges -= (nodes[at + NodeWord.classEdgesFrom] ?? 0) - (nodes[at + NodeWord.edgesFrom] ?? 0);
			}
			firstEdge += edges.length - classEdges;
			firstClassEdge += classEdges;
			return {
				...placed,
				...starts
			};
		});
		const sharedSizes = numbered.some(({ part }) => part.largeSizes.size > 0) ? sharedNumbers : sharedIntegers;
		const hasHashes = numbered.some(({ part }) => part.nodeWords > NodeWord.hashHigh);
		this.columns = {
			index: indexNodes(places, frame.pageStarts.length),
			pageStarts: frame.pageStarts,
			addresses: sharedNumbers(nodeCount),
			labels: sharedIntegers(nodeCount),
			kinds: new Uint8Array(new SharedArrayBuffer(nodeCount)),
			shallowBytes: sharedSizes(nodeCount),
			siteOf: sharedIntegers(nodeCount),
			stringBytes: sharedSizes(nodeCount),
			stringHashes: hasHashes ? sharedNumbers(nodeCount) : void 0,
			edgeStarts: sharedIntegers(nodeCount + 1),
			edgeTargets: sharedIntegers(firstEdge),
			classEdgeStarts: sharedIntegers(nodeCount + 1),
			classEdgeTargets: sharedIntegers(firstClassEdge)
		};
	}
	/** Once all parts are linked; `linked` is what became of each. A root that is no node is dropped. */
	graph(linked) {
		const { pageStarts: _, roots, endedThreads, ...frame } = this.#frame;
		const { index: indexColumns, pageStarts: __, ...columns } = this.columns;
		const index = new NodeIndex(indexColumns);
		const nodeCount = columns.labels.length;
		const edges = closeGaps(columns.edgeTargets, columns.edgeStarts, this.#stretches(linked, "edges"));
		const classEdges = closeGaps(columns.classEdgeTargets, columns.classEdgeStarts, this.#stretches(linked, "classEdges"));
		for (const place of endedThreads) columns.kinds[index.nodeAt(place)] = NodeKind.instance;
		return {
			...frame,
			...columns,
			edgeTargets: columns.edgeTargets.subarray(0, edges),
			classEdgeTargets: columns.classEdgeTargets.subarray(0, classEdges),
			nodeCount,
			lostReferences: columns.edgeTargets.length + columns.classEdgeTargets.length - edges - classEdges,
			roots: roots.map((root) => ({
				kind: root.kind,
				label: root.label,
				nodes: Uint32Array.from(new Set([...root.places].map((place) => index.nodeAt(place)).filter((node) => node >= 0)))
			}))
		};
	}
	#stretches(linked, sort) {
		return this.parts.map(({ firstNode, firstEdge, firstClassEdge }, i) => ({
			firstNode,
			nodesEnd: this.parts[i + 1]?.firstNode ?? this.columns.labels.length,
			first: sort === "edges" ? firstEdge : firstClassEdge,
			count: linked[i]?.[sort] ?? 0
		}));
	}
};
/** Moves edges to directly behind each other, and answers how many there are. */
function closeGaps(targets, starts, stretches) {
	let end = 0;
	for (const { firstNode, nodesEnd, first, count } of stretches) {
		const gap = first - end;
		if (gap > 0) {
			targets.copyWithin(end, first, first + count);
			for (let node = firstNode + 1; node <= nodesEnd; node++) starts[node] = (starts[node] ?? 0) - gap;
		}
		end += count;
	}
	return end;
}
const sharedNumbers = (count) => new Float64Array(new SharedArrayBuffer(8 * count));
const sharedIntegers = (count) => new Uint32Array(new SharedArrayBuffer(4 * count));
// src/runtimes/ruby/dump/class-names.ts
/** Names of classes as the process itself would say them, without addresses, so that two processes compare. */
var ClassNames = class {
	#rows = /* @__PURE__ */ new Map();
	add(address, row) {
		const name = row.name?.replace(/#<(?:Class|Module):0x[0-9a-f]+>/g, "(anonymous)");
		this.#rows.set(address, {
			...row,
			name
		});
	}
	/** The class that an instance counts under: singleton classes are passed over, as `Kernel#class` does. */
	ofInstance(classAddress) {
		const row = this.#firstAbove(classAddress, ({ singleton, superclass }) => !singleton || superclass === void 0);
		if (row === void 0) return "unknown class";
		return row.name ?? `(anonymous) < ${this.#namedAncestor(row)}`;
	}
	/** What a class or module is called as an object of its own. */
	ofClass(address) {
		const row = this.#rows.get(address);
		if (row?.singleton) return `singleton class < ${this.#namedAncestor(row)}`;
		if (row?.name !== void 0) return `${row.kind} ${row.name}`;
		return row?.kind === "module" ? "(anonymous module)" : `class (anonymous) < ${this.#namedAncestor(row)}`;
	}
	#namedAncestor(row) {
		return this.#firstAbove(row?.superclass, ({ name }) => name !== void 0)?.name ?? "BasicObject";
	}
	/** The first class from `address` up that `isIt`, iclasses passed over; a row that would be passed twice, in a damaged dump, ends the search. */
	#firstAbove(address, isIt) {
		const passed = /* @__PURE__ */ new Set();
		for (let at = address; at !== void 0;) {
			const row = this.#rows.get(at);
			if (row === void 0 || row.kind !== "iclass" && isIt(row)) return row;
			if (passed.has(row)) return void 0;
			passed.add(row);
			at = row.superclass;
		}
	}
};
// src/runtimes/ruby/dump/labels.ts
/** Numbers for what nodes are called. Classes may be named on rows after their instances, so names come at the end. */
var Labels = class {
	/** By number. */
	all = [];
	#instances = /* @__PURE__ */ new Map();
	#texts = /* @__PURE__ */ new Map();
	ofText(text) {
		return this.#texts.get(text) ?? this.#added(this.#texts, text, text);
	}
	ofInstance(classPlace) {
		return this.#instances.get(classPlace) ?? this.#added(this.#instances, classPlace, { instanceOf: classPlace });
	}
	ofClass(place) {
		return this.all.push({ classAt: place }) - 1;
	}
	#added(numbers, key, label) {
		const number = this.all.push(label) - 1;
		numbers.set(key, number);
		return number;
	}
};
/** The name that people read; several labels may have one. `placeIn` tells where `classes` know a place. */
function nameOf(label, classes, placeIn) {
	if (typeof label === "string") return label;
	return "classAt" in label ? classes.ofClass(placeIn(label.classAt)) : classes.ofInstance(placeIn(label.instanceOf));
}
// src/runtimes/ruby/dump/dump-joiner.ts
/** Joins the parts of a dump, in their order: what is left to do is to link each. */
function joinDump(parts, threads) {
	return new DumpJoiner(threads).join(parts);
}
var DumpJoiner = class {
	#threadNames;
	#pages = new AddressPages();
	#classes = new ClassNames();
	#names = new Interned();
	#sites = [void 0];
	#siteNumbers = /* @__PURE__ */ new Map();
	constructor(threads) {
		this.#threadNames = new Map(threads.map((thread) => [thread.address, foldDigits(thread.name)]));
	}
	join(parts) {
		const numbers = /* @__PURE__ */ new Map();
		const numbered = parts.map(({ part, tables }) => {
			const known = numbers.get(tables) ?? this.#numbersFor(tables);
			numbers.set(tables, known);
			return {
				part,
				numbers: known
			};
		});
		const pageStarts = this.#pages.starts;
		const roots = parts.flatMap(({ part, tables }) => part.roots.map((row) => this.#placed(row, tables)));
		const isLiving = livingThreads(roots);
		return new HeapLinking(numbered, {
			pageStarts,
			roots: roots.flatMap((row) => this.#roots(row, isLiving, pageStarts)),
			endedThreads: Int32Array.from(threadsIn(roots).filter((place) => !isLiving(place))),
			names: this.#names.list,
			sites: this.#sites,
			skippedRows: parts.reduce((sum, { part }) => sum + part.skippedRows, 0),
			skippedLines: skippedLinesOf(parts)
		});
	}
	#numbersFor(tables) {
		const { labels, texts, siteFiles, siteLines } = tables;
		const pages = Int32Array.from(tables.pageStarts, (start) => this.#pages.pageNumber(start));
		for (const row of tables.classes) {
			const superclass = row.superclass === void 0 ? void 0 : movedPlace(row.superclass, pages);
			this.#classes.add(movedPlace(row.place, pages), {
				...row,
				superclass
			});
		}
		const name = (label) => nameOf(label, this.#classes, (place) => movedPlace(place, pages));
		return {
			pages,
			names: new LateNumbers(labels.length, (label) => this.#names.numberOf(name(labels[label] ?? ""))),
			sites: new LateNumbers(siteFiles.length, (site) => site === 0 ? 0 : this.#siteNumber(texts[siteFiles[site] ?? 0] ?? "", siteLines[site] ?? 0))
		};
	}
	#siteNumber(file, line) {
		const key = `${line} ${file}`;
		const number = this.#siteNumbers.get(key) ?? this.#sites.push({
			file,
			line
		}) - 1;
		this.#siteNumbers.set(key, number);
		return number;
	}
	#placed({ kind, name, places }, { texts, pageStarts }) {
		return {
			kind,
			label: texts[name] ?? "unknown",
			places: places.map((place) => this.#pages.placeOf(addressAt(place, pageStarts)))
		};
	}
	#roots(row, isLiving, pageStarts) {
		const { kind, label, places } = row;
		const [first = 0] = places;
		if (kind === "ractor" || kind === "thread" && !isLiving(first)) return [];
		if (kind === "set") return [{
			kind: label === stackRoots ? "stack" : "global",
			label,
			places
		}];
		const name = this.#threadNames.get(addressAt(first, pageStarts)) ?? "unnamed";
		return name === agentThread ? [] : [{
			kind: "thread",
			label: name,
			places
		}];
	}
};
const stackRoots = "machine_context";
const threadsIn = (rows) => rows.flatMap(({ kind, places }) => kind === "thread" ? [...places] : []);
/** The VM holds the threads that live, by their ractor or, before Ruby 3.0, itself; where it holds none, all count as such. */
function livingThreads(rows) {
	const held = /* @__PURE__ */ new Set();
	for (const { kind, label, places } of rows) if (kind === "ractor" || kind === "set" && label === "vm") for (const place of places) held.add(place);
	const isKnown = threadsIn(rows).some((thread) => held.has(thread));
	return (thread) => !isKnown || held.has(thread);
}
/** Strings, each kept once. */
var Interned = class {
	list = [];
	#numbers = /* @__PURE__ */ new Map();
	numberOf(text) {
		const known = this.#numbers.get(text);
		if (known !== void 0) return known;
		this.#numbers.set(text, this.list.length);
		return this.list.push(text) - 1;
	}
};
/** Line numbers in the dump, counted from 1. */
function skippedLinesOf(parts) {
	let linesBefore = 0;
	return parts.flatMap(({ part }) => {
		const before = linesBefore;
		linesBefore += part.lines;
		return part.skippedLines.map((line) => before + line);
	}).slice(0, 5);
}
/** As agent.rb names its thread. */
const agentThread = "heapgate agent";
/** Numbers in names differ between boots and threads of a pool: `puma srv tp 001` is `puma srv tp #`. */
function foldDigits(name) {
	return name.replace(/\d+/g, "#");
}
// src/runtimes/ruby/dump/packing.ts
/** Unpacked at once. */
const chunkSize = 2 ** 18;
/** Ten million rows that differ in nothing but their address shrink 75-fold by gzip, 200-fold by zstd. */
const mostTimesLarger = 400;
/** What is no larger does no harm, whatever it is. */
const harmlessBytes = 2 ** 28;
const packings = [{
	name: "gzip",
	magic: Buffer.from("1f8b", "hex"),
	unpacker: () => zlib.createGunzip({ chunkSize })
}, {
	name: "zstd",
	magic: Buffer.from("28b52ffd", "hex"),
	unpacker: unpackerOfZstd
}];
const packingOf = (head) => packings.find(({ magic }) => head.subarray(0, magic.length).equals(magic));
const isPacked = (head) => packingOf(head) !== void 0;
/**
* Unpacks `chunks`, which begin with `head`. Throws `CannotMeasure` where they are damaged, end too early, or become so
* large as no dump does.
*/
async function* unpacked(head, chunks) {
	const packing = packingOf(head);
	if (packing === void 0) return yield* chunks;
	const unpacker = packing.unpacker();
	let packedBytes = 0;
	async function* counted() {
		for await (const chunk of chunks) {
			packedBytes += chunk.length;
			yield chunk;
		}
	}
	pipeline(Readable.from(counted()), unpacker, () => {});
	let bytes = 0;
	try {
		for await (const chunk of unpacker) {
			bytes += chunk.length;
			if (bytes > Math.max(harmlessBytes, packedBytes * mostTimesLarger)) throw new CannotMeasure(`its ${packing.name} data unpacks to more than ${mostTimesLarger} times its size, as no heap dump does`);
			yield chunk;
		}
	} catch (error) {
		if (error instanceof CannotMeasure) throw error;
		const { message } = error;
		throw new CannotMeasure(`its ${packing.name} data cannot be unpacked: ${message}; was it cut short?`);
	}
}
function unpackerOfZstd() {
	if (!("createZstdDecompress" in zlib)) throw new CannotMeasure("it is packed by zstd, which this Node.js cannot unpack: unpack it first (zstd -d)");
	return zlib.createZstdDecompress({ chunkSize });
}
// src/runtimes/ruby/dump/dump-source.ts
/** A first look takes so much: enough for every sign by which a file is known. */
const headBytes = 512;
const chunkBytes = 2 ** 18;
/**
* Opens a dump, plain or packed, which its first bytes tell and not its name; `-` is standard input. Throws
* `CannotMeasure` where there is nothing to read, or something that is known to be no dump.
*/
async function openDump(file) {
	try {
		var _usingCtx$2 = _usingCtx();
		if (file === "-") return await dumpStream(process.stdin);
		const opening = _usingCtx$2.a(new AsyncDisposableStack());
		const handle = opening.use(await opened(file));
		const status = await handle.stat();
		const head = status.isFile() ? await headOf(handle) : void 0;
		opening.move();
		if (head !== void 0 && !isPacked(head)) return await dumpFile(handle, head, status.size);
		return await dumpStream(handle.createReadStream({
			highWaterMark: chunkBytes,
			...status.isFile() && { start: 0 }
		}));
	} catch (_) {
		_usingCtx$2.e = _;
	} finally {
		await _usingCtx$2.d();
	}
}
async function opened(file) {
	if (file === "") throw new CannotMeasure("its name is empty: name a heap dump");
	const handle = await open(file).catch(({ code = "unknown" }) => {
		throw new CannotMeasure(whyNotOpened[code] ?? `it cannot be opened (${code})`);
	});
	if (!(await handle.stat()).isDirectory()) return handle;
	await handle.close();
	throw new CannotMeasure("this is a directory: name a heap dump");
}
const whyNotOpened = {
	ENOENT: "there is no such file",
	ENOTDIR: "there is no such file: a part of its path is no directory",
	EACCES: "this user may not read it (EACCES): check its permissions and those of its folders"
};
async function headOf(handle) {
	const head = Buffer.alloc(headBytes);
	const { bytesRead } = await handle.read(head, 0, headBytes, 0);
	return head.subarray(0, bytesRead);
}
async function dumpFile(handle, head, fileBytes) {
	try {
		var _usingCtx3 = _usingCtx();
		const opening = _usingCtx3.a(new AsyncDisposableStack());
		opening.use(handle);
		assertMayBeDump(head);
		const open = opening.move();
		return {
			kind: "file",
			fd: handle.fd,
			fileBytes,
			[Symbol.asyncDispose]: () => open.disposeAsync()
		};
	} catch (_) {
		_usingCtx3.e = _;
	} finally {
		await _usingCtx3.d();
	}
}
async function dumpStream(stream) {
	try {
		var _usingCtx4 = _usingCtx();
		const opening = _usingCtx4.a(new AsyncDisposableStack());
		opening.defer(() => void stream.destroy());
		const packed = await peeked(stream);
		const plain = isPacked(packed.head) ? await peeked(unpacked(packed.head, packed.chunks)) : packed;
		assertMayBeDump(plain.head);
		const open = opening.move();
		return {
			kind: "stream",
			chunks: plain.chunks,
			[Symbol.asyncDispose]: () => open.disposeAsync()
		};
	} catch (_) {
		_usingCtx4.e = _;
	} finally {
		await _usingCtx4.d();
	}
}
/** The first bytes of `chunks`, and all of them as if nothing had been read. */
async function peeked(chunks) {
	const rest = chunks[Symbol.asyncIterator]();
	const read = [];
	for (let bytes = 0; bytes < headBytes;) {
		const { done, value } = await rest.next();
		if (done) break;
		read.push(value);
		bytes += value.length;
	}
	async function* all() {
		yield* read;
		for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
	}
	return {
		head: Buffer.concat(read).subarray(0, headBytes),
		chunks: all()
	};
}
function assertMayBeDump(head) {
	if (head.length === 0) throw new CannotMeasure("this is empty: no heap dump was written to it");
	if (/^\s*\{\s*"snapshot"\s*:/.test(head.toString("latin1"))) throw new CannotMeasure("this is a heap snapshot of V8 (Node.js or Chrome), not a heap dump of Ruby (ObjectSpace.dump_all)");
}
// src/report/numbers.ts
/** Numbers for people, the same on every machine: `2,004`, `+0.4`, `27.3 MB`, `1 min 12 s`. */
const MINUS = "−";
/** Whole above 10, one decimal below: `2,004`, `9.5`, `0`. */
function formatCount(value) {
	const size = Math.abs(value);
	return withSign(value, grouped(size, size < 9.95 ? 1 : 0), "");
}
/** Like `formatCount`, with the sign of growth: `+2,004`, `0`, `−3`. */
function formatGrowth(value) {
	const size = Math.abs(value);
	return withSign(value, grouped(size, size < 9.95 ? 1 : 0), "+");
}
/** Decimal units, as disks and networks have them: `27.3 MB`. */
function formatBytes(bytes) {
	return withSign(bytes, sized(Math.abs(bytes)), "");
}
function formatByteGrowth(bytes) {
	return withSign(bytes, sized(Math.abs(bytes)), "+");
}
/** Growth per 1,000 requests as growth per request: `+1.96 / request`; as many digits as `formatGrowth` may show of it. */
function formatPerRequest(per1000) {
	return `${withSign(per1000, Math.abs(per1000 / 1e3).toLocaleString("en-US", { maximumSignificantDigits: 3 }), "+")} / request`;
}
function formatDuration(milliseconds) {
	if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
	if (milliseconds < 9950) return `${(milliseconds / 1e3).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / 1e3);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
/** `1 class`, `2 classes`; `plural` where it is not the singular and an `s`. */
function formatQuantity(count, singular, plural = `${singular}s`) {
	return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
function sized(bytes) {
	const units = [
		"kB",
		"MB",
		"GB",
		"TB"
	];
	if (bytes < 999.5) return `${Math.round(bytes)} B`;
	let value = bytes / 1e3;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1e3;
		unit += 1;
	}
	return `${grouped(value, value < 99.95 ? 1 : 0)} ${units[unit]}`;
}
function grouped(size, decimals) {
	return size.toLocaleString("en-US", { maximumFractionDigits: decimals });
}
/** Nothing that is shown as zero has a sign. */
function withSign(value, digits, plus) {
	if (!/[1-9]/.test(digits)) return digits;
	return `${value < 0 ? MINUS : plus}${digits}`;
}
// src/runtimes/ruby/dump/early-refusal.ts
/** So many are no damage to a dump. */
const mostStrangeLines = 1e5;
/** Refuses what can be no dump, whatever may follow: a small packed file may go on for terabytes. */
function refuseEarly({ lines, strangeLines, nodes, pages }) {
	if (strangeLines > mostStrangeLines && strangeLines * 2 > lines) throw new CannotMeasure(`this is no heap dump of Ruby (ObjectSpace.dump_all): of ${formatCount(lines)} lines read so far ${formatCount(strangeLines)} are no rows of one`);
	if (nodes > pages * 8192) throw new CannotMeasure("its rows have the same addresses again and again: is it one heap dump of Ruby?");
}
const byte = {
	tab: 9,
	newline: 10,
	carriageReturn: 13,
	space: 32,
	quote: 34,
	plus: 43,
	comma: 44,
	minus: 45,
	point: 46,
	zero: 48,
	nine: 57,
	colon: 58,
	openBracket: 91,
	backslash: 92,
	closeBracket: 93,
	a: 97,
	e: 101,
	f: 102,
	n: 110,
	t: 116,
	u: 117,
	x: 120,
	openBrace: 123,
	closeBrace: 125
};
/** Deeper values are no part of a dump's row; the limit keeps hostile ones from exhausting the stack. */
const deepestNesting = 64;
function skipSpace(bytes, start) {
	let at = start;
	while (isSpace(bytes[at] ?? 0)) at++;
	return at;
}
function endOfValue(bytes, start, depth = 0) {
	switch (bytes[start]) {
		case byte.quote: return endOfString(bytes, start);
		case byte.openBrace: return depth === deepestNesting ? -1 : endOfObject(bytes, start, depth + 1);
		case byte.openBracket: return depth === deepestNesting ? -1 : endOfArray(bytes, start, depth + 1);
		case byte.t: return endOfWord(bytes, start, words.true);
		case byte.f: return endOfWord(bytes, start, words.false);
		case byte.n: return endOfWord(bytes, start, words.null);
		default: return endOfNumber(bytes, start);
	}
}
function endOfString(bytes, start) {
	if (bytes[start] !== byte.quote) return -1;
	for (let at = start + 1;; at++) {
		const next = bytes[at] ?? 0;
		if (next === byte.quote) return at + 1;
		if (next < byte.space) return -1;
		if (next === byte.backslash) {
			at = lastOfEscape(bytes, at);
			if (at === -1) return -1;
		}
	}
}
/** By byte: 1 where it may follow a backslash by itself. */
const shortEscapes = Uint8Array.from({ length: 256 }, (_, code) => "\"\\/bfnrt".includes(String.fromCharCode(code)) ? 1 : 0);
function lastOfEscape(bytes, backslash) {
	const kind = bytes[backslash + 1] ?? 0;
	if (kind !== byte.u) return shortEscapes[kind] === 1 ? backslash + 1 : -1;
	for (let at = backslash + 2; at < backslash + 6; at++) if (hexDigit(bytes, at) < 0) return -1;
	return backslash + 5;
}
function endOfObject(bytes, start, depth) {
	let at = skipSpace(bytes, start + 1);
	if (bytes[at] === byte.closeBrace) return at + 1;
	for (;;) {
		at = endOfString(bytes, at);
		if (at === -1) return -1;
		at = skipSpace(bytes, at);
		if (bytes[at] !== byte.colon) return -1;
		at = endOfValue(bytes, skipSpace(bytes, at + 1), depth);
		if (at === -1) return -1;
		at = skipSpace(bytes, at);
		if (bytes[at] === byte.closeBrace) return at + 1;
		if (bytes[at] !== byte.comma) return -1;
		at = skipSpace(bytes, at + 1);
	}
}
function endOfArray(bytes, start, depth) {
	let at = skipSpace(bytes, start + 1);
	if (bytes[at] === byte.closeBracket) return at + 1;
	for (;;) {
		at = endOfValue(bytes, at, depth);
		if (at === -1) return -1;
		at = skipSpace(bytes, at);
		if (bytes[at] === byte.closeBracket) return at + 1;
		if (bytes[at] !== byte.comma) return -1;
		at = skipSpace(bytes, at + 1);
	}
}
const words = {
	true: Buffer.from("true"),
	false: Buffer.from("false"),
	null: Buffer.from("null")
};
function endOfWord(bytes, start, word) {
	for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return -1;
	return start + word.length;
}
function endOfNumber(bytes, start) {
	let at = bytes[start] === byte.minus ? start + 1 : start;
	const whole = at;
	at = endOfDigits(bytes, at);
	if (at === whole || bytes[whole] === byte.zero && at > whole + 1) return -1;
	if (bytes[at] === byte.point) {
		const fraction = at + 1;
		at = endOfDigits(bytes, fraction);
		if (at === fraction) return -1;
	}
	if (((bytes[at] ?? 0) | 32) === byte.e) {
		const sign = bytes[at + 1];
		const exponent = sign === byte.plus || sign === byte.minus ? at + 2 : at + 1;
		at = endOfDigits(bytes, exponent);
		if (at === exponent) return -1;
	}
	return at;
}
function endOfDigits(bytes, start) {
	let at = start;
	while (isDigit(bytes[at] ?? 0)) at++;
	return at;
}
const isDigit = (code) => code >= byte.zero && code <= byte.nine;
/** A newline is none here: it ends the row. */
const isSpace = (code) => code <= byte.space && (code === byte.space || code === byte.carriageReturn || code === byte.tab);
/** By byte; -1 where it is no hexadecimal digit. */
const hexValues = Int8Array.from({ length: 256 }, (_, code) => "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase()));
/** The value of the hexadecimal digit at `at`, or something negative. */
function hexDigit(bytes, at) {
	return hexValues[bytes[at] ?? 0] ?? -1;
}
/** The value of the four hexadecimal digits from `at` on, or something negative: the sign of one bad digit stays. */
function fourHexDigits(bytes, at) {
	return hexDigit(bytes, at) << 12 | hexDigit(bytes, at + 1) << 8 | hexDigit(bytes, at + 2) << 4 | hexDigit(bytes, at + 3);
}
/** What a row says in a word each, in the order in which compiled code has it. */
const rowWords = [
	"address",
	"type",
	"class",
	"superclass",
	"file",
	"imemoType",
	"struct",
	"root",
	"name",
	"singleton",
	"referenceCount",
	"valueStart",
	"valueEnd"
];
/** What it says in numbers that may be larger. */
const rowNumbers = [
	"memsize",
	"bytesize",
	"line"
];
/**
* One row of a dump: the same object for every row, so that none has to be made. Addresses are places in the reader's
* `AddressPages`, texts numbers in its `TextTable`.
*/
var Row = class {
	address = -1;
	class = -1;
	superclass = -1;
	memsize = -1;
	bytesize = -1;
	line = -1;
	type = -1;
	root = -1;
	name = -1;
	imemoType = -1;
	struct = -1;
	file = -1;
	/** 1 for true. */
	singleton = -1;
	/** Places; the first `referenceCount` are the row's. */
	references = /* @__PURE__ */ new Int32Array(1024);
	referenceCount = 0;
	/** Where the value of a string is spelled, between its quotes. */
	valueStart = -1;
	valueEnd = -1;
	clear() {
		this.address = -1;
		this.class = -1;
		this.superclass = -1;
		this.memsize = -1;
		this.bytesize = -1;
		this.line = -1;
		this.type = -1;
		this.root = -1;
		this.name = -1;
		this.imemoType = -1;
		this.struct = -1;
		this.file = -1;
		this.singleton = -1;
		this.referenceCount = 0;
		this.valueStart = -1;
		this.valueEnd = -1;
	}
	addReference(place) {
		if (this.referenceCount >= this.references.length) {
			const larger = new Int32Array(this.referenceCount * 2 + 16);
			larger.set(this.references);
			this.references = larger;
		}
		this.references[this.referenceCount++] = place;
	}
};
// src/runtimes/ruby/dump/plain-rows.ts
/** Label and kind in one word, and whether the node has a value, whose length and hash are kept. */
const nodeSort = (label, kind, hasValue) => label << 4 | (hasValue ? 8 : 0) | kind;
/** Rows in the memory of compiled code, which makes nodes of those in the VM's own spelling. Indexes are into `bytes`. */
var PlainRows = class {
	bytes = Buffer.alloc(0);
	words = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(0));
	#writer;
	#compiled;
	/** Where rows begin in memory. */
	#start;
	constructor(writer, numbers) {
		const reader = {
			placeOf: (address) => numbers.placeOf(address),
			textNumber: (start, end) => numbers.textNumber(this, start - this.#start, end - this.#start),
			siteNumber: (file, line) => numbers.siteNumber(file, line),
			sortOf: (type, classPlace, imemoType, struct) => numbers.sortOf({
				address: -1,
				type,
				class: classPlace,
				imemoType,
				struct
			}),
			keepLargeSize: (word, bytes) => writer.keepLargeSize(word, bytes)
		};
		const code = readFileSync(new URL("./plain-rows.wasm", import.meta.url));
		const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { reader });
		this.#compiled = exports;
		this.#start = this.#compiled.rowsAt.value;
		this.#writer = writer;
	}
	/** Makes room for `length` bytes, and leaves those there that are there. */
	resize(length) {
		if (!this.#compiled.resize(length)) throw new RangeError("Array buffer allocation failed");
		const { buffer } = this.#compiled.memory;
		this.bytes = Buffer.from(buffer, this.#start, length);
		this.words = new DataView(buffer, this.#start);
	}
	/** Has the nodes of the rows read next follow those that the writer has. */
	begin() {
		this.#compiled.begin(this.#writer.nodeWords, this.#writer.edgeCount);
	}
	/** Reads rows that begin before `end`. Gives the index of the first that is not read here, or that after the last. */
	read(start, end) {
		return this.#compiled.readRows(this.#start + start, this.#start + end) - this.#start;
	}
	/** Reads what one row says. Gives the index after it, or `malformed` where it is `RowScanner`'s to read. */
	scan(start, row) {
		const end = this.#compiled.scan(this.#start + start);
		if (end === -1) return -1;
		const { words, numbers, references } = this.#fields();
		for (const [i, key] of rowWords.entries()) row[key] = words[i] ?? -1;
		for (const [i, key] of rowNumbers.entries()) row[key] = numbers[i] ?? -1;
		row.references = references.slice(0, row.referenceCount);
		if (row.valueStart !== -1) this.#move(row, -this.#start);
		return end - this.#start;
	}
	/** Makes a node of what `row` says. */
	add(row, sort) {
		const { words, numbers, references } = this.#fields();
		if (row.valueStart !== -1) this.#move(row, this.#start);
		for (const [i, key] of rowWords.entries()) words[i] = row[key];
		for (const [i, key] of rowNumbers.entries()) numbers[i] = row[key];
		references.set(row.references.subarray(0, row.referenceCount));
		this.#compiled.addNode(sort);
	}
	/** Nodes made since `begin`. */
	get nodeCount() {
		return this.#nodes().length / this.#writer.nodeWords;
	}
	/** Hands the nodes made since `begin` over to the writer. */
	end() {
		const { edgesAt, edgesEnd } = this.#compiled;
		this.#writer.append(this.#nodes(), this.#wordsBetween(edgesAt, edgesEnd));
	}
	#nodes() {
		const { nodesAt, nodesEnd } = this.#compiled;
		return this.#wordsBetween(nodesAt, nodesEnd);
	}
	/** Addresses of memory come as signed words. */
	#wordsBetween(start, end) {
		const { buffer } = this.#compiled.memory;
		return new Int32Array(buffer, start.value >>> 0, (end.value - start.value >>> 0) / 4);
	}
	#fields() {
		const { memory, wordsAt, numbersAt, placesAt } = this.#compiled;
		return {
			words: new Int32Array(memory.buffer, wordsAt.value, rowWords.length),
			numbers: new Float64Array(memory.buffer, numbersAt.value, rowNumbers.length),
			references: new Int32Array(memory.buffer, placesAt.value >>> 0)
		};
	}
	#move(row, bytes) {
		row.valueStart += bytes;
		row.valueEnd += bytes;
	}
};
// src/runtimes/ruby/dump/row-keys.ts
/** The keys of a row that are read. No two begin with the same two bytes, so these tell which one a key can be. */
const rowKeys = [
	"address",
	"type",
	"class",
	"superclass",
	"references",
	"memsize",
	"bytesize",
	"imemo_type",
	"struct",
	"singleton",
	"name",
	"root",
	"file",
	"line",
	"value"
];
/** The first stands for no key. */
const spelledKeys = [void 0, ...rowKeys.map((key) => ({
	key,
	spelling: new Uint8Array(Buffer.from(`"${key}"`))
}))];
/** By the two bytes after the quote: an index into `spelledKeys`. */
const indexByStart = tableByStart();
function tableByStart() {
	const table = /* @__PURE__ */ new Uint8Array(65536);
	for (const [i, key] of rowKeys.entries()) table[Buffer.from(key).readUInt16LE()] = i + 1;
	return table;
}
/** The key that the JSON string at `start` is, or `undefined` where it is none that is read. */
function rowKeyAt(bytes, start) {
	const candidate = spelledKeys[indexByStart[(bytes[start + 1] ?? 0) | (bytes[start + 2] ?? 0) << 8] ?? 0];
	if (candidate === void 0) return void 0;
	const { key, spelling } = candidate;
	for (let i = 0; i < spelling.length; i++) if (bytes[start + i] !== spelling[i]) return void 0;
	return key;
}
// src/runtimes/ruby/dump/row-scanner.ts
/**
* Reads rows of `ObjectSpace.dump_all` from their bytes into the same few fields over and over, without an object per
* row. Keys differ between Ruby versions and may come in any order; what is unknown, the values of strings above all,
* is passed over undecoded. A known key with a value that it never has counts as absent, one spelled with escapes as
* unknown.
*/
var RowScanner = class {
	#row;
	#texts;
	#pages;
	/** The bytes of the object that was passed over last. */
	#lastObject = /* @__PURE__ */ new Uint8Array();
	/** Where the value ends that was read last. */
	#end = 0;
	constructor(row, texts, pages) {
		this.#row = row;
		this.#texts = texts;
		this.#pages = pages;
	}
	/**
	* Reads the row that starts at `start`. Gives the index after the newline that ends it, or `malformed` where it is no
	* JSON object.
	*/
	scan(rows, start) {
		const { bytes } = rows;
		this.#row.clear();
		let at = skipSpace(bytes, start);
		if (bytes[at] !== byte.openBrace) return -1;
		at = skipSpace(bytes, at + 1);
		if (bytes[at] !== byte.closeBrace) at = this.#readFields(rows, at);
		if (at === -1) return -1;
		at = skipSpace(bytes, at + 1);
		return bytes[at] === byte.newline ? at + 1 : -1;
	}
	/** From the first key to the closing brace, whose index it gives. */
	#readFields(rows, firstKey) {
		const { bytes } = rows;
		for (let at = firstKey;;) {
			const key = rowKeyAt(bytes, at);
			at = key === void 0 ? endOfString(bytes, at) : at + key.length + 2;
			if (at === -1) return -1;
			at = skipSpace(bytes, at);
			if (bytes[at] !== byte.colon) return -1;
			this.#readField(key, rows, skipSpace(bytes, at + 1));
			if (this.#end === -1) return -1;
			at = skipSpace(bytes, this.#end);
			if (bytes[at] === byte.closeBrace) return at;
			if (bytes[at] !== byte.comma) return -1;
			at = skipSpace(bytes, at + 1);
		}
	}
	#readField(key, rows, start) {
		const { bytes } = rows;
		const row = this.#row;
		switch (key) {
			case void 0:
				this.#end = bytes[start] === byte.openBrace ? this.#endOfObject(bytes, start) : endOfValue(bytes, start);
				break;
			case "address":
				row.address = this.#placeAt(bytes, start);
				break;
			case "type":
				row.type = this.#textAt(rows, start);
				break;
			case "class":
				row.class = this.#placeAt(bytes, start);
				break;
			case "references":
				this.#readReferences(bytes, start);
				break;
			case "memsize":
				row.memsize = this.#numberAt(bytes, start);
				break;
			case "bytesize":
				row.bytesize = this.#numberAt(bytes, start);
				break;
			case "imemo_type":
				row.imemoType = this.#textAt(rows, start);
				break;
			case "file":
				row.file = this.#textAt(rows, start);
				break;
			case "line":
				row.line = this.#numberAt(bytes, start);
				break;
			case "superclass":
				row.superclass = this.#placeAt(bytes, start);
				break;
			case "name":
				row.name = this.#textAt(rows, start);
				break;
			case "singleton":
				row.singleton = bytes[start] === byte.t ? 1 : 0;
				this.#end = endOfValue(bytes, start);
				break;
			case "struct":
				row.struct = this.#textAt(rows, start);
				break;
			case "root":
				row.root = this.#textAt(rows, start);
				break;
			case "value":
				this.#end = endOfValue(bytes, start);
				row.valueStart = bytes[start] === byte.quote ? start + 1 : -1;
				row.valueEnd = this.#end - 1;
		}
	}
	/** An object, which is `flags`, mostly repeats the row's before byte for byte: then its end is known. */
	#endOfObject(bytes, start) {
		const last = this.#lastObject;
		let same = 0;
		while (same < last.length && bytes[start + same] === last[same]) same++;
		if (same > 0 && same === last.length) return start + same;
		const end = endOfValue(bytes, start);
		if (end - start <= longestKeptObject && end !== -1) this.#lastObject = new Uint8Array(bytes.subarray(start, end));
		return end;
	}
	#readReferences(bytes, start) {
		this.#row.referenceCount = 0;
		if (bytes[start] !== byte.openBracket) {
			this.#end = endOfValue(bytes, start);
			return;
		}
		let at = skipSpace(bytes, start + 1);
		while (bytes[at] !== byte.closeBracket) {
			const place = this.#placeAt(bytes, at);
			if (this.#end === -1) return;
			if (place !== -1) this.#row.addReference(place);
			at = skipSpace(bytes, this.#end);
			if (bytes[at] === byte.closeBracket) break;
			this.#end = -1;
			if (bytes[at] !== byte.comma) return;
			at = skipSpace(bytes, at + 1);
			if (bytes[at] === byte.closeBracket) return;
		}
		this.#end = at + 1;
	}
	/** The place of an address such as `"0x7fe2c35dfcc0"`. */
	#placeAt(bytes, start) {
		if (bytes[start] !== byte.quote || bytes[start + 1] !== byte.zero || bytes[start + 2] !== byte.x) return this.#passOver(bytes, start);
		const firstDigit = start + 3;
		let at = firstDigit;
		let high = 0;
		let low = 0;
		for (let four = fourHexDigits(bytes, at); four >= 0; four = fourHexDigits(bytes, at)) {
			high = high << 16 | low >>> 16;
			low = low << 16 | four;
			at += 4;
		}
		for (let digit = hexDigit(bytes, at); digit >= 0; digit = hexDigit(bytes, at)) {
			high = high << 4 | low >>> 28;
			low = low << 4 | digit;
			at++;
		}
		if (bytes[at] !== byte.quote || at === firstDigit || at > firstDigit + 16) return this.#passOver(bytes, start);
		this.#end = at + 1;
		return this.#pages.placeOf((high >>> 0) * 4294967296 + (low >>> 0));
	}
	/** A whole number that is not negative. */
	#numberAt(bytes, start) {
		let value = 0;
		let at = start;
		for (;;) {
			const digit = (bytes[at] ?? 0) - byte.zero;
			if (digit < 0 || digit > 9) break;
			value = value * 10 + digit;
			at++;
		}
		const next = bytes[at];
		if (!(next === byte.comma || next === byte.closeBrace) || at === start || bytes[start] === byte.zero || at - start > mostPlainDigits) return this.#oddNumberAt(bytes, start);
		this.#end = at;
		return value;
	}
	#oddNumberAt(bytes, start) {
		const end = endOfNumber(bytes, start);
		if (end === -1) return this.#passOver(bytes, start);
		this.#end = end;
		const value = Number(bytes.toString("latin1", start, end));
		return value >= 0 && Number.isSafeInteger(value) ? value : -1;
	}
	/** The number of a text. */
	#textAt(rows, start) {
		const { bytes } = rows;
		if (bytes[start] !== byte.quote) return this.#passOver(bytes, start);
		this.#end = endOfString(bytes, start);
		return this.#end === -1 ? -1 : this.#texts.numberOf(rows, start + 1, this.#end - 1);
	}
	#passOver(bytes, start) {
		this.#end = endOfValue(bytes, start);
		return -1;
	}
};
const longestKeptObject = 256;
/** So many digits at most are exact when added up one by one. */
const mostPlainDigits = 15;
// src/runtimes/ruby/dump/row-types.ts
const roles = /* @__PURE__ */ new Map([
	["ROOT", "root"],
	["NONE", "none"],
	["ZOMBIE", "none"],
	["SHAPE", "none"],
	["CLASS", "class"],
	["MODULE", "module"],
	["IMEMO", "imemo"],
	["ICLASS", "iclass"],
	["STRING", "string"]
]);
function rowType(name) {
	const role = roles.get(name) ?? "object";
	return {
		role,
		internalName: role === "iclass" ? "iclass" : `hidden ${name.toLowerCase()}`
	};
}
const isClassOrModule = ({ role }) => role === "class" || role === "module";
/** What a call site last saw: it points at classes and methods without being anyone's data. */
const cacheTypes = /* @__PURE__ */ new Set([
	"callcache",
	"callinfo",
	"constcache"
]);
const isCache = (imemoType) => cacheTypes.has(imemoType);
/** Data of the VM itself, known by the `struct` that its row names. */
const vmStruct = {
	/** A `Thread`, also one that has ended. */
	thread: "VM/thread",
	/** Refers to its threads that live, since Ruby 3.0. */
	ractor: "ractor",
	/** What `ObjectSpace.trace_object_allocations` notes of every object: of class `Object`, and by far the largest of it. */
	allocationTracer: "ObjectTracing/allocation_info_tracer"
};
// src/runtimes/ruby/dump/sites.ts
/** Allocation sites, each with a number; 0 is none. Files are numbers of texts. */
var Sites = class {
	/** By number. */
	files = [-1];
	lines = [-1];
	#byFile = /* @__PURE__ */ new Map();
	numberOf(file, line) {
		const lines = this.#byFile.get(file) ?? /* @__PURE__ */ new Map();
		this.#byFile.set(file, lines);
		const number = lines.get(line) ?? this.files.length;
		if (number === this.files.length) {
			lines.set(line, number);
			this.files.push(file);
			this.lines.push(line);
		}
		return number;
	}
};
// src/runtimes/ruby/dump/text-table.ts
/** Texts of a dump, each decoded once and known by a number from then on. */
var TextTable = class {
	/** By number. */
	texts = [];
	/** All spellings in a row, and where in it each ends. */
	#spellings = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(65536));
	#ends = [];
	#hashes = [];
	/** Open addressing with linear probing, at most half full; -1 is free. */
	#slots = (/* @__PURE__ */ new Int32Array(1024)).fill(-1);
	/**
	* The number of the text that is spelled between `start` and `end`: the inside of a JSON string, with its escapes.
	* Bytes that are not UTF-8 become U+FFFD. A text spelled in two ways has two numbers.
	*/
	numberOf({ bytes, words }, start, end) {
		const hash = hashOf(words, start, end);
		let slot = hash & this.#slots.length - 1;
		for (;;) {
			const number = this.#slots[slot] ?? -1;
			if (number === -1) return this.#add(bytes, start, end, hash);
			if (this.#hashes[number] === hash && this.#isSpelled(number, words, start, end)) return number;
			slot = slot + 1 & this.#slots.length - 1;
		}
	}
	#isSpelled(number, words, start, end) {
		const from = number === 0 ? 0 : this.#ends[number - 1] ?? 0;
		const length = end - start;
		if ((this.#ends[number] ?? 0) - from !== length) return false;
		const spellings = this.#spellings;
		let at = 0;
		for (; at + 4 <= length; at += 4) if (spellings.getInt32(from + at, true) !== words.getInt32(start + at, true)) return false;
		return ((spellings.getInt32(from + at, true) ^ words.getInt32(start + at, true)) & lowBytes(length - at)) === 0;
	}
	#add(bytes, start, end, hash) {
		const number = this.texts.push(decode(bytes, start, end)) - 1;
		this.#keepSpelling(bytes.subarray(start, end));
		this.#hashes.push(hash);
		if (this.texts.length * 2 > this.#slots.length) {
			this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
			for (const [known, knownHash] of this.#hashes.entries()) this.#place(known, knownHash);
		} else this.#place(number, hash);
		return number;
	}
	#keepSpelling(spelling) {
		const start = this.#ends.at(-1) ?? 0;
		const end = start + spelling.length;
		if (end + 4 > this.#spellings.byteLength) {
			const larger = new Uint8Array((end + 4) * 2);
			larger.set(new Uint8Array(this.#spellings.buffer));
			this.#spellings = new DataView(larger.buffer);
		}
		new Uint8Array(this.#spellings.buffer).set(spelling, start);
		this.#ends.push(end);
	}
	#place(number, hash) {
		let slot = hash & this.#slots.length - 1;
		while (this.#slots[slot] !== -1) slot = slot + 1 & this.#slots.length - 1;
		this.#slots[slot] = number;
	}
};
function decode(bytes, start, end) {
	const text = bytes.toString("utf8", start, end);
	return bytes.subarray(start, end).includes(byte.backslash) ? String(JSON.parse(`"${text}"`)) : text;
}
/** A mask of the lowest `count` bytes of a word, at most three. */
const lowBytes = (count) => (1 << count * 8) - 1;
/** Words multiplied and mixed downwards, since the low bits choose a slot. */
function hashOf(words, start, end) {
	let hash = end - start;
	let at = start;
	for (; at + 4 <= end; at += 4) {
		hash = Math.imul(hash ^ words.getInt32(at, true), 2654435761);
		hash ^= hash >>> 15;
	}
	hash = Math.imul(hash ^ words.getInt32(at, true) & lowBytes(end - at), 2246822507);
	return hash ^ hash >>> 13;
}
// src/runtimes/ruby/dump/row-reader.ts
/** Reads rows into parts of a heap, one part after the other: between two of them `part` is called. */
var RowReader = class {
	/** The memory that rows have to be in. */
	rows;
	#pages = new AddressPages();
	#texts = new TextTable();
	#labels = new Labels();
	#sites = new Sites();
	#classes = [];
	#types = [];
	#row = new Row();
	#scanner = new RowScanner(this.#row, this.#texts, this.#pages);
	#writer;
	#roots = [];
	/** Lines that gave no node, and those of them that are rows. */
	#otherLines = 0;
	#otherRows = 0;
	#skippedRows = 0;
	#skippedLines = [];
	/** Of all parts. */
	#soFar = {
		lines: 0,
		strangeLines: 0,
		nodes: 0
	};
	constructor(withHashes) {
		this.#writer = new HeapPartWriter(withHashes);
		this.rows = new PlainRows(this.#writer, {
			placeOf: (address) => this.#pages.placeOf(address),
			textNumber: (rows, start, end) => this.#texts.numberOf(rows, start, end),
			siteNumber: (file, line) => this.#sites.numberOf(file, line),
			sortOf: (words) => this.#sortOfObject(words)
		});
	}
	/** Reads the rows that begin before `end`, each ended by a newline. Gives the index after the last. */
	read(start, end) {
		this.rows.begin();
		let at = this.rows.read(start, end);
		while (at < end) at = this.rows.read(this.#readOther(at), end);
		this.rows.end();
		return at;
	}
	/** All since the last part. Throws `CannotMeasure` where there can be no dump in what was read so far. */
	part() {
		const { nodeCount } = this.#writer;
		this.#count(nodeCount);
		const part = {
			...this.#writer.part(),
			roots: this.#roots,
			lines: nodeCount + this.#otherLines,
			rows: nodeCount + this.#otherRows,
			skippedRows: this.#skippedRows,
			skippedLines: this.#skippedLines
		};
		this.#roots = [];
		this.#otherLines = 0;
		this.#otherRows = 0;
		this.#skippedRows = 0;
		this.#skippedLines = [];
		return part;
	}
	#count(nodes) {
		const soFar = this.#soFar;
		soFar.lines += nodes + this.#otherLines;
		soFar.strangeLines += this.#otherLines - this.#otherRows + this.#skippedRows;
		soFar.nodes += nodes;
		refuseEarly({
			...soFar,
			pages: this.#pages.count
		});
	}
	tables() {
		return {
			pageStarts: this.#pages.starts,
			texts: this.#texts.texts,
			labels: this.#labels.all,
			siteFiles: this.#sites.files,
			siteLines: this.#sites.lines,
			classes: this.#classes
		};
	}
	/** Reads the row at `start`, which is spelled in another way or says more than what an object is. */
	#readOther(start) {
		let end = this.rows.scan(start, this.#row);
		if (end === -1) end = this.#scanner.scan(this.rows, start);
		if (end !== -1) {
			this.#readRow();
			return end;
		}
		const { bytes } = this.rows;
		if (isEmptyLine(bytes, start)) this.#otherLines++;
		else this.#skipRow();
		return bytes.indexOf(byte.newline, start) + 1;
	}
	#readRow() {
		const { type: typeNumber, address } = this.#row;
		const type = typeNumber === -1 ? void 0 : this.#typeOf(typeNumber);
		if (type?.role === "root" || type?.role === "none") {
			this.#otherLines++;
			this.#otherRows++;
			if (type.role === "root") this.#addRoots("set", this.#references());
		} else if (type === void 0 || address === -1) this.#skipRow();
		else this.#addNode(type, address);
	}
	#skipRow() {
		this.#otherLines++;
		this.#otherRows++;
		this.#skippedRows++;
		const line = this.#writer.nodeCount + this.rows.nodeCount + this.#otherLines;
		if (this.#skippedLines.length < 5) this.#skippedLines.push(line);
	}
	#addRoots(kind, places) {
		this.#roots.push({
			kind,
			name: this.#row.root,
			places
		});
	}
	#references() {
		return this.#row.references.slice(0, this.#row.referenceCount);
	}
	#addNode(type, place) {
		const { role } = type;
		if (role === "class" || role === "module" || role === "iclass") this.#addClass(role, place);
		this.rows.add(this.#row, this.#sortOf(type, this.#row));
		const struct = this.#textOf(this.#row.struct);
		if (struct === vmStruct.thread) this.#addRoots("thread", Int32Array.of(place));
		if (struct === vmStruct.ractor) this.#addRoots("ractor", this.#references());
	}
	/** Of an object whose row says nothing but that, as do all with the same words; `absent` for others. */
	#sortOfObject(row) {
		const type = this.#typeOf(row.type);
		const isObject = type.role === "object" || type.role === "string" || type.role === "imemo";
		const struct = this.#textOf(row.struct);
		const isOfRoots = struct === vmStruct.thread || struct === vmStruct.ractor;
		return isObject && !isOfRoots ? this.#sortOf(type, row) : -1;
	}
	#sortOf(type, row) {
		const struct = this.#textOf(row.struct);
		return nodeSort(this.#labelOf(type, row, struct), this.#kindOf(type, row, struct), type.role === "string");
	}
	#labelOf(type, row, struct) {
		if (isClassOrModule(type)) return this.#labels.ofClass(row.address);
		if (type.role === "imemo") return this.#labels.ofText(`imemo_${this.#imemoTypeOf(row)}`);
		if (type.role === "iclass") return this.#labels.ofText(type.internalName);
		if (struct === vmStruct.allocationTracer) return this.#labels.ofText("allocation tracer");
		return row.class === -1 ? this.#labels.ofText(type.internalName) : this.#labels.ofInstance(row.class);
	}
	#kindOf(type, row, struct) {
		if (isClassOrModule(type)) return NodeKind.classOrModule;
		if (type.role === "imemo") return isCache(this.#imemoTypeOf(row)) ? NodeKind.cache : NodeKind.internal;
		if (type.role === "iclass" || row.class === -1) return NodeKind.internal;
		if (struct === vmStruct.thread) return NodeKind.thread;
		if (struct === vmStruct.allocationTracer) return NodeKind.cache;
		return type.role === "string" ? NodeKind.string : NodeKind.instance;
	}
	#imemoTypeOf({ imemoType }) {
		return this.#textOf(imemoType) ?? "unknown";
	}
	#addClass(kind, place) {
		const { name, superclass, singleton } = this.#row;
		this.#classes.push({
			place,
			kind,
			singleton: singleton === 1,
			name: this.#textOf(name),
			superclass: superclass === -1 ? void 0 : superclass
		});
	}
	#textOf(number) {
		return number === -1 ? void 0 : this.#texts.texts[number];
	}
	#typeOf(number) {
		const known = this.#types[number];
		if (known) return known;
		const type = rowType(this.#textOf(number) ?? "");
		this.#types[number] = type;
		return type;
	}
};
function isEmptyLine(bytes, start) {
	return (bytes[start] === byte.carriageReturn ? bytes[start + 1] : bytes[start]) === byte.newline;
}
// src/runtimes/ruby/dump/row-buffer.ts
/** Takes bytes of a dump in any pieces and has their rows read as soon as they are whole. */
var RowBuffer = class {
	#reader;
	#mostBytes;
	#filled = 0;
	/** `mostBytes` is the memory that one row may take. */
	constructor(reader, blockBytes, mostBytes = 2 ** 29) {
		this.#reader = reader;
		this.#mostBytes = mostBytes;
		reader.rows.resize(Math.max(2, blockBytes));
	}
	/** Bytes of a row that has not ended yet. */
	get torn() {
		return this.#filled;
	}
	/** Where the next bytes belong; never empty. Throws `CannotMeasure` for a row that takes too much memory. */
	room() {
		if (this.#filled * 2 >= this.#reader.rows.bytes.length) this.#grow();
		return this.#reader.rows.bytes.subarray(this.#filled, -1);
	}
	/**
	* Reads the rows that became whole by the next `count` bytes, as long as they begin before `limit`, an index counted
	* from the first of the torn bytes. Gives whether a row was left because of that.
	*/
	took(count, limit = Number.POSITIVE_INFINITY) {
		const filled = this.#filled + count;
		const newline = this.#reader.rows.bytes.subarray(this.#filled, filled).lastIndexOf(byte.newline);
		const rowsEnd = newline < 0 ? 0 : this.#filled + newline + 1;
		const read = this.#reader.read(0, Math.min(rowsEnd, limit));
		if (read > 0) this.#reader.rows.bytes.copyWithin(0, read, filled);
		this.#filled = filled - read;
		return read >= limit;
	}
	/** Reads the last row, which may lack its newline. */
	end() {
		if (this.#filled === 0) return;
		this.#reader.rows.bytes[this.#filled] = byte.newline;
		this.took(1);
	}
	clear() {
		this.#filled = 0;
	}
	#grow() {
		const length = this.#reader.rows.bytes.length * 2;
		if (length > this.#mostBytes) throw new CannotMeasure("a line is too long for a Ruby heap dump: is it one?");
		this.#reader.rows.resize(length);
	}
};
// src/runtimes/ruby/dump/stretches.ts
/** Behind the end of a stretch its last row may go on: so much is read at once there. */
const overrunBytes = 2 ** 16;
/**
* Reads one free stretch after the other until none is left; `take` gets each with its number. A row belongs to the
* stretch in which it begins.
*/
function readStretches(stretches, reader, take) {
	const { fileBytes, stretchBytes, next } = stretches;
	const buffer = new RowBuffer(reader, stretches.blockBytes);
	try {
		for (;;) {
			const number = Atomics.add(next, 0, 1);
			const start = number * stretchBytes;
			if (start >= fileBytes) return;
			readStretch(stretches, start, Math.min(start + stretchBytes, fileBytes), buffer);
			take(number, reader.part());
		}
	} catch (error) {
		Atomics.store(next, 0, Math.ceil(fileBytes / stretchBytes));
		throw error;
	}
}
function readStretch({ fd }, start, end, buffer) {
	buffer.clear();
	let at = start === 0 ? 0 : firstRowFrom(fd, start, end, buffer);
	while (at - buffer.torn < end) {
		const room = buffer.room();
		const wanted = at < end ? end - at : overrunBytes;
		const count = readSync(fd, room, 0, Math.min(room.length, wanted), at);
		if (count === 0) {
			buffer.end();
			return;
		}
		const limit = end - (at - buffer.torn);
		at += count;
		if (buffer.took(count, limit)) return;
	}
}
/** Where the first row begins at or after `start`, or `end` where none does before that. */
function firstRowFrom(fd, start, end, buffer) {
	const room = buffer.room();
	for (let at = start - 1; at < end;) {
		const count = readSync(fd, room, 0, Math.min(room.length, overrunBytes), at);
		if (count === 0) return end;
		const newline = room.subarray(0, count).indexOf(byte.newline);
		if (newline >= 0) return at + newline + 1;
		at += count;
	}
	return end;
}
// src/runtimes/ruby/dump/dump-workers.ts
/** Reads in this thread what is free. */
function readHere({ stretches, withHashes }) {
	const reader = new RowReader(withHashes);
	const parts = /* @__PURE__ */ new Map();
	readStretches(stretches, reader, (number, part) => parts.set(number, part));
	return {
		parts,
		tables: reader.tables()
	};
}
/** What a worker does: parts are moved to the main thread as they are read, tables copied in the end. */
function readAsWorker({ stretches, withHashes }, tell) {
	const reader = new RowReader(withHashes);
	try {
		readStretches(stretches, reader, (number, part) => tell({
			number,
			part
		}, [part.nodes.buffer, part.edges.buffer]));
		tell({ tables: reader.tables() }, []);
	} catch (error) {
		if (!(error instanceof CannotMeasure)) throw error;
		tell({ refusal: error.message }, []);
	}
}
/** What a worker answers to a task. */
function doTask(task) {
	return "link" in task ? { linked: task.link.map((part) => linkPart(part, task.columns)) } : { strings: repeatedStrings(task.strings, task.limit) };
}
/** A thread that reads stretches until none is free, and takes tasks off this one from then on. */
var DumpWorker = class {
	/** Rejects with `CannotMeasure` where the worker refuses the dump. */
	read;
	#worker;
	constructor(task) {
		this.#worker = new Worker(entry(), { workerData: task });
		const parts = /* @__PURE__ */ new Map();
		this.read = this.#answer((message) => {
			if ("part" in message) parts.set(message.number, message.part);
			return "tables" in message ? {
				parts,
				tables: message.tables
			} : void 0;
		});
		this.read.catch(() => {});
	}
	/** Moves `parts` to the worker, which writes their rows. */
	link(parts, columns) {
		const moved = parts.flatMap(({ part }) => [part.nodes.buffer, part.edges.buffer]);
		this.#worker.postMessage({
			link: parts,
			columns
		}, moved);
		return this.#answer((message) => "linked" in message ? message.linked : void 0);
	}
	repeatedStrings({ nodeCount, ...columns }, limit) {
		const { stringBytes, stringHashes, shallowBytes } = columns;
		const strings = {
			nodeCount,
			stringBytes,
			stringHashes,
			shallowBytes
		};
		this.#worker.postMessage({
			strings,
			limit
		});
		return this.#answer((message) => "strings" in message ? message.strings : void 0);
	}
	/** What `read` makes of the first message that it makes anything of. */
	#answer(read) {
		return new Promise((resolve, reject) => {
			const worker = this.#worker;
			const settle = (end) => {
				worker.off("message", hear).off("error", fail).off("exit", failEarly);
				end();
			};
			const fail = (error) => settle(() => reject(error));
			const failEarly = () => fail(/* @__PURE__ */ new Error("a reader of the dump ended early"));
			const hear = (message) => {
				if ("refusal" in message) return fail(new CannotMeasure(message.refusal));
				const value = read(message);
				if (value !== void 0) settle(() => resolve(value));
			};
			worker.on("message", hear).on("error", fail).on("exit", failEarly);
		});
	}
	async [Symbol.asyncDispose]() {
		await this.#worker.terminate();
	}
};
/** The sources run as they are; in the bundle the entry lies beside the file that this is part of. */
const entry = () => new URL(import.meta.url.endsWith(".ts") ? "./dump-worker.ts" : "./dump-worker.js", import.meta.url);
// src/runtimes/ruby/dump-reader.ts
/** The share of unreadable rows above which a dump says nothing trustworthy. */
const largestSkippedShare = .001;
/** While a worker starts this thread reads about so much. */
const bytesPerWorker = 2 ** 26;
const mostWorkers = 3;
/**
* Reads a dump written by `ObjectSpace.dump_all` (JSON, one row a line), plain or packed by gzip or zstd, from a file or
* a pipe; `-` is standard input. Throws `CannotMeasure` when it is no such dump or too many of its rows cannot be read.
*/
async function readRubyDump(file, threads = [], options = {}) {
	try {
		var _usingCtx$1 = _usingCtx();
		return await _usingCtx$1.a(new DumpReading(file, options)).graph(threads);
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
/** A dump that other threads read from now on; this one takes part once the graph is asked for. */
var DumpReading = class {
	#file;
	#opened = new AsyncDisposableStack();
	#begun;
	#workers = [];
	constructor(file, options = {}) {
		this.#file = file;
		this.#begun = this.#begin(options);
		this.#begun.catch(() => {});
	}
	/** Throws as `readRubyDump` does. */
	async graph(threads = []) {
		try {
			const readers = await this.#begun;
			const parts = await readers.parts();
			assertReadable(parts);
			this.#workers = readers.workers;
			return await link$1(joinDump(parts, threads), readers.workers);
		} catch (error) {
			throw refusal(shownName(this.#file), error);
		}
	}
	/** Which strings of the graph hold the same value: where there is another thread, it begins with that at once. */
	async repeatedStrings(graph, limit) {
		const [worker] = this.#workers;
		return worker ? worker.repeatedStrings(graph, limit) : repeatedStrings(graph, limit);
	}
	async #begin(options) {
		const source = this.#opened.use(await openDump(this.#file));
		return source.kind === "stream" ? {
			parts: () => readStream(source, options),
			workers: []
		} : this.#opened.use(new FileReaders(source, options));
	}
	async [Symbol.asyncDispose]() {
		await this.#begun.catch(() => {});
		await this.#opened.disposeAsync();
	}
};
/** Has each part linked, as many by one thread as by another. */
async function link$1(linking, workers) {
	const { parts, columns } = linking;
	const share = Math.ceil(parts.length / (workers.length + 1));
	const elsewhere = workers.map((worker, i) => worker.link(parts.slice(share * (i + 1), share * (i + 2)), columns));
	const here = parts.slice(0, share).map((part) => linkPart(part, columns));
	return linking.graph([here, ...await Promise.all(elsewhere)].flat());
}
/** The threads that read a plain file. */
var FileReaders = class {
	#task;
	#hired = new AsyncDisposableStack();
	workers;
	constructor({ fd, fileBytes }, { stringHashes = false, workers, blockBytes = 2 ** 17, stretchBytes = 2 ** 24 }) {
		const next = new Int32Array(new SharedArrayBuffer(4));
		this.#task = {
			stretches: {
				fd,
				fileBytes,
				stretchBytes,
				blockBytes,
				next
			},
			withHashes: stringHashes
		};
		this.workers = Array.from({ length: workers ?? workersThatPay(fileBytes) }, () => this.#hired.use(new DumpWorker(this.#task)));
	}
	/** What no other thread took is read in this one. */
	async parts() {
		return [readHere(this.#task), ...await Promise.all(this.workers.map((worker) => worker.read))].flatMap(({ parts, tables }) => [...parts].map(([number, part]) => ({
			number,
			part,
			tables
		}))).sort((a, b) => a.number - b.number);
	}
	async [Symbol.asyncDispose]() {
		await this.#hired.disposeAsync();
	}
};
const workersThatPay = (fileBytes) => Math.min(mostWorkers, availableParallelism() - 1, Math.floor(fileBytes / bytesPerWorker));
async function readStream({ chunks }, { stringHashes = false, blockBytes = 2 ** 20, stretchBytes = 2 ** 24 }) {
	const reader = new RowReader(stringHashes);
	const buffer = new RowBuffer(reader, blockBytes);
	const parts = [];
	let bytes = 0;
	for await (const chunk of chunks) {
		for (let at = 0; at < chunk.length;) {
			const count = chunk.copy(buffer.room(), 0, at);
			buffer.took(count);
			at += count;
		}
		bytes += chunk.length;
		if (bytes < stretchBytes) continue;
		parts.push(reader.part());
		bytes = 0;
	}
	buffer.end();
	parts.push(reader.part());
	const tables = reader.tables();
	return parts.map((part) => ({
		part,
		tables
	}));
}
function assertReadable(parts) {
	const rows = parts.reduce((sum, { part }) => sum + part.rows, 0);
	const skipped = parts.reduce((sum, { part }) => sum + part.skippedRows, 0);
	if (rows === 0) throw new CannotMeasure("this is empty: no heap dump was written to it");
	if (skipped === rows) throw new CannotMeasure("this is no heap dump of Ruby (ObjectSpace.dump_all): no line of it is a row of one");
	if (skipped > rows * largestSkippedShare) {
		const first = skippedLinesOf(parts)[0];
		throw new CannotMeasure(`${skipped} of ${rows} rows ${skipped === 1 ? `is not a row of a Ruby heap dump (line ${first})` : `are not rows of a Ruby heap dump (the first is line ${first})`}; was the disk full, or the dump cut short?`);
	}
}
const shownName = (file) => file === "-" ? "standard input" : file || "the heap dump";
function refusal(name, error) {
	const { code, syscall } = error;
	if (error instanceof CannotMeasure) return new CannotMeasure(`${name}: ${error.message}`, { cause: error });
	if (isLackOfMemory(error)) return new CannotMeasure(`${name}: ${moreMemory}`, { cause: error });
	return syscall === "read" ? new CannotMeasure(`${name}: it cannot be read (${code})`, { cause: error }) : error;
}
// src/runtimes/ruby/dump/row-redactor.ts
/** What may be kept of a row. Whatever is not named here is left out: a new Ruby may write what is secret. */
const keptFields = new Map([
	...fields(isAddress, [
		"address",
		"class",
		"superclass",
		"default"
	]),
	...fields(isAddresses, ["references"]),
	...fields(isWord, [
		"type",
		"root",
		"imemo_type",
		"struct",
		"encoding"
	]),
	...fields(isNumber, [
		"memsize",
		"bytesize",
		"line",
		"generation",
		"length",
		"size",
		"capacity",
		"ivars"
	]),
	...fields(isBoolean, [
		"singleton",
		"embedded",
		"frozen",
		"shared",
		"fstring"
	])
]);
/** Fields that hold names of the program's. */
const namedFields = /* @__PURE__ */ new Set([
	"name",
	"real_class_name",
	"method"
]);
function fields(isKept, names) {
	return names.map((name) => [name, isKept]);
}
function isAddress(value) {
	return typeof value === "string" && /^0x[0-9a-f]{1,16}$/.test(value);
}
function isAddresses(value) {
	return Array.isArray(value) && value.every(isAddress);
}
function isWord(value) {
	return typeof value === "string" && /^[\w ./:()<>#-]{0,80}$/.test(value);
}
function isNumber(value) {
	return typeof value === "number";
}
function isBoolean(value) {
	return typeof value === "boolean";
}
/**
* Rows of a dump without what they say: values of strings and symbols become keyed hashes, so that equal ones can still
* be told; sizes, lengths, names and references stay. Texts are byte strings.
*/
var RowRedactor = class {
	#how;
	/** Whoever knows its key can try values: it is to be forgotten with the run. */
	constructor(how) {
		this.#how = how;
	}
	/** One line for each, so that lines keep their numbers: a row that cannot be read has nothing left in it. */
	redact(line) {
		const row = parsed(line);
		if (row === void 0) return line.trim() === "" ? "" : "{}";
		return `{${Object.entries(row).flatMap(([key, value]) => {
			const left = this.#left(key, value);
			return left === void 0 ? [] : [`"${key}":${spelled(left)}`];
		}).join(", ")}}`;
	}
	#left(key, value) {
		if (keptFields.get(key)?.(value)) return value;
		if (typeof value !== "string") return void 0;
		if (key === "value") return this.#hashed(value);
		if (namedFields.has(key)) return inUtf8(value, this.#how.name);
		return key === "file" ? inUtf8(value, this.#how.file) : void 0;
	}
	#hashed(value) {
		return createHmac("sha256", this.#how.key).update(value, "latin1").digest("hex").slice(0, 24);
	}
};
function parsed(line) {
	try {
		const row = JSON.parse(line);
		return typeof row === "object" && row !== null && !Array.isArray(row) ? row : void 0;
	} catch {
		return;
	}
}
/** As the VM does, which is read fastest. */
function spelled(value) {
	if (Array.isArray(value)) return `[${value.map((each) => `"${each}"`).join(", ")}]`;
	return JSON.stringify(value).replace(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
/** Changes a text that stands in bytes, which stay as they are where nothing is changed. */
function inUtf8(bytes, change) {
	const text = Buffer.from(bytes, "latin1").toString("utf8");
	const changed = change(text);
	return changed === text ? bytes : Buffer.from(changed).toString("latin1");
}
// src/heap/group-tree.ts
/** In place of a group or a node, where there is none. */
const unreached = 4294967295;
// src/heap/waiting-caches.ts
/** Caches that a walk has come by and enters when nothing else is left. */
var WaitingCaches = class {
	#waiting = [];
	add(node, from, groupId) {
		this.#waiting.push({
			node,
			from,
			groupId
		});
	}
	/** Takes those out that are still unreached, by the number of their group and then by the rank of their label. */
	take(isUnreached, rankOf) {
		const taken = this.#waiting.filter(({ node }) => isUnreached(node));
		this.#waiting = [];
		return taken.sort((a, b) => a.groupId - b.groupId || rankOf(a.node) - rankOf(b.node));
	}
};
// src/heap/walked-group.ts
/** A group while the heap is walked. */
var WalkedGroup = class {
	id;
	parent;
	label;
	/** Number of the label in its graph, or `notInGraph`. */
	labelNumber;
	className;
	kind;
	children = [];
	/** By number of the label; a chain that was folded leads back to its own ancestor. */
	next;
	spans = [];
	objects = 0;
	shallowBytes = 0;
	constructor(id, label, labelNumber, kind, parent) {
		this.id = id;
		this.label = label;
		this.labelNumber = labelNumber;
		this.className = label;
		this.kind = kind;
		this.parent = parent;
	}
};
/** Copies of a chain kept apart before the next is folded back; with fewer the holder would move up to an innocent one. */
const copiesKept = 3;
/**
* A linked list would be a path as long as the list. When `label` would be the next step of a chain that already
* stands `copiesKept` times above it, this is the group one period higher, which then takes the rest of the chain.
*/
function foldedInto(parent, label) {
	const path = [];
	let group = parent;
	while (group?.parent && path.length < 24) {
		path.push(group);
		group = group.parent;
	}
	for (let period = 1; period * copiesKept <= path.length; period++) if (path[period - 1]?.labelNumber === label && isPeriodic(path, period)) return path[period - 1];
}
function isPeriodic(path, period) {
	for (let i = 0; i + period < period * copiesKept; i++) if (path[i]?.labelNumber !== path[i + period]?.labelNumber) return false;
	return true;
}
// src/heap/grouped-paths.ts
/**
* Breadth first from the roots, in an order that gives an object to the holder that means it: globals first, then
* what only classes lead to, then threads, then stale stack slots, and last the VM's caches.
*/
function groupPaths(graph) {
	const walk = new Walk(graph);
	for (const kind of [
		"global",
		"thread",
		"stack"
	]) {
		walk.enterRoots(kind);
		walk.run();
	}
	while (walk.enterCaches()) walk.run();
	return walk.tree();
}
const reachedKind = 255;
/** Of root sets and threads, which are labelled by what they are called. */
const notInGraph = -1;
var Walk = class {
	#graph;
	#ranks;
	#groups = [];
	#root;
	/** The kind of each node that is unreached, else `reachedKind`: in one byte, since every edge asks for it. */
	#unreachedKinds;
	#groupOf;
	#reachedFrom;
	/** Nodes in the order in which they were put into groups. */
	#queue;
	#queued = 0;
	/** What was reached from the group that is being followed, and how much of each label. */
	#reached;
	#reachedCount = 0;
	#countOf;
	#reachedLabels = [];
	/** Spans of the queue that were not followed yet. */
	#frontier = [];
	#classEdgesFollowed = 0;
	#waiting = new WaitingCaches();
	constructor(graph) {
		this.#graph = graph;
		this.#ranks = ranksOf(graph.names);
		this.#unreachedKinds = graph.kinds.slice();
		this.#groupOf = new Uint32Array(graph.nodeCount).fill(unreached);
		this.#reachedFrom = new Uint32Array(graph.nodeCount).fill(unreached);
		this.#queue = new Uint32Array(graph.nodeCount);
		this.#reached = new Uint32Array(graph.nodeCount);
		this.#countOf = new Uint32Array(graph.names.length);
		this.#root = this.#newGroup("heap", notInGraph, void 0, void 0);
	}
	tree() {
		const ranks = this.#ranks;
		const rankOf = (group) => ranks[group.labelNumber] ?? 0;
		for (const { children } of this.#groups) children.sort((a, b) => rankOf(a) - rankOf(b));
		this.#weigh();
		this.#root.children.sort((a, b) => compare(a.label, b.label));
		const reachedFrom = this.#reachedFrom;
		return {
			root: this.#root,
			groups: this.#groups,
			groupOf: this.#groupOf,
			reachedFrom,
			nodesOf: (group) => this.#nodesOf(group.id),
			pathTo: (node) => {
				const path = [];
				for (let step = node; step !== unreached; step = reachedFrom[step] ?? 4294967295) path.push(step);
				return path.reverse();
			}
		};
	}
	/** Adds up the bytes of the groups, in the order of the nodes, which memory likes better than that of the walk. */
	#weigh() {
		const bytesOf = new Float64Array(this.#groups.length);
		for (let node = 0; node < this.#groupOf.length; node++) {
			const group = this.#groupOf[node] ?? 4294967295;
			if (group !== 4294967295) bytesOf[group] = (bytesOf[group] ?? 0) + (this.#graph.shallowBytes[node] ?? 0);
		}
		for (const group of this.#groups) group.shallowBytes = bytesOf[group.id] ?? 0;
	}
	#nodesOf(id) {
		const { spans = [], objects = 0 } = this.#groups[id] ?? {};
		const nodes = new Uint32Array(objects);
		let at = 0;
		for (const { start, end } of spans) {
			nodes.set(this.#queue.subarray(start, end), at);
			at += end - start;
		}
		return nodes;
	}
	enterRoots(kind) {
		const sets = this.#graph.roots.filter((set) => set.kind === kind);
		for (const set of sets.toSorted((a, b) => compare(a.label, b.label))) if (kind === "thread") this.#enterThread(set);
		else this.#enterRootSet(set);
	}
	#enterRootSet(set) {
		const group = this.#topGroup(`root ${set.label}`, set.kind === "stack" ? NodeKind.cache : void 0);
		for (const node of set.nodes) {
			const kind = this.#unreachedKinds[node];
			if (kind !== reachedKind) this.#reach(node, kind, unreached, group);
		}
		this.#openGroups(group);
	}
	#enterThread(set) {
		const group = this.#topGroup(`Thread "${set.label}"`, NodeKind.thread);
		for (const node of set.nodes) {
			group.className = this.#graph.names[this.#graph.labels[node] ?? 0] ?? "";
			if (this.#unreachedKinds[node] !== reachedKind) this.#put(node, group);
		}
	}
	/** Follows edges level by level, and those to classes where nothing else is left, until nothing new is reached. */
	run() {
		const edges = {
			starts: this.#graph.edgeStarts,
			targets: this.#graph.edgeTargets
		};
		do {
			while (this.#frontier.length > 0) for (const spans of this.#takeFrontier()) {
				for (const { group, start, end } of spans) this.#follow(this.#queue, start, end, group, edges);
				if (spans[0]) this.#openGroups(spans[0].group);
			}
			this.#enterClassEdges();
		} while (this.#frontier.length > 0);
	}
	/** Groups were numbered in a deterministic order, so their numbers are one. */
	#takeFrontier() {
		const spans = this.#frontier.sort((a, b) => a.group.id - b.group.id);
		this.#frontier = [];
		const runs = [];
		for (const span of spans) {
			const run = runs.at(-1);
			if (run?.[0]?.group === span.group) run.push(span);
			else runs.push([span]);
		}
		return runs;
	}
	/** Follows the edges from everything reached so far to its class and superclass. */
	#enterClassEdges() {
		const edges = {
			starts: this.#graph.classEdgeStarts,
			targets: this.#graph.classEdgeTargets
		};
		const byGroup = /* @__PURE__ */ new Map();
		const leadsOn = this.#leadsOn(edges, this.#queued - this.#classEdgesFollowed);
		for (; this.#classEdgesFollowed < this.#queued; this.#classEdgesFollowed++) {
			const node = this.#queue[this.#classEdgesFollowed] ?? 0;
			if (!leadsOn(node)) continue;
			const group = this.#groupOf[node] ?? 0;
			const nodes = byGroup.get(group);
			if (nodes) nodes.push(node);
			else byGroup.set(group, [node]);
		}
		for (const [id, nodes] of [...byGroup].sort(([a], [b]) => a - b)) {
			const group = this.#groups[id] ?? this.#root;
			this.#follow(Uint32Array.from(nodes), 0, nodes.length, group, edges);
			this.#openGroups(group);
		}
	}
	/** Tells of a node whether `edges` lead from it to something unreached; `asked` is how many nodes that is asked of. */
	#leadsOn({ starts, targets }, asked) {
		const unreachedKinds = this.#unreachedKinds;
		const leadsOn = (node) => {
			const end = starts[node + 1] ?? 0;
			for (let edge = starts[node] ?? 0; edge < end; edge++) if (unreachedKinds[targets[edge] ?? 0] !== reachedKind) return true;
			return false;
		};
		if (asked < this.#graph.nodeCount / 4) return leadsOn;
		const marks = new Uint8Array(this.#graph.nodeCount);
		for (let node = 0; node < marks.length; node++) if (leadsOn(node)) marks[node] = 1;
		return (node) => marks[node] === 1;
	}
	/** Enters the caches that were passed over. Answers whether there were any. */
	enterCaches() {
		const isUnreached = (node) => this.#unreachedKinds[node] !== reachedKind;
		const rankOf = (node) => this.#ranks[this.#graph.labels[node] ?? 0] ?? 0;
		const entered = this.#waiting.take(isUnreached, rankOf);
		for (const { node, from, groupId } of entered) {
			if (!isUnreached(node)) continue;
			this.#reachedFrom[node] = from;
			this.#put(node, this.#childOf(this.#groups[groupId] ?? this.#root, this.#graph.labels[node] ?? 0, node));
		}
		return entered.length > 0;
	}
	/** Notes what edges lead to from `nodes[start .. end]`, which are of `group`. */
	#follow(nodes, start, end, group, edges) {
		const unreachedKinds = this.#unreachedKinds;
		const { starts, targets } = edges;
		for (let i = start; i < end; i++) {
			const node = nodes[i] ?? 0;
			const edgesEnd = starts[node + 1] ?? 0;
			for (let edge = starts[node] ?? 0; edge < edgesEnd; edge++) {
				const target = targets[edge] ?? 0;
				const kind = unreachedKinds[target];
				if (kind !== reachedKind) this.#reach(target, kind, node, group);
			}
		}
	}
	/** Notes that `node`, of `kind` and unreached so far, was reached from `from`, a node of `group`. */
	#reach(node, kind, from, group) {
		if (kind === NodeKind.thread) return;
		if (kind === NodeKind.cache && group.kind !== NodeKind.cache) {
			this.#waiting.add(node, from, group.id);
			return;
		}
		this.#unreachedKinds[node] = reachedKind;
		this.#reachedFrom[node] = from;
		this.#reached[this.#reachedCount++] = node;
		const label = this.#graph.labels[node] ?? 0;
		const count = this.#countOf[label] ?? 0;
		if (count === 0) this.#reachedLabels.push(label);
		this.#countOf[label] = count + 1;
	}
	/** Puts what was reached from `group` into its children, sorted by label: in the queue it then stands by group. */
	#openGroups(group) {
		const labels = this.#reachedLabels.sort((a, b) => (this.#ranks[a] ?? 0) - (this.#ranks[b] ?? 0));
		if (labels.length === 0) return;
		const cursors = this.#countOf;
		const start = this.#queued;
		for (const label of labels) {
			const count = cursors[label] ?? 0;
			cursors[label] = this.#queued;
			this.#queued += count;
		}
		this.#sortReached(cursors);
		let from = start;
		for (const label of labels) {
			const end = cursors[label] ?? 0;
			this.#settle({
				group: this.#childOf(group, label, this.#queue[from] ?? 0),
				start: from,
				end
			});
			cursors[label] = 0;
			from = end;
		}
		this.#reachedCount = 0;
		this.#reachedLabels = [];
	}
	/** Moves what was reached to the places in the queue that `cursors` holds by label. */
	#sortReached(cursors) {
		const { labels } = this.#graph;
		const reached = this.#reached;
		const queue = this.#queue;
		for (let i = 0; i < this.#reachedCount; i++) {
			const node = reached[i] ?? 0;
			const label = labels[node] ?? 0;
			const cursor = cursors[label] ?? 0;
			queue[cursor] = node;
			cursors[label] = cursor + 1;
		}
	}
	#put(node, group) {
		this.#unreachedKinds[node] = reachedKind;
		this.#queue[this.#queued] = node;
		this.#settle({
			group,
			start: this.#queued,
			end: ++this.#queued
		});
	}
	/** Makes the nodes of a span part of its group. */
	#settle(span) {
		const { group, start, end } = span;
		for (let i = start; i < end; i++) this.#groupOf[this.#queue[i] ?? 0] = group.id;
		group.objects += end - start;
		group.spans.push(span);
		this.#frontier.push(span);
	}
	#topGroup(label, kind) {
		return this.#root.children.find((child) => child.label === label) ?? this.#newGroup(label, notInGraph, kind, this.#root);
	}
	/** The child of `parent` for nodes such as `node`. */
	#childOf(parent, label, node) {
		const known = parent.next?.get(label);
		if (known) return known;
		const kind = this.#graph.kinds[node];
		const child = foldedInto(parent, label) ?? this.#newGroup(this.#graph.names[label] ?? "", label, kind, parent);
		parent.next ??= /* @__PURE__ */ new Map();
		parent.next.set(label, child);
		return child;
	}
	#newGroup(label, labelNumber, kind, parent) {
		const group = new WalkedGroup(this.#groups.length, label, labelNumber, kind, parent);
		this.#groups.push(group);
		parent?.children.push(group);
		return group;
	}
};
/** The place of each name in alphabetical order. */
function ranksOf(names) {
	const ranks = new Uint32Array(names.length);
	const sorted = [...names.keys()].sort((a, b) => compare(names[a] ?? "", names[b] ?? ""));
	for (const [rank, label] of sorted.entries()) ranks[label] = rank;
	return ranks;
}
const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
// src/heap/source-file.ts
/**
* A file of an installed package, named from the package: `rack-2.2.9/lib/rack.rb`. Undefined for any other file.
* The system's own gems are in `gems/3.1.0/gems/`.
*/
function pathInPackage(file) {
	return /\/(?:gems|node_modules)\/(?!\d[^/]*\/gems\/)((?:@[^/]+\/)?[^/]+\/.+)$/.exec(file)?.[1];
}
/** A file of the language's own library, named from its version: `ruby/3.1.0/set.rb`. Undefined for any other file. */
function pathInLanguage(file) {
	return /\/(ruby\/(?:\d[^/]*|vendor_ruby|site_ruby)\/.+)$/.exec(file)?.[1];
}
/** The package with its version, `(ruby)` for what comes with the language, `(app)` for all else. */
function packageOf(file) {
	const inPackage = pathInPackage(file);
	if (inPackage !== void 0) return /^(?:@[^/]+\/)?[^/]+/.exec(inPackage)?.[0] ?? inPackage;
	return file.startsWith("<internal:") || pathInLanguage(file) !== void 0 ? "(ruby)" : "(app)";
}
// src/heap/references.ts
const referencesOf = ({ edgeTargets, classEdgeTargets, lostReferences }) => ({
	references: edgeTargets.length + classEdgeTargets.length + lostReferences,
	lostReferences
});
export { CannotMeasure as C, _usingCtx as S, formatPerRequest as _, groupPaths as a, repeatedStrings as b, DumpReading as c, readAsWorker as d, formatByteGrowth as f, formatGrowth as g, formatDuration as h, pathInPackage as i, readRubyDump as l, formatCount as m, packageOf as n, unreached as o, formatBytes as p, pathInLanguage as r, RowRedactor as s, referencesOf as t, doTask as u, formatQuantity as v, largestRows as x, NodeKind as y };
