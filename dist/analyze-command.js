import { C as CannotMeasure, S as _usingCtx, a as groupPaths, b as repeatedStrings, c as DumpReading, i as pathInPackage, m as formatCount, n as packageOf, p as formatBytes, r as pathInLanguage, t as referencesOf, v as formatQuantity, x as largestRows, y as NodeKind } from "./dump.js";
import { A as paragraph, C as html, D as fittedTable, E as formatHash, En as nearest, Rt as shownName, S as Html, T as formatAddress, X as visible, Y as forTerminal, _ as progressing, b as writeOutput, d as assertNoDump, h as printNotice, j as terminal, k as factLines, p as assertWritable, u as assertApart, v as terminalOptions, w as cutShortNotice, x as PAGE_STYLE } from "./report.js";
import { r as exitStatus } from "./front.js";
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
// src/heap/class-labels.ts
/**
* The same heap with classes and modules counted under what they are rather than each under its own name, as tables
* by class want it. Singleton classes stay apart: most of them are the VM's own.
*/
function withClassLabels(graph) {
	const names = [...graph.names];
	const labels = graph.labels.slice();
	const sortOf = /* @__PURE__ */ new Map();
	for (let node = 0; node < graph.nodeCount; node++) {
		if (graph.kinds[node] !== NodeKind.classOrModule) continue;
		const own = labels[node] ?? 0;
		const sort = sortOf.get(own) ?? indexIn(names, sortNamed(graph.names[own] ?? ""));
		sortOf.set(own, sort);
		labels[node] = sort;
	}
	return {
		...graph,
		names,
		labels
	};
}
/** From a label such as `class Shop` or `singleton class < Shop`. */
function sortNamed(label) {
	if (label.startsWith("singleton class")) return "singleton class";
	return label.startsWith("class ") ? "Class" : "Module";
}
function indexIn(names, name) {
	const known = names.indexOf(name);
	return known >= 0 ? known : names.push(name) - 1;
}
// src/heap/depth-first.ts
/** Walks from all root sets alike over the edges, and over those to classes too unless `classEdges` is false. */
function walkDepthFirst(graph, classEdges) {
	const { nodeCount, roots } = graph;
	const own = {
		starts: graph.edgeStarts,
		targets: graph.edgeTargets
	};
	const toClasses = {
		starts: graph.classEdgeStarts,
		targets: graph.classEdgeTargets
	};
	const edgeSets = classEdges ? [toClasses, own] : [own];
	const edgeCount = edgeSets.reduce((sum, { targets }) => sum + targets.length, 0);
	const rootCount = roots.reduce((sum, set) => sum + set.nodes.length, 0);
	const numbers = new Uint32Array(nodeCount);
	const nodes = new Uint32Array(nodeCount + 1);
	const parents = new Uint32Array(nodeCount + 1);
	const leastSources = new Uint32Array(nodeCount + 1);
	const inRootSet = new Uint8Array(nodeCount);
	const backward = new Uint32Array(2 * edgeCount);
	/** Nodes that are yet to be met, each with the number that has an edge to it; the last comes first. */
	const waiting = new Uint32Array(2 * (edgeCount + rootCount));
	let listed = 0;
	let top = 0;
	let met = 0;
	nodes[0] = nodeCount;
	for (const set of roots) for (const node of set.nodes) {
		inRootSet[node] = 1;
		waiting[top] = node;
		top += 2;
	}
	while (top > 0) {
		top -= 2;
		const node = waiting[top] ?? 0;
		const source = waiting[top + 1] ?? 0;
		const known = numbers[node] ?? 0;
		if (known > 0) {
			if (source < (leastSources[known] ?? 0)) leastSources[known] = source;
			continue;
		}
		const number = ++met;
		numbers[node] = number;
		nodes[number] = node;
		parents[number] = source;
		leastSources[number] = source;
		for (const { starts, targets } of edgeSets) {
			const start = starts[node] ?? 0;
			for (let edge = (starts[node + 1] ?? 0) - 1; edge >= start; edge--) {
				const target = targets[edge] ?? 0;
				const targetNumber = numbers[target] ?? 0;
				if (targetNumber === 0) {
					waiting[top] = target;
					waiting[top + 1] = number;
					top += 2;
				} else if (targetNumber !== number && inRootSet[target] === 0) {
					backward[listed] = number;
					backward[listed + 1] = targetNumber;
					listed += 2;
				}
			}
		}
	}
	return {
		nodes: nodes.subarray(0, met + 1),
		parents: parents.subarray(0, met + 1),
		leastSources: leastSources.subarray(0, met + 1),
		backward: backward.subarray(0, listed)
	};
}
// src/heap/semidominators.ts
/**
* The semidominator of each number of `walk`: the least number from which a path over greater numbers alone leads to
* it. After Thomas Lengauer and Robert Tarjan, "A fast algorithm for finding dominators in a flowgraph" (1979).
* Takes the place of `walk.leastSources`.
*/
function findSemidominators(walk) {
	const { parents, leastSources: semidominators } = walk;
	const { starts, sources } = sourcesByTarget(walk.backward, parents.length);
	const ancestors = parents.slice();
	/** The least semidominator on the way from each to below its ancestor. */
	const least = new Uint32Array(parents.length);
	const path = new Uint32Array(parents.length);
	for (let number = parents.length - 1; number > 0; number--) {
		let semidominator = semidominators[number] ?? 0;
		const end = starts[number + 1] ?? 0;
		for (let edge = starts[number] ?? 0; edge < end; edge++) {
			const source = sources[edge] ?? 0;
			let ancestor = ancestors[source] ?? 0;
			if (ancestor > number) {
				let step = source;
				let length = 0;
				while (ancestor > number) {
					path[length++] = step;
					step = ancestor;
					ancestor = ancestors[step] ?? 0;
				}
				let leastAbove = least[step] ?? 0;
				while (length > 0) {
					step = path[--length] ?? 0;
					const leastHere = least[step] ?? 0;
					if (leastHere < leastAbove) leastAbove = leastHere;
					else least[step] = leastAbove;
					ancestors[step] = ancestor;
				}
			}
			const leastOver = least[source] ?? 0;
			if (leastOver < semidominator) semidominator = leastOver;
		}
		semidominators[number] = semidominator;
		least[number] = semidominator;
	}
	return semidominators;
}
/** From pairs of source and target to CSR: those of `target` are `sources[starts[target] .. starts[target + 1]]`. */
function sourcesByTarget(edges, count) {
	const starts = new Uint32Array(count + 1);
	for (let i = 1; i < edges.length; i += 2) {
		const target = edges[i] ?? 0;
		starts[target] = (starts[target] ?? 0) + 1;
	}
	let end = 0;
	for (let target = 0; target <= count; target++) {
		end += starts[target] ?? 0;
		starts[target] = end;
	}
	const sources = new Uint32Array(edges.length / 2);
	for (let i = 0; i < edges.length; i += 2) {
		const target = edges[i + 1] ?? 0;
		const place = (starts[target] ?? 0) - 1;
		starts[target] = place;
		sources[place] = edges[i] ?? 0;
	}
	return {
		starts,
		sources
	};
}
// src/heap/immediate-dominators.ts
/**
* The immediate dominator of each number of `walk`, as numbers; 0 is the virtual root. SEMI-NCA after Loukas
* Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems" (2005). The climb from parent to
* semidominator goes over jump pointers after Eugene Myers, "An applicative random-access stack" (1983), so that it takes
* logarithmic time on long chains too. Uses the columns of `walk` up.
*/
function immediateDominators(walk) {
	const { parents } = walk;
	const semidominators = findSemidominators(walk);
	const dominators = semidominators;
	/** A dominator some way up each, so that a climb has few steps. */
	const jumps = parents;
	const depths = new Uint32Array(parents.length);
	for (let number = 1; number < parents.length; number++) {
		const semidominator = semidominators[number] ?? 0;
		let dominator = parents[number] ?? 0;
		while (dominator > semidominator) {
			const jump = jumps[dominator] ?? 0;
			dominator = jump >= semidominator ? jump : dominators[dominator] ?? 0;
		}
		dominators[number] = dominator;
		const jump = jumps[dominator] ?? 0;
		const depth = depths[dominator] ?? 0;
		const jumpDepth = depths[jump] ?? 0;
		const equal = depth - jumpDepth === jumpDepth - (depths[jumps[jump] ?? 0] ?? 0);
		jumps[number] = equal ? jumps[jump] ?? 0 : dominator;
		depths[number] = depth + 1;
	}
	return dominators;
}
// src/heap/dominators.ts
/** In place of a dominator, where there is none. */
const unreachable = 4294967295;
/** Exact dominators and retained sizes, over the edges to classes and superclasses too unless `classEdges` is false. */
function dominatorTree(graph, options = {}) {
	const walk = walkDepthFirst(graph, options.classEdges ?? true);
	const dominators = immediateDominators(walk);
	const { nodes } = walk;
	const root = graph.nodeCount;
	const reachable = nodes.length - 1;
	const parents = new Uint32Array(root + 1).fill(unreachable);
	const retainedBytes = new Float64Array(root + 1);
	const retainedObjects = new Uint32Array(root + 1);
	for (let number = reachable; number > 0; number--) {
		const node = nodes[number] ?? 0;
		const parent = nodes[dominators[number] ?? 0] ?? 0;
		const bytes = (retainedBytes[node] ?? 0) + (graph.shallowBytes[node] ?? 0);
		const objects = (retainedObjects[node] ?? 0) + 1;
		parents[node] = parent;
		retainedBytes[node] = bytes;
		retainedObjects[node] = objects;
		retainedBytes[parent] = (retainedBytes[parent] ?? 0) + bytes;
		retainedObjects[parent] = (retainedObjects[parent] ?? 0) + objects;
	}
	const order = new Uint32Array(reachable);
	const next = new Uint32Array(root + 1);
	for (let number = 1; number <= reachable; number++) {
		const node = nodes[number] ?? 0;
		const parent = parents[node] ?? 0;
		const place = next[parent] ?? 0;
		order[place] = node;
		next[node] = place + 1;
		next[parent] = place + (retainedObjects[node] ?? 0);
	}
	return {
		root,
		parents,
		order,
		retainedBytes,
		retainedObjects,
		reachable
	};
}
// src/heap/retained-by-class.ts
/**
* Retained bytes by label, an index into `graph.names`. Only the topmost objects of a class count: one that another of
* its class dominates is within that one's retained size already. Classes that hold each other overlap.
*/
function retainedByClass(graph, tree) {
	const bytes = new Float64Array(graph.names.length);
	/** By label, where in the tree's order the last topmost object of it ends. */
	const insideUntil = new Uint32Array(graph.names.length);
	for (let i = 0; i < tree.order.length; i++) {
		const node = tree.order[i] ?? 0;
		const label = graph.labels[node] ?? 0;
		if (i < (insideUntil[label] ?? 0)) continue;
		insideUntil[label] = i + (tree.retainedObjects[node] ?? 0);
		bytes[label] = (bytes[label] ?? 0) + (tree.retainedBytes[node] ?? 0);
	}
	return bytes;
}
// src/heap/class-totals.ts
/** Every class that has an object, the largest retained size first. */
function classTotals(graph, tree) {
	const { nodeCount, names, labels, kinds, shallowBytes } = graph;
	const objects = new Uint32Array(names.length);
	const unreachableObjects = new Uint32Array(names.length);
	const bytes = new Float64Array(names.length);
	const internal = new Uint8Array(names.length);
	for (let node = 0; node < nodeCount; node++) {
		const label = labels[node] ?? 0;
		objects[label] = (objects[label] ?? 0) + 1;
		bytes[label] = (bytes[label] ?? 0) + (shallowBytes[node] ?? 0);
		if (tree.parents[node] === 4294967295) unreachableObjects[label] = (unreachableObjects[label] ?? 0) + 1;
		const kind = kinds[node];
		if (kind === NodeKind.internal || kind === NodeKind.cache) internal[label] = 1;
	}
	const retainedBytes = retainedByClass(graph, tree);
	return names.map((name, label) => ({
		name,
		internal: internal[label] === 1,
		objects: objects[label] ?? 0,
		unreachableObjects: unreachableObjects[label] ?? 0,
		bytes: bytes[label] ?? 0,
		retainedBytes: retainedBytes[label] ?? 0
	})).filter((row) => row.objects > 0).sort((a, b) => b.retainedBytes - a.retainedBytes || b.bytes - a.bytes || b.objects - a.objects);
}
// src/heap/site-totals.ts
/** Every line that a traced object comes from, the most bytes first; none where allocations were not traced. */
function siteTotals({ nodeCount, siteOf, shallowBytes, sites }) {
	const objects = new Uint32Array(sites.length);
	const bytes = new Float64Array(sites.length);
	for (let node = 0; node < nodeCount; node++) {
		const site = siteOf[node] ?? 0;
		objects[site] = (objects[site] ?? 0) + 1;
		bytes[site] = (bytes[site] ?? 0) + (shallowBytes[node] ?? 0);
	}
	return sites.flatMap((site, index) => site === void 0 || objects[index] === 0 ? [] : [{
		...site,
		gem: packageOf(site.file),
		objects: objects[index] ?? 0,
		bytes: bytes[index] ?? 0
	}]).sort(byBytes);
}
/** `sites` by package, the most bytes first. */
function gemTotals(sites) {
	const gems = /* @__PURE__ */ new Map();
	for (const { gem, objects, bytes } of sites) {
		const total = gems.get(gem) ?? {
			gem,
			objects: 0,
			bytes: 0
		};
		total.objects += objects;
		total.bytes += bytes;
		gems.set(gem, total);
	}
	return [...gems.values()].sort(byBytes);
}
const byBytes = (a, b) => b.bytes - a.bytes || b.objects - a.objects;
// src/heap/analysis.ts
/** The tables of one dump. `limit` is how many single objects and strings are listed; `strings`, where they are known. */
function analyzeHeap(graph, tree, limit, strings = repeatedStrings(graph, limit)) {
	const classes = classTotals(withClassLabels(graph), tree);
	const sites = siteTotals(graph);
	return {
		objects: graph.nodeCount,
		reachable: tree.reachable,
		bytes: classes.reduce((sum, { bytes }) => sum + bytes, 0),
		reachableBytes: tree.retainedBytes[tree.root] ?? 0,
		classes,
		retainers: largestObjects(graph, tree, limit, (node) => isRetainer(graph, tree, node)),
		sites,
		gems: gemTotals(sites),
		strings,
		skippedRows: graph.skippedRows,
		skippedLines: graph.skippedLines
	};
}
/** Reachable, and no link of a list. */
function isRetainer({ labels }, { root, parents }, node) {
	const dominator = parents[node] ?? 4294967295;
	return dominator !== 4294967295 && (dominator === root || labels[dominator] !== labels[node]);
}
/** The objects with the largest retained sizes among those that are meant, largest first. */
function largestObjects(graph, tree, limit, isMeant) {
	return largestRows(tree.retainedBytes.subarray(0, graph.nodeCount), limit, isMeant).map((node) => sizedObject(graph, tree, node));
}
function sizedObject(graph, tree, node) {
	return {
		address: graph.addresses[node] ?? 0,
		class: graph.names[graph.labels[node] ?? 0] ?? "",
		bytes: graph.shallowBytes[node] ?? 0,
		retainedObjects: tree.retainedObjects[node] ?? 0,
		retainedBytes: tree.retainedBytes[node] ?? 0,
		site: graph.sites[graph.siteOf[node] ?? 0]
	};
}
// src/analyze.ts
/** One dump, read, with what keeps what alive in it. */
var AnalyzedHeap = class {
	graph;
	tree;
	#limit;
	#strings;
	#analysis;
	/** `strings`, where they are known. */
	constructor(graph, tree, limit, strings) {
		this.#limit = limit;
		this.#strings = strings;
		this.graph = {
			...graph,
			names: graph.names.map(shownName)
		};
		this.tree = tree;
	}
	/** By node. */
	get retainedBytes() {
		return this.tree.retainedBytes.subarray(0, this.graph.nodeCount);
	}
	/** All tables, computed when they are first asked for. */
	get analysis() {
		this.#analysis ??= analyzeHeap(this.graph, this.tree, this.#limit, this.#strings);
		return this.#analysis;
	}
	/**
	* Tells the objects of a class, of `Class` or `Module`, or the class or module of that name where it has no
	* instances. Throws `CannotMeasure` with the nearest name where nothing is called so.
	*/
	called(name) {
		const views = [this.graph, withClassLabels(this.graph)];
		for (const wanted of [
			name,
			`class ${name}`,
			`module ${name}`
		]) for (const { names, labels } of views) {
			const label = names.indexOf(wanted);
			if (label >= 0) return (node) => labels[node] === label;
		}
		const near = nearest(name, this.graph.names);
		const hint = near === void 0 ? ": take a name from the tables" : `; did you mean "${near}"?`;
		throw new CannotMeasure(`nothing in this dump is called "${name}"${hint}`);
	}
	/** How many objects are meant. */
	count(isMeant) {
		let count = 0;
		for (let node = 0; node < this.graph.nodeCount; node++) if (isMeant(node)) count++;
		return count;
	}
	/** The object at an address such as `0x7f1234000028`. Throws `CannotMeasure` where there is none. */
	nodeAt(address) {
		const node = this.graph.addresses.indexOf(Number(address));
		if (node < 0) throw new CannotMeasure(`this dump has no object at ${address}: take an address from its tables`);
		return node;
	}
};
/** Reads one dump and finds out what holds what. Throws `CannotMeasure` where the file is no heap dump. */
async function analyze({ file, limit, progress }) {
	try {
		var _usingCtx$1 = _usingCtx();
		progress(`reading ${file}`);
		const reading = _usingCtx$1.a(new DumpReading(file, { stringHashes: true }));
		const graph = await reading.graph();
		progress(`finding out what holds what among ${graph.nodeCount.toLocaleString("en-US")} objects`);
		const strings = reading.repeatedStrings(graph, limit);
		return new AnalyzedHeap(graph, dominatorTree(graph), limit, await strings);
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
// src/heap/dominator-children.ts
/** The dominator tree from the top down; the virtual root has a row too. Children stand in the tree's order. */
function dominatorChildren({ root, parents, order }) {
	const starts = new Uint32Array(root + 2);
	for (const node of order) {
		const row = parents[node] ?? 0;
		starts[row] = (starts[row] ?? 0) + 1;
	}
	let end = 0;
	for (let row = 0; row <= root + 1; row++) {
		end += starts[row] ?? 0;
		starts[row] = end;
	}
	const children = new Uint32Array(order.length);
	for (let i = order.length - 1; i >= 0; i--) {
		const node = order[i] ?? 0;
		const row = parents[node] ?? 0;
		const place = (starts[row] ?? 0) - 1;
		starts[row] = place;
		children[place] = node;
	}
	return {
		starts,
		children
	};
}
// src/heap/class-tree.ts
/** Linear in the objects that are looked at: row after row, each object once. */
function classTree(graph, tree, { smallestBytes = 0, mostDepth = 128 } = {}) {
	const builder = new ClassTreeBuilder(graph, tree);
	for (let row = 0; row < builder.parents.length; row++) if ((builder.retainedBytes[row] ?? 0) >= smallestBytes && (builder.depths[row] ?? 0) < mostDepth) builder.open(row);
	return builder;
}
var ClassTreeBuilder = class {
	parents = [0];
	labels = [0];
	depths = [0];
	objects = [1];
	retainedBytes;
	ownBytes;
	#graph;
	#tree;
	#children;
	/** The objects of row after row; the virtual root stands for those of row 0. */
	#members;
	/** Where in `members` the objects of each row begin. */
	#starts = [0];
	#placed = 1;
	/** By label, the row below the one in hand, where `#rowAbove` says that it is below that one. */
	#rowBelow;
	#rowAbove;
	constructor(graph, tree) {
		this.#graph = graph;
		this.#tree = tree;
		this.#children = dominatorChildren(tree);
		this.retainedBytes = [tree.retainedBytes[tree.root] ?? 0];
		this.ownBytes = [...this.retainedBytes];
		this.#members = new Uint32Array(tree.reachable + 1);
		this.#members[0] = tree.root;
		this.#rowBelow = new Uint32Array(graph.names.length);
		this.#rowAbove = new Int32Array(graph.names.length).fill(-1);
	}
	/** Adds a row for each class among what the objects of `row` dominate. */
	open(row) {
		const first = this.parents.length;
		this.#forEachChild(row, (node, label) => {
			if (this.#rowAbove[label] !== row) this.#addRow(row, label);
			const below = this.#rowBelow[label] ?? 0;
			this.objects[below] = (this.objects[below] ?? 0) + 1;
			this.retainedBytes[below] = (this.retainedBytes[below] ?? 0) + (this.#tree.retainedBytes[node] ?? 0);
		});
		for (let below = first; below < this.parents.length; below++) {
			this.#starts.push(this.#placed);
			this.#placed += this.objects[below] ?? 0;
			const bytes = this.retainedBytes[below] ?? 0;
			this.ownBytes.push(bytes);
			this.ownBytes[row] = (this.ownBytes[row] ?? 0) - bytes;
		}
		const next = this.#starts.slice(first);
		this.#forEachChild(row, (node, label) => {
			const below = (this.#rowBelow[label] ?? 0) - first;
			const place = next[below] ?? 0;
			this.#members[place] = node;
			next[below] = place + 1;
		});
	}
	#addRow(parent, label) {
		this.#rowAbove[label] = parent;
		this.#rowBelow[label] = this.parents.push(parent) - 1;
		this.labels.push(label);
		this.depths.push((this.depths[parent] ?? 0) + 1);
		this.objects.push(0);
		this.retainedBytes.push(0);
	}
	#forEachChild(row, visit) {
		const { starts, children } = this.#children;
		const from = this.#starts[row] ?? 0;
		const to = from + (this.objects[row] ?? 0);
		for (let i = from; i < to; i++) {
			const member = this.#members[i] ?? 0;
			const end = starts[member + 1] ?? 0;
			for (let at = starts[member] ?? 0; at < end; at++) {
				const node = children[at] ?? 0;
				visit(node, this.#graph.labels[node] ?? 0);
			}
		}
	}
};
// src/heap/root-path.ts
/** A shortest path to `node`, over what means to hold it where there is a choice; undefined for garbage. */
function rootPath(graph, tree, node) {
	const { groups, groupOf, pathTo } = groupPaths(graph);
	if (groupOf[node] === 4294967295) return void 0;
	const path = pathTo(node);
	const first = groups[groupOf[path[0] ?? node] ?? 0];
	const steps = path.map((step) => sizedObject(graph, tree, step));
	const [start, ...rest] = steps;
	const isThread = first?.parent?.parent === void 0;
	return {
		root: isThread ? void 0 : first?.parent?.label,
		steps: start && first && isThread ? [{
			...start,
			class: first.label
		}, ...rest] : steps
	};
}
// src/report/object-tables.ts
/** A linked list may be as long as the heap: of a longer path the middle is left out. */
const MAX_STEPS = 20;
/** Single objects, and what each keeps alive. */
function objectTable(title, objects, screen) {
	const rows = objects.map(({ address, class: name, bytes, retainedObjects, retainedBytes }) => [
		forTerminal(name, 200),
		formatAddress(address),
		formatBytes(bytes),
		formatCount(retainedObjects),
		formatBytes(retainedBytes)
	]);
	return fittedTable({
		head: [
			title,
			"address",
			"bytes",
			"objects",
			"retained"
		],
		rows
	}, screen);
}
/** What `heapgate analyze --instances` prints: `largest` are those that retain most of `count` objects. */
function renderInstances(name, count, largest, options) {
	const screen = terminal(options);
	return `${screen.colors.bold(paragraph(`${forTerminal(name)}: ${formatQuantity(count, "object")}`, screen))}\n\n${objectTable("Largest retained size", largest, screen)}`;
}
/** What `heapgate analyze --path` prints: the objects from a root to `object`, which is one of `count` of its class. */
function renderRootPath(object, path, count, options) {
	const screen = terminal(options);
	const others = count > 1 ? `, the largest of ${formatCount(count)}` : "";
	const title = `${forTerminal(object.class)} at ${formatAddress(object.address)}${others}`;
	if (path === void 0) return paragraph(`${title}: no root leads to it, it is garbage that was not collected yet.`, screen);
	const { root, steps } = path;
	const rows = [...root === void 0 ? [] : [[
		forTerminal(root),
		"",
		""
	]], ...steps.map(({ class: name, address, retainedBytes }) => [
		forTerminal(name, 200),
		formatAddress(address),
		formatBytes(retainedBytes)
	])];
	const cut = rows.length - MAX_STEPS;
	if (cut > 0) rows.splice(MAX_STEPS / 2, cut, [
		`… ${formatQuantity(cut, "more step")}`,
		"",
		""
	]);
	const tree = rows.map(([name = "", ...cells], depth) => [indented(name, depth), ...cells]);
	const table = fittedTable({
		head: [
			"Path",
			"address",
			"retained"
		],
		rows: tree,
		keepStart: true
	}, screen);
	return `${screen.colors.bold(paragraph(title, screen))}\n\n${table}`;
}
const indented = (name, depth) => depth === 0 ? name : `${"  ".repeat(depth - 1)}└ ${name}`;
// src/report/analysis-terminal.ts
const MAX_GARBAGE_CLASSES = 4;
const MAX_LINES = 8;
/** What `heapgate analyze` prints of a dump called `file`: totals, then tables of at most `limit` rows. */
function renderAnalysis(analysis, { file, limit, ...options }) {
	const screen = terminal(options);
	const total = `${forTerminal(file)}: ${formatQuantity(analysis.objects, "object")}, ${formatBytes(analysis.bytes)}`;
	return [
		screen.colors.bold(paragraph(total, screen)),
		factLines(totals(analysis), screen),
		classes(analysis, limit, screen),
		objectTable("Largest retained size", analysis.retainers, screen),
		gems(analysis, limit, screen),
		sites(analysis, limit, screen),
		strings(analysis, screen)
	].filter((block) => block !== "").join("\n\n");
}
function totals(analysis) {
	const { objects, reachable, bytes, reachableBytes, strings, skippedRows } = analysis;
	const amount = (count, size) => `${formatQuantity(count, "object")}, ${formatBytes(size)}`;
	return [
		{
			label: "Reachable",
			text: amount(reachable, reachableBytes)
		},
		{
			label: "Unreachable",
			text: amount(objects - reachable, bytes - reachableBytes) + garbagePhrase(analysis)
		},
		strings.values > 0 && {
			label: "Repeated",
			text: `${formatQuantity(strings.excessObjects, "string")} beyond the first of a value, ${formatBytes(strings.excessBytes)}`
		},
		analysis.sites.length === 0 && {
			label: "Allocations",
			text: "not traced; ObjectSpace.trace_object_allocations_start before the app loads adds their lines"
		},
		skippedRows > 0 && {
			label: "Skipped",
			text: skippedPhrase(analysis)
		}
	].filter((fact) => fact !== false);
}
function garbagePhrase({ classes }) {
	const most = classes.filter(({ unreachableObjects }) => unreachableObjects > 0).sort((a, b) => b.unreachableObjects - a.unreachableObjects);
	const shown = most.slice(0, MAX_GARBAGE_CLASSES).map(({ name, unreachableObjects }) => `${formatCount(unreachableObjects)} ${forTerminal(name)}`);
	const list = most.length > shown.length ? [...shown, "…"] : shown;
	return list.length === 0 ? "" : `: ${list.join(", ")}`;
}
function skippedPhrase({ skippedRows, skippedLines }) {
	const shown = skippedLines.slice(0, MAX_LINES).map(String);
	const list = skippedRows > shown.length ? [...shown, "…"] : shown;
	const noun = skippedRows === 1 ? "line" : "lines";
	return `${formatQuantity(skippedRows, "row")} that could not be read${list.length === 0 ? "" : ` (${noun} ${list.join(", ")})`}`;
}
function classes({ classes: all, bytes: total }, limit, screen) {
	const rows = all.slice(0, limit).map(({ name, internal, objects, bytes, retainedBytes }) => [
		`${forTerminal(name, 200)}${internal ? " (VM)" : ""}`,
		formatCount(objects),
		formatBytes(bytes),
		share$1(bytes, total),
		formatBytes(retainedBytes)
	]);
	return fittedTable({
		head: [
			"Class",
			"objects",
			"bytes",
			"of all",
			"retained"
		],
		rows,
		more: all.length - rows.length
	}, screen);
}
function gems({ gems: all }, limit, screen) {
	const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
	const rows = all.slice(0, limit).map(({ gem, objects, bytes }) => [
		forTerminal(gem, 200),
		formatCount(objects),
		formatBytes(bytes),
		share$1(bytes, total)
	]);
	return fittedTable({
		head: [
			"Allocated by gem",
			"objects",
			"bytes",
			"of traced"
		],
		rows,
		more: all.length - rows.length
	}, screen);
}
function sites({ sites: all }, limit, screen) {
	const rows = all.slice(0, limit).map(({ file, line, objects, bytes }) => [
		`${forTerminal(pathInPackage(file) ?? pathInLanguage(file) ?? file, 200)}:${line}`,
		formatCount(objects),
		formatBytes(bytes)
	]);
	return fittedTable({
		head: [
			"Allocated at line",
			"objects",
			"bytes"
		],
		rows,
		more: all.length - rows.length
	}, screen);
}
function strings({ strings: { largest, values } }, screen) {
	const rows = largest.map(({ length, hash, objects, bytes }) => [
		formatHash(hash),
		formatBytes(length),
		formatCount(objects),
		formatBytes(bytes)
	]);
	return fittedTable({
		head: [
			"Repeated string, by hash",
			"length",
			"objects",
			"bytes"
		],
		rows,
		more: values - rows.length
	}, screen);
}
/** `3.4 %`, and nothing for what would be shown as zero. */
function share$1(part, whole) {
	const percent = whole > 0 ? 100 * part / whole : 0;
	return percent < .05 ? "" : `${percent.toFixed(1)} %`;
}
// src/report/flamegraph-frames.ts
/** Lays the tree out from the top down, each row as wide as what it retains; rows below `smallestBytes` are joined. */
function flamegraphFrames(tree, smallestBytes) {
	const rowsBelow = /* @__PURE__ */ new Map();
	const smallBelow = /* @__PURE__ */ new Map();
	for (let row = 1; row < tree.parents.length; row++) {
		const parent = tree.parents[row] ?? 0;
		const bytes = tree.retainedBytes[row] ?? 0;
		if (bytes >= smallestBytes) pushTo(rowsBelow, parent, row);
		else {
			const small = smallBelow.get(parent) ?? {
				paths: 0,
				bytes: 0
			};
			small.paths += 1;
			small.bytes += bytes;
			smallBelow.set(parent, small);
		}
	}
	const frames = [];
	const place = (row, left) => {
		const depth = tree.depths[row] ?? 0;
		const bytes = tree.retainedBytes[row] ?? 0;
		const frame = {
			label: tree.labels[row],
			depth,
			left,
			bytes,
			count: tree.objects[row] ?? 0,
			below: 0
		};
		const index = frames.push(frame) - 1;
		let at = left;
		for (const below of widestFirst(rowsBelow.get(row) ?? [], tree)) {
			place(below, at);
			at += tree.retainedBytes[below] ?? 0;
		}
		const small = smallBelow.get(row);
		if (small && small.bytes >= smallestBytes) frames.push({
			label: void 0,
			depth: depth + 1,
			left: at,
			bytes: small.bytes,
			count: small.paths,
			below: 0
		});
		frame.below = frames.length - 1 - index;
	};
	place(0, 0);
	const cut = [...smallBelow.values()];
	return {
		frames,
		cutPaths: cut.reduce((sum, { paths }) => sum + paths, 0),
		cutBytes: cut.reduce((sum, { bytes }) => sum + bytes, 0)
	};
}
function pushTo(lists, key, value) {
	const list = lists.get(key);
	if (list === void 0) lists.set(key, [value]);
	else list.push(value);
}
const widestFirst = (rows, { retainedBytes }) => rows.sort((a, b) => (retainedBytes[b] ?? 0) - (retainedBytes[a] ?? 0) || a - b);
// src/report/flamegraph-script.ts
/**
* What happens on the flame graph's page. It reads the frames from the picture, which is whole without it, and writes
* names as text alone. Frames stand in the page each right before those below it, `data-below` of them.
*/
const FLAMEGRAPH_SCRIPT = `
'use strict';
const graph = document.getElementById('graph');
const tip = document.getElementById('tip');
const search = document.getElementById('search');
const found = document.getElementById('found');
const whole = document.getElementById('whole');
const characterWidth = 7.3;

const frames = [...graph.children].map((element, index) => {
  const title = element.querySelector('title');
  const frame = {
    element, index, facts: title.textContent, text: element.querySelector('text'),
    left: parseFloat(element.getAttribute('x')), width: parseFloat(element.getAttribute('width')),
    end: index + Number(element.dataset.below),
  };
  frame.name = frame.text.textContent;
  title.remove();
  return frame;
});
const frameOf = new Map(frames.map((frame) => [frame.element, frame]));
const frameAt = (event) => frameOf.get(event.target.closest('#graph > svg'));
let zoomed = frames[0];

function draw() {
  const pixels = graph.clientWidth / 100;
  for (const { element, text, name, index, end, left, width } of frames) {
    const isAbove = index < zoomed.index && end >= zoomed.index;
    const isShown = isAbove || (index >= zoomed.index && index <= zoomed.end);
    element.style.display = isShown ? '' : 'none';
    if (!isShown) continue;
    const shownWidth = isAbove ? 100 : (100 * width) / zoomed.width;
    element.setAttribute('x', (isAbove ? 0 : (100 * (left - zoomed.left)) / zoomed.width) + '%');
    element.setAttribute('width', shownWidth + '%');
    element.classList.toggle('above', isAbove);
    text.textContent = shortened(name, Math.floor((shownWidth * pixels - 8) / characterWidth));
  }
  whole.disabled = zoomed === frames[0];
}

/** The end of a class name says more than its beginning. */
function shortened(name, most) {
  const characters = [...name];
  if (characters.length <= most) return name;
  return most < 3 ? '' : '…' + characters.slice(1 - most).join('');
}

function zoomTo(frame) {
  zoomed = frame;
  tip.hidden = true;
  draw();
}

/** What is below a frame that was found is within that one's share already. */
function find(text) {
  const wanted = text.trim().toLowerCase();
  let share = 0, hits = 0, counted = -1;
  for (const { element, name, index, end, width } of frames) {
    const isHit = wanted !== '' && index > 0 && name.toLowerCase().includes(wanted);
    element.classList.toggle('hit', isHit);
    if (!isHit) continue;
    hits += 1;
    if (index > counted) { share += width; counted = end; }
  }
  graph.classList.toggle('searched', wanted !== '');
  found.textContent = wanted === '' ? '' : hits === 0 ? 'nothing found' : share.toFixed(1) + ' % in ' + hits + (hits === 1 ? ' frame' : ' frames');
}

graph.addEventListener('click', (event) => { const frame = frameAt(event); if (frame) zoomTo(frame); });
whole.addEventListener('click', () => zoomTo(frames[0]));
search.addEventListener('input', () => find(search.value));
search.form.addEventListener('submit', (event) => event.preventDefault());
addEventListener('resize', draw);
addEventListener('keydown', (event) => { if (event.key === 'Escape') zoomTo(frames[0]); });
graph.addEventListener('mouseleave', () => { tip.hidden = true; });
graph.addEventListener('mousemove', (event) => {
  const frame = frameAt(event);
  tip.hidden = !frame;
  if (!frame) return;
  tip.textContent = frame.facts;
  tip.style.left = Math.max(0, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + 'px';
  tip.style.top = Math.max(0, Math.min(event.clientY + 18, innerHeight - tip.offsetHeight - 8)) + 'px';
});
search.form.hidden = false;
draw();
`;
// src/report/flamegraph-style.ts
/** How the flame graph looks, on top of the page's style. */
const FLAMEGRAPH_STYLE = `
body { max-width: none; padding: 1.2rem 1.5rem 2rem; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem 1.2rem; margin-bottom: .8rem; }
header p { margin: 0; }
header form:not([hidden]) { margin-left: auto; display: flex; gap: .5rem; align-items: baseline; }
input, button { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 6px;
  padding: .2rem .6rem; }
input { width: 13rem; } button:enabled { cursor: pointer; }
#found { min-width: 11rem; text-align: right; font-variant-numeric: tabular-nums; }
#graph { width: 100%; }
#graph svg { cursor: pointer; }
#graph text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: #1f2328; pointer-events: none; }
rect { stroke: var(--back); stroke-width: .6; }
.all { fill: #c8ccd1; } .joined { fill: #e4e6e9; }
.c0 { fill: #f2b8a0; } .c1 { fill: #f4c98f; } .c2 { fill: #ecd98a; } .c3 { fill: #cfdd92; } .c4 { fill: #aadcae; }
.c5 { fill: #9adbc8; } .c6 { fill: #9fd4e6; } .c7 { fill: #aec6f0; } .c8 { fill: #c5bdf0; } .c9 { fill: #e0b6e4; }
@media (prefers-color-scheme: dark) { rect { fill-opacity: .85; } }
svg:hover > rect { stroke: var(--text); }
.above > rect { fill-opacity: .45; } .above > text, .searched svg:not(.hit) > text { fill: var(--text); }
.searched svg:not(.hit) > rect { fill-opacity: .25; }
.searched svg:not(.hit) > text { fill-opacity: .6; }
#tip { position: fixed; z-index: 1; max-width: 32rem; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--panel); box-shadow: 0 2px 8px #0003; pointer-events: none; overflow-wrap: anywhere; white-space: pre-line; }
`;
// \0@oxc-project+runtime@0.156.0/helpers/esm/taggedTemplateLiteral.js
function _taggedTemplateLiteral(e, t) {
	return t || (t = e.slice(0)), Object.freeze(Object.defineProperties(e, { raw: { value: Object.freeze(t) } }));
}
// src/report/flamegraph.ts
var _templateObject;
const ROW_HEIGHT = 20;
const COLORS = 10;
/**
* The dominator tree by class path as one page that loads nothing: a frame is as wide as what its objects retain, and
* below it is what only they hold. Frames narrower than `smallestShare` of the whole are joined, and that is said.
*/
function renderFlamegraph(tree, names, { file, smallestShare }) {
	const total = tree.retainedBytes[0] ?? 0;
	const { frames, cutPaths, cutBytes } = flamegraphFrames(tree, total * smallestShare);
	const depth = Math.max(...frames.map((frame) => frame.depth));
	const style = new Html(PAGE_STYLE + FLAMEGRAPH_STYLE);
	const script = new Html(FLAMEGRAPH_SCRIPT);
	return html(_templateObject || (_templateObject = _taggedTemplateLiteral([
		"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '",
		"'; script-src '",
		"'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>heapgate: ",
		"</title>\n<style>",
		"</style>\n</head>\n<body>\n<header>\n<h1>heapgate · ",
		"</h1>\n<p class=\"quiet\">",
		", each frame as wide as what it retains</p>\n<form hidden><span id=\"found\" class=\"quiet\" aria-live=\"polite\"></span>\n<input id=\"search\" type=\"search\" placeholder=\"Search classes\" aria-label=\"Search classes\">\n<button id=\"whole\" type=\"button\" disabled>Whole heap</button></form>\n</header>\n<svg id=\"graph\" height=\"",
		"\" role=\"img\" aria-label=\"Flame graph of the dominator tree\">\n",
		"\n</svg>\n<p class=\"quiet\">",
		"</p>\n<div id=\"tip\" hidden></div>\n<script>",
		"<\/script>\n</body>\n</html>\n"
	])), digest(style), digest(script), file, style, file, formatBytes(total), (depth + 1) * ROW_HEIGHT, frames.map((frame) => frameMarkup(frame, total, names)), cutPhrase(cutPaths, cutBytes, smallestShare), script).markup;
}
function frameMarkup(frame, total, names) {
	const { depth, left, bytes, below } = frame;
	const { name, facts, look } = shownAs(frame, names);
	return html`<svg x="${percent(left, total)}" y="${depth * ROW_HEIGHT}" width="${percent(bytes, total)}" height="${ROW_HEIGHT}" data-below="${below}"><title>${name}
${facts}
${formatBytes(bytes)} retained, ${share(bytes, total)} of the heap</title><rect class="${look}" width="100%" height="100%"/><text x="5" y="14">${name}</text></svg>`;
}
function shownAs({ label, depth, count }, names) {
	if (depth === 0) return {
		name: "all roots",
		facts: "all that can be reached",
		look: "all"
	};
	if (label === void 0) return {
		name: `${count} smaller`,
		facts: formatQuantity(count, "class path"),
		look: "joined"
	};
	const name = names[label] ?? "";
	return {
		name,
		facts: formatQuantity(count, "object"),
		look: `c${colorOf(name)}`
	};
}
function cutPhrase(paths, bytes, smallestShare) {
	if (paths === 0) return "Nothing is left out.";
	return `Left out or joined: ${formatQuantity(paths, "class path")} of less than ${100 * smallestShare} % each, ${formatBytes(bytes)} together.`;
}
/** The same class has the same colour everywhere. */
function colorOf(name) {
	let hash = 2166136261;
	for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
	return (hash >>> 0) % COLORS;
}
/** Where a frame is, as SVG has it. */
const percent = (part, total) => `${Number((total > 0 ? 100 * part / total : 0).toFixed(5))}%`;
/** As much as says something: `12.3 %`, `0.04 %`. */
const share = (part, total) => {
	const of100 = total > 0 ? 100 * part / total : 0;
	return `${of100.toFixed(of100 < 1 ? 2 : 1)} %`;
};
const digest = ({ markup }) => new Html(`sha256-${createHash("sha256").update(markup).digest("base64")}`);
// src/report/folded-stacks.ts
const linesAtOnce = 1e3;
/**
* The tree as folded stacks, the input of flame graph tools: `all;class Registry;Array 1234`, the number being bytes
* that no longer stack accounts for. In pieces, since the whole may be longer than a string can be.
*/
function* foldedStacks(tree, names) {
	let lines = [];
	for (let row = 0; row < tree.parents.length; row++) {
		const bytes = Math.round(tree.ownBytes[row] ?? 0);
		if (bytes <= 0) continue;
		lines.push(`${stackOf(row, tree, names)} ${bytes}\n`);
		if (lines.length < linesAtOnce) continue;
		yield lines.join("");
		lines = [];
	}
	yield lines.join("");
}
function stackOf(row, { parents, labels }, names) {
	const stack = [];
	for (let at = row; at > 0; at = parents[at] ?? 0) stack.push(frameName(names[labels[at] ?? 0] ?? ""));
	return ["all", ...stack.reverse()].join(";");
}
/** A semicolon would end the frame, and a line break the stack. */
const frameName = (name) => visible(name, 500).replaceAll(";", ",") || "(no name)";
// src/cli/analyze-command.ts
/** Frames that are narrower would not be seen before a few clicks. */
const smallestShare = 2e-4;
/** `heapgate analyze DUMP`. Answers the exit status. */
async function analyzeCommand(file, options) {
	const jsonFile = options.json === true ? void 0 : options.json;
	const foldedFile = options.folded === "-" ? void 0 : options.folded;
	assertOnePrinted(options);
	assertApart({ dump: file }, jsonFile, foldedFile, options.flamegraph);
	await assertWritable(jsonFile, foldedFile, options.flamegraph);
	await assertNoDump(jsonFile, foldedFile, options.flamegraph);
	const heap = await progressing(options.quiet, (progress) => analyze({
		file,
		limit: options.limit,
		progress
	}));
	printNotice(cutShortNotice(basename(file), referencesOf(heap.graph)));
	const answered = await answer(heap, file, options);
	await writeOutput(jsonFile, () => jsonOf(heap));
	await writeOutput(options.flamegraph, () => flamegraph(heap, file));
	await writeOutput(foldedFile, () => folded(heap));
	await printPieces(answered);
	return exitStatus.pass;
}
/** What was asked for: JSON, folded stacks, one path, the instances of one class, or all tables. */
async function answer(heap, file, options) {
	const { json, folded: stacks, limit, path, instances } = options;
	if (json === true) return [await jsonOf(heap)];
	if (stacks === "-") return folded(heap);
	if (path !== void 0) return [pathAnswer(heap, path), "\n"];
	if (instances !== void 0) return [instancesAnswer(heap, instances, limit), "\n"];
	return [renderAnalysis(heap.analysis, {
		...terminalOptions(),
		file: basename(file),
		limit
	}), "\n"];
}
/** What describes the JSON takes as long to load as a small dump to read. */
async function jsonOf({ analysis }) {
	const { renderAnalysisJson } = await import("./analysis-json.js");
	return renderAnalysisJson(analysis);
}
function pathAnswer(heap, asked) {
	const { graph, tree } = heap;
	const { node, among } = /^0x[\da-f]+$/i.test(asked) ? {
		node: heap.nodeAt(asked),
		among: 1
	} : largestCalled(heap, asked);
	const path = rootPath(graph, tree, node);
	return renderRootPath(sizedObject(graph, tree, node), path, among, terminalOptions());
}
/** Of a class the object that retains most is the one worth a path. */
function largestCalled(heap, name) {
	const isMeant = heap.called(name);
	const [node = 0] = largestRows(heap.retainedBytes, 1, isMeant);
	return {
		node,
		among: heap.count(isMeant)
	};
}
function instancesAnswer(heap, name, limit) {
	const isMeant = heap.called(name);
	const largest = largestObjects(heap.graph, heap.tree, limit, isMeant);
	return renderInstances(name, heap.count(isMeant), largest, terminalOptions());
}
function flamegraph({ graph, tree }, file) {
	return renderFlamegraph(classTree(graph, tree, { smallestBytes: (tree.retainedBytes[tree.root] ?? 0) * smallestShare }), graph.names, {
		file: basename(file),
		smallestShare
	});
}
const folded = ({ graph, tree }) => foldedStacks(classTree(graph, tree), graph.names);
/** No faster than they are read. What standard output does not take is told of once all is done. */
async function printPieces(pieces) {
	const ignoreUnwritten = (error) => {
		if (error.syscall !== "write") throw error;
	};
	await pipeline(Readable.from(pieces), process.stdout, { end: false }).catch(ignoreUnwritten);
}
/** Each of these stands in place of the tables. */
function assertOnePrinted({ json, folded, path, instances }) {
	const asked = [
		json === true && "--json without a file",
		folded === "-" && "--folded -",
		path !== void 0 && "--path",
		instances !== void 0 && "--instances"
	].filter((option) => option !== false);
	if (asked.length < 2) return;
	throw new CannotMeasure(`${asked.join(" and ")} cannot be printed at once: ask for one at a time`);
}
export { analyzeCommand };
