import { i as __toESM, t as __commonJSMin } from "./rolldown-runtime.js";
import { C as CannotMeasure, S as _usingCtx, _ as formatPerRequest, a as groupPaths, f as formatByteGrowth, g as formatGrowth, h as formatDuration, m as formatCount, p as formatBytes, v as formatQuantity, y as NodeKind } from "./dump.js";
import { a as moreMemory, i as isLackOfMemory, t as progressColumns } from "./front.js";
import { createHash } from "node:crypto";
import { access, constants, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { connect } from "node:net";
// src/lack-of-room.ts
/** Whether what was thrown says that a disk is full. */
function isLackOfRoom(error) {
	const { code } = error ?? {};
	return code === "ENOSPC" || code === "EDQUOT";
}
/** What to do about it, where it is not one of the files that the user named. */
const moreRoom = "the disk for temporary files is full: make room there, or let TMPDIR name a folder on another";
// node_modules/leven/index.js
const array = [];
const characterCodeCache = [];
function leven(first, second, options) {
	if (first === second) return 0;
	const maxDistance = options?.maxDistance;
	const swap = first;
	if (first.length > second.length) {
		first = second;
		second = swap;
	}
	let firstLength = first.length;
	let secondLength = second.length;
	while (firstLength > 0 && first.charCodeAt(~-firstLength) === second.charCodeAt(~-secondLength)) {
		firstLength--;
		secondLength--;
	}
	let start = 0;
	while (start < firstLength && first.charCodeAt(start) === second.charCodeAt(start)) start++;
	firstLength -= start;
	secondLength -= start;
	if (maxDistance !== void 0 && secondLength - firstLength > maxDistance) return maxDistance;
	if (firstLength === 0) return maxDistance !== void 0 && secondLength > maxDistance ? maxDistance : secondLength;
	let bCharacterCode;
	let result;
	let temporary;
	let temporary2;
	let index = 0;
	let index2 = 0;
	while (index < firstLength) {
		characterCodeCache[index] = first.charCodeAt(start + index);
		array[index] = ++index;
	}
	while (index2 < secondLength) {
		bCharacterCode = second.charCodeAt(start + index2);
		temporary = index2++;
		result = index2;
		for (index = 0; index < firstLength; index++) {
			temporary2 = bCharacterCode === characterCodeCache[index] ? temporary : temporary + 1;
			temporary = array[index];
			result = array[index] = temporary > result ? temporary2 > result ? result + 1 : temporary2 : temporary2 > temporary ? temporary + 1 : temporary2;
		}
		if (maxDistance !== void 0) {
			let rowMinimum = result;
			for (index = 0; index < firstLength; index++) if (array[index] < rowMinimum) rowMinimum = array[index];
			if (rowMinimum > maxDistance) return maxDistance;
		}
	}
	array.length = firstLength;
	characterCodeCache.length = firstLength;
	return maxDistance !== void 0 && result > maxDistance ? maxDistance : result;
}
function closestMatch(target, candidates, options) {
	if (!Array.isArray(candidates) || candidates.length === 0) return;
	const userMax = options?.maxDistance;
	const targetLength = target.length;
	for (const candidate of candidates) if (candidate === target) return candidate;
	if (userMax === 0) return;
	let best;
	let bestDist = Number.POSITIVE_INFINITY;
	const seen = /* @__PURE__ */ new Set();
	for (const candidate of candidates) {
		if (seen.has(candidate)) continue;
		seen.add(candidate);
		const lengthDiff = Math.abs(candidate.length - targetLength);
		if (lengthDiff >= bestDist) continue;
		if (userMax !== void 0 && lengthDiff > userMax) continue;
		const cap = Number.isFinite(bestDist) ? userMax === void 0 ? bestDist : Math.min(bestDist, userMax) : userMax;
		const distance = cap === void 0 ? leven(target, candidate) : leven(target, candidate, { maxDistance: cap });
		if (userMax !== void 0 && distance > userMax) continue;
		let actualD = distance;
		if (cap !== void 0 && distance === cap && cap === userMax) actualD = leven(target, candidate);
		if (actualD < bestDist) {
			bestDist = actualD;
			best = candidate;
			if (bestDist === 0) break;
		}
	}
	if (userMax !== void 0 && bestDist > userMax) return;
	return best;
}
// src/nearest.ts
/** The candidate with the smallest edit distance to `word`, if that is near enough to be a slip of the hand. */
function nearest(word, candidates) {
	return closestMatch(word, candidates, { maxDistance: Math.max(2, Math.ceil(word.length / 3)) });
}
// src/leak/accepted.ts
/** Whether the owners of a finding know of it. */
function isAccepted(finding, known) {
	return known.some((entry) => accepts(entry, finding));
}
/** Whether growth of a class is accepted wherever it is held. */
const isAcceptedClass = (name, known) => known.some((entry) => entry.class === name);
function accepts(entry, finding) {
	if (entry.finding !== void 0) return entry.finding === finding.id;
	if (entry.holder !== void 0) return finding.holder === entry.holder || finding.path.some((step) => step.class === entry.holder);
	return entry.class !== void 0 && finding.classes[0] === entry.class;
}
/** Net growth below this is never growth, whatever its shape. */
const fewestObjects = 5;
/** Net growth counts from this many residuals on. */
const residualsToCount = 3;
/** A series whose last part grows at less than this share of its mean slope is levelling off. */
const steadyShare = .4;
/** Each half of a run has at least this share of what is gained in all: what jumps once, at some census, is no growth. */
const halfShare = .1;
/** A single step of more than this share of the gain is such a jump, whatever flutters beside it. */
const stepShare = .75;
/**
* Judges a series of `values` (objects, or bytes with `smallestNet` in bytes) over `requests` (own requests at each
* census, rising). Growing: a net growth of at least `smallestNet` and of three residuals, a good part of it in
* each half, and not levelling off. A slow leak skips rounds, so no rise in every round is asked for.
*/
function judgeGrowth(requests, values, smallestNet = fewestObjects) {
	const first = values[0] ?? 0;
	const last = values.at(-1) ?? 0;
	const span = (requests.at(-1) ?? 0) - (requests[0] ?? 0);
	const net = last - first;
	const slope = medianSlope(requests, values);
	const residual = typicalResidual(requests, values, slope);
	const growth = {
		net,
		per1000: slope * 1e3,
		residual,
		falls: fallsOf(values, net)
	};
	if (span <= 0 || values.length < 4 || net < smallestNet) return {
		...growth,
		state: "flat"
	};
	const middle = Math.floor((values.length - 1) / 2);
	const midway = median(values.slice(middle - 1, middle + 2));
	const early = midway - first;
	const late = last - midway;
	const steady = tailSlope(requests, values) >= steadyShare * (net / span);
	if (net >= residualsToCount * residual && Math.min(early, late) >= halfShare * net && !isOneStep(values, net) && steady) return {
		...growth,
		per1000: net / span * 1e3,
		state: "growing"
	};
	return {
		...growth,
		state: hasLevelledOff(values, net) ? "saturating" : "flat"
	};
}
const isOneStep = (values, net) => values.some((value, i) => value - (values[i - 1] ?? value) > stepShare * net);
/**
* Whether the last third moves by little of what was gained in all: a cache that has filled up. A quiet end after
* bursts says nothing, since the next burst may only not be due yet.
*/
function hasLevelledOff(values, net) {
	const tail = values.slice(-Math.max(3, Math.ceil(values.length / 3)));
	return Math.max(...tail) - Math.min(...tail) <= steadyShare * net && !comesInBursts(values, net);
}
function fallsOf(values, least) {
	let [falls, highest] = [0, Number.NEGATIVE_INFINITY];
	for (const value of values) {
		highest = Math.max(highest, value);
		if (least <= 0 || highest - value < least) continue;
		falls++;
		highest = value;
	}
	return falls;
}
const burstShare = .1;
/** Whether it stood still between two rises, each of them a good part of the whole. */
function comesInBursts(values, net) {
	const rises = values.slice(1).map((value, i) => value - (values[i] ?? 0) >= burstShare * net);
	return rises.slice(rises.indexOf(true), rises.lastIndexOf(true)).includes(false);
}
/** The smallest growth per 1,000 requests that a series with this noise and length shows. */
function smallestDetectablePer1000(ownRequests, residual) {
	if (ownRequests <= 0) return Number.POSITIVE_INFINITY;
	return Math.max(fewestObjects, residualsToCount * residual) / ownRequests * 1e3;
}
/** Requests that one process must answer for `smallestDetectablePer1000` to be at most half of `threshold`. */
function requestsNeeded(threshold) {
	return Math.ceil(fewestObjects / (threshold / 2) * 1e3);
}
/** Median of the slopes between all pairs of points (Theil–Sen): single outliers do not move it. */
function medianSlope(x, y) {
	const slopes = [];
	for (let i = 0; i < x.length; i++) for (let j = i + 1; j < x.length; j++) {
		const run = (x[j] ?? 0) - (x[i] ?? 0);
		if (run > 0) slopes.push(((y[j] ?? 0) - (y[i] ?? 0)) / run);
	}
	return median(slopes);
}
/** Median distance from the line, scaled to the standard deviation of normal noise. */
function typicalResidual(x, y, slope) {
	const offsets = y.map((value, i) => value - slope * (x[i] ?? 0));
	const middle = median(offsets);
	return 1.4826 * median(offsets.map((offset) => Math.abs(offset - middle)));
}
/** Slope over the last third of the intervals, at least two. */
function tailSlope(x, y) {
	const from = Math.max(0, x.length - 1 - Math.max(2, Math.ceil((x.length - 1) / 3)));
	const run = (x.at(-1) ?? 0) - (x[from] ?? 0);
	return run > 0 ? ((y.at(-1) ?? 0) - (y[from] ?? 0)) / run : 0;
}
function median(values) {
	if (values.length === 0) return 0;
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? 0;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
// src/leak/measurement.ts
function processName$1(process) {
	return process.role === "master" ? "master" : `worker ${process.index}`;
}
function ownRequestsOf(process) {
	return process.points.map((point) => point.ownRequests);
}
const nothing = {
	objects: 0,
	bytes: 0
};
/** The tally of one class, or VM internal, at every census. */
function talliesOf(process, name, internal) {
	return process.points.map(({ census }) => (internal ? census.internals : census.classes).get(name) ?? nothing);
}
// src/leak/class-series.ts
/**
* One class in each of `processes`; `bytesLimit` per 1,000 own requests. Only the worst of several processes that grow
* alike is watched while idle.
*/
function seriesIn(processes, name, internal, bytesLimit) {
	const goes = processes.some(({ goesWhenIdle }) => goesWhenIdle.has(name));
	const series = processes.map((process) => seriesOf(process, name, internal, bytesLimit));
	return goes ? series.map((each) => ({
		...each,
		objects: bounded(each.objects),
		size: bounded(each.size)
	})) : series;
}
/** What goes without traffic does not pile up, however many there are under traffic. */
const bounded = (growth) => growth.state === "growing" ? {
	...growth,
	state: "saturating"
} : growth;
/** `bytesLimit` per 1,000 own requests: of bytes, half of that is the least growth. */
function seriesOf(process, name, internal, bytesLimit) {
	const tallies = talliesOf(process, name, internal);
	const requests = ownRequestsOf(process);
	const span = (requests.at(-1) ?? 0) / 1e3;
	const counts = tallies.map((tally) => tally.objects);
	const bytes = tallies.map((tally) => tally.bytes);
	const objects = judgeGrowth(requests, counts);
	return {
		process,
		requests,
		counts,
		bytes,
		objects,
		size: judgeGrowth(requests, bytes, bytesLimit * span / 2),
		netPer1000: objects.net / Math.max(.001, span)
	};
}
const grownPer1000 = (growth) => growth?.state === "growing" ? growth.per1000 : 0;
/** Of what rose without a shape that could be called. */
const unevenPer1000 = ({ objects, netPer1000 }) => objects.state !== "flat" || comesAndGoes(objects) ? 0 : netPer1000;
/** Once may be chance. What is let go of again and again, as by a cleaner, does not pile up, wherever the last census caught it. */
const comesAndGoes = ({ falls }) => falls >= 2;
/** A growing series before any other, then the steepest: by objects and then by bytes, or the other way round. */
function worst(series, first = "objects") {
	const second = first === "objects" ? "size" : "objects";
	return series.toSorted((a, b) => grownPer1000(b[first]) - grownPer1000(a[first]) || grownPer1000(b[second]) - grownPer1000(a[second]) || b.objects.net - a.objects.net || a.process.index - b.process.index)[0];
}
// src/leak/class-growth.ts
/** VM internals still move by tens after a warm-up: their limit is this many times as high. */
const internalsFactor = 5;
/** A growing buffer has no count. One object of the threshold weighs as much as these bytes. */
const bytesPerObject = 1024;
function bytesLimitPer1000(limits) {
	return limits.threshold * bytesPerObject;
}
/** Of one class: whoever allows more objects of it allows their bytes. */
function bytesLimitOf(name, limits) {
	return Math.max(limits.threshold, limitOf(name, false, limits)) * bytesPerObject;
}
function limitOf(name, internal, limits) {
	return (Object.hasOwn(limits.thresholds, name) ? limits.thresholds[name] : void 0) ?? limits.threshold * (internal ? internalsFactor : 1);
}
/** The smallest growth that a run must be able to show. */
function smallestLimit({ threshold, thresholds }) {
	return Math.min(threshold, ...Object.values(thresholds));
}
/** Processes that answer requests and lived through enough censuses to be judged. */
function judgedProcesses(measurement) {
	return measurement.processes.filter((process) => process.role === "worker" && process.points.length >= 4 && (ownRequestsOf(process).at(-1) ?? 0) > 0);
}
/** Every class seen in a judged process of either side: those past their limit first, then the fastest growing. */
function compareClasses(base, head, limits) {
	const baseProcesses = judgedProcesses(base);
	const headProcesses = judgedProcesses(head);
	const rows = [];
	for (const internal of [false, true]) for (const name of namesIn$1([...baseProcesses, ...headProcesses], internal)) {
		const row = compareClass(name, internal, baseProcesses, headProcesses, limits);
		if (row) rows.push(row);
	}
	return rows.sort((a, b) => Number(b.over) - Number(a.over) || b.headPer1000 - a.headPer1000 || (a.name < b.name ? -1 : 1));
}
function namesIn$1(processes, internal) {
	const names = /* @__PURE__ */ new Set();
	for (const process of processes) for (const point of [process.points[0], process.points.at(-1)]) {
		const census = internal ? point?.census.internals : point?.census.classes;
		for (const name of census?.keys() ?? []) names.add(name);
	}
	return names;
}
function compareClass(name, internal, baseProcesses, headProcesses, limits) {
	const bytesLimit = bytesLimitOf(name, limits);
	const headSeries = seriesIn(headProcesses, name, internal, bytesLimit);
	const baseSeries = seriesIn(baseProcesses, name, internal, bytesLimit);
	const worstOnHead = worst(headSeries);
	const base = worst(baseSeries);
	if (!worstOnHead) return void 0;
	const limit = limitOf(name, internal, limits);
	const onHead = grownPer1000(worstOnHead.objects);
	const onBase = grownPer1000(base?.objects);
	const beyondBase = onHead - onBase;
	const largestOnHead = worst(headSeries, "size") ?? worstOnHead;
	const bytesOnHead = grownPer1000(largestOnHead.size);
	const bytesOnBase = grownPer1000(worst(baseSeries, "size")?.size);
	const bytesBeyondBase = bytesOnHead - bytesOnBase;
	const span = (worstOnHead.requests.at(-1) ?? 0) / 1e3;
	const overByObjects = onHead > 1.5 * onBase && Math.round(beyondBase * span) >= Math.max(1, Math.floor(limit * span));
	const overByBytes = !internal && bytesOnHead > 1.5 * bytesOnBase && bytesBeyondBase >= bytesLimit;
	const grows = overByObjects || overByBytes;
	const neverIdle = baseProcesses.some(({ goesWhenIdle }) => goesWhenIdle.has(name)) && !headProcesses.some(({ wasIdle }) => wasIdle);
	const isOver = grows && !neverIdle;
	const uneven = internal || grows ? void 0 : unevenRise(headSeries, baseSeries, limit);
	const head = uneven ?? (overByBytes && !overByObjects ? largestOnHead : worstOnHead);
	return {
		name,
		internal,
		state: head.objects.state === "flat" && overByBytes ? "growing" : head.objects.state,
		process: processName$1(head.process),
		requests: head.requests,
		counts: head.counts,
		bytes: head.bytes,
		basePer1000: base?.objects.per1000 ?? 0,
		headPer1000: head.objects.per1000,
		bytesPer1000: head.size.per1000,
		over: isOver,
		timesLimit: Math.max(beyondBase / limit, overByBytes ? bytesBeyondBase / bytesLimit : 0),
		undecided: uneven ? "uneven" : grows && neverIdle ? "never idle" : void 0,
		withTimeAlone: headProcesses.some((process) => process.growsWhenIdle.has(name))
	};
}
/** What moved on base moves on head: only so many times as much is a rise of head's. */
const timesMoved = 3;
/**
* Where it rose past its limit without a shape that could be called. Whichever process that is: a cache that fills in
* another one, or slower growth there, must not hide it.
*/
function unevenRise(head, base, limit) {
	const [most] = head.toSorted((a, b) => unevenPer1000(b) - unevenPer1000(a));
	const movedOnBase = Math.max(0, ...base.map(({ netPer1000 }) => Math.abs(netPer1000)));
	return most && unevenPer1000(most) >= limit && unevenPer1000(most) > timesMoved * movedOnBase ? most : void 0;
}
/** An existing leak got worse when it is this much faster, and by at least its limit. */
const isMuchMore = (now, before, limit) => now > 1.5 * before && now - before >= limit;
// src/leak/leak-pairs.ts
/** Holders with at least this share of their parts in common are one leak. */
const commonShare = 1 / 3;
/**
* The leak of `base` that each of `head` is, one to one: the one with the same id, else the one with most parts in
* common, so that a leak stays known when another collection joins it.
*/
function pairLeaks(base, head) {
	const candidates = head.flatMap((after) => base.map((before) => ({
		before,
		after,
		share: shareOf$1(before, after)
	})));
	candidates.sort((a, b) => b.share - a.share || compare(a.after.id, b.after.id) || compare(a.before.id, b.before.id));
	const pairs = /* @__PURE__ */ new Map();
	const taken = /* @__PURE__ */ new Set();
	for (const { before, after, share } of candidates) {
		if (share < commonShare || pairs.has(after) || taken.has(before)) continue;
		pairs.set(after, before);
		taken.add(before);
	}
	return pairs;
}
/** Of all their parts those that both have; the same id goes before anything else. */
function shareOf$1(one, other) {
	if (one.id === other.id) return 2;
	const parts = new Set(one.parts);
	const all = /* @__PURE__ */ new Set([...one.parts, ...other.parts]);
	return other.parts.filter((part) => parts.has(part)).length / Math.max(1, all.size);
}
const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
// src/leak/suspects.ts
/** Growth from this share of its limit on is looked into: where it accumulates decides whether it is a leak of base's. */
const suspiciousShare = .5;
/** Classes that grow in `process`, by objects or by bytes, the most suspicious first. */
function suspectsIn(process, limits) {
	const suspects = [];
	const last = process.points.at(-1)?.census;
	for (const internal of [false, true]) for (const name of (internal ? last?.internals : last?.classes)?.keys() ?? []) {
		const suspect = {
			name,
			internal,
			...growthOf(process, name, internal, limits)
		};
		if (suspect.timesLimit >= suspiciousShare) suspects.push(suspect);
	}
	return suspects.sort((a, b) => b.timesLimit - a.timesLimit);
}
/** Classes of the program whose counts rose past their limit without a shape that could be called. */
function isUnsettled(process, limits) {
	const requests = ownRequestsOf(process);
	const span = (requests.at(-1) ?? 0) / 1e3;
	for (const name of process.points.at(-1)?.census.classes.keys() ?? []) {
		const growth = judgeGrowth(requests, talliesOf(process, name, false).map((tally) => tally.objects));
		if (growth.state === "flat" && growth.net >= limitOf(name, false, limits) * span && growth.net > 0) return true;
	}
	return false;
}
function growthOf(process, name, internal, limits) {
	const bytesLimit = bytesLimitOf(name, limits);
	const { objects, size } = seriesOf(process, name, internal, bytesLimit);
	const per1000 = grownPer1000(objects);
	const bytesPer1000 = internal ? 0 : grownPer1000(size);
	return {
		timesLimit: Math.max(per1000 / limitOf(name, internal, limits), bytesPer1000 / bytesLimit),
		per1000,
		bytesPer1000
	};
}
// src/leak/fingerprint.ts
/**
* Twelve hexadecimal digits that stay the same for the same leak at another commit or on another machine: no addresses,
* no line numbers, no counts. `path` are the labels down to the holder, `growing` those of its children that grow.
*/
function fingerprint(path, growing) {
	const text = JSON.stringify([path, growing]);
	return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
// src/leak/unexplained.ts
/** The VM's internals come along with a leak: up to so many for each object of it. */
const internalsPerObject = 10;
/**
* Classes past their limit that stand below no holder, or of which known holders hold too little: a small leak must
* not hide a large one of the same class.
*/
function unexplainedClasses(classes, found, limits) {
	return classes.filter((row) => row.over && !(row.internal && comesAlong(row, found)) && !isExplained(row, found, limits));
}
/** A leak that fails is told anyway. Beside one that does not, what comes along must not hide another leak. */
function comesAlong({ headPer1000 }, found) {
	const objectsPer1000 = found.reduce((sum, { finding }) => sum + finding.objectsPer1000, 0);
	return found.some(isTold) || headPer1000 <= internalsPerObject * objectsPer1000;
}
const isTold = ({ finding, accepted }) => isFailing(finding) && !accepted;
function isExplained(row, found, limits) {
	const holding = found.filter(({ finding }) => finding.classes.includes(row.name));
	if (holding.some(isTold)) return true;
	const held = {
		objects: 0,
		bytes: 0
	};
	for (const { holder } of holding) {
		held.objects += holder.classes.find(({ name }) => name === row.name)?.objectsPer1000 ?? 0;
		held.bytes += holder.shallowBytesPer1000;
	}
	return holding.length > 0 && !isMuchMore(row.headPer1000, held.objects, limitOf(row.name, row.internal, limits)) && !isMuchMore(row.bytesPer1000, held.bytes, bytesLimitOf(row.name, limits));
}
function findingWithoutHolder(classes) {
	const names = classes.map((row) => row.name);
	const sum = (value) => classes.reduce((total, row) => total + Math.max(0, value(row)), 0);
	return {
		id: fingerprint(["unknown holder"], names.toSorted()),
		status: "new",
		classes: names,
		processes: [...new Set(classes.map((row) => row.process))],
		objectsPer1000: sum((row) => row.headPer1000),
		basePer1000: sum((row) => row.basePer1000),
		bytesPer1000: sum((row) => row.bytesPer1000),
		retainedBytesPer1000: sum((row) => row.bytesPer1000),
		holder: "an unknown holder",
		path: [],
		alsoHeldBy: [],
		sites: [],
		growsByOrdinary: false,
		withTimeAlone: classes.every((row) => row.withTimeAlone)
	};
}
/**
* Classes past their limit that stand below no holder: where they grow in a process that leaks like one that was
* dumped, but was not dumped itself, they hang on that leak; else they are a finding whose holder is not known.
*/
function withUnexplained(findings, unexplained, dumped, accepted) {
	const [main, ...others] = findings;
	const hangsOn = (finding, { process }) => isFailing(finding) && finding.processes.includes(process) && !dumped.has(process);
	const hanging = unexplained.filter((row) => main && hangsOn(main, row));
	const alone = unexplained.filter((row) => !hanging.includes(row) && !accepted.class(row.name));
	const explained = main ? [{
		...main,
		classes: [...main.classes, ...hanging.map((row) => row.name)]
	}, ...others] : [];
	if (alone.length === 0) return explained;
	const finding = findingWithoutHolder(alone);
	return accepted.finding(finding) ? explained : [finding, ...explained];
}
// src/leak/finding.ts
/**
* One finding for each holder of either side, matched by fingerprint, and one for classes past their limit that no
* holder explains. What `ignored` accepts is left out.
*/
function findingsOf(base, head, classes, limits, ignored) {
	const [onBase, onHead] = [seenHolders(base), seenHolders(head)];
	const worst = (seen) => seen.map((each) => each.worst);
	const known = pairLeaks(worst(onBase), worst(onHead));
	const headProcesses = judgedProcesses(head);
	const accepted = (finding) => isAccepted(finding, ignored);
	const heldOnBase = new Set(worst(onBase).flatMap(({ classes: held }) => held.map(({ name }) => name)));
	const growing = new Map(classes.filter((row) => row.state === "growing").map((row) => [row.name, row]));
	const found = [];
	for (const seen of onHead) {
		if (!matters(seen.worst, growing, heldOnBase, limits)) continue;
		const before = known.get(seen.worst);
		const bare = findingFrom(seen, before, statusOf(seen.worst, before, limits, growing), growing);
		const finding = {
			...bare,
			processes: processesWith(bare, headProcesses, limits)
		};
		found.push({
			finding,
			holder: seen.worst,
			accepted: accepted(finding)
		});
	}
	const findings = found.filter((each) => !each.accepted).map(({ finding }) => finding);
	const stillThere = new Set(known.values());
	for (const seen of onBase) {
		if (stillThere.has(seen.worst)) continue;
		const gone = {
			...findingFrom(seen, seen.worst, "gone", growing),
			objectsPer1000: 0,
			bytesPer1000: 0,
			retainedBytesPer1000: 0
		};
		if (!accepted(gone)) findings.push(gone);
	}
	const order = {
		new: 0,
		worsened: 1,
		existing: 2,
		gone: 3
	};
	findings.sort((a, b) => order[a.status] - order[b.status] || b.objectsPer1000 - a.objectsPer1000);
	const dumped = new Set(headProcesses.filter(({ holders }) => holders.length > 0).map(processName$1));
	return withUnexplained(findings, unexplainedClasses(classes, found, limits), dumped, {
		finding: accepted,
		class: (name) => isAcceptedClass(name, ignored)
	});
}
/** Whether a finding is head's doing. */
const isFailing = ({ status }) => status === "new" || status === "worsened";
/** Only the worst of several alike is dumped; the censuses say where else its first class grows. */
function processesWith(finding, processes, limits) {
	return processes.filter((process) => finding.processes.includes(processName$1(process)) || suspectsIn(process, limits).some(({ name }) => name === finding.classes[0])).map(processName$1);
}
function seenHolders(measurement) {
	const seen = /* @__PURE__ */ new Map();
	for (const process of judgedProcesses(measurement)) for (const holder of process.holders) {
		const other = seen.get(holder.id);
		const worse = !other || holder.objectsPer1000 > other.worst.objectsPer1000;
		seen.set(holder.id, {
			worst: worse ? holder : other.worst,
			processes: [...other?.processes ?? [], processName$1(process)]
		});
	}
	return [...seen.values()];
}
/**
* A holder found between dumps counts only if one of its classes grows in the censuses, past its limit: beyond base, or
* as fast as on base where base's dumps say where it was held there.
*/
function matters(holder, growing, heldOnBase, limits) {
	return holder.classes.some(({ name, objectsPer1000 }) => {
		const row = growing.get(name);
		if (!row) return false;
		const [limit, bytesLimit] = [limitOf(name, row.internal, limits), bytesLimitOf(name, limits)];
		const grows = (per1000, most) => row.over || heldOnBase.has(name) && per1000 >= most * nearlyShare;
		return objectsPer1000 >= limit / 2 && grows(row.headPer1000, limit) || holder.shallowBytesPer1000 >= bytesLimit && grows(row.bytesPer1000, bytesLimit);
	});
}
/** A leak of exactly the limit shows as an object less when the last one is not due yet. */
const nearlyShare = .9;
/**
* Dumps say where it grows, censuses how fast: between the dumps of base and of head there may have been other traffic
* (with hostile requests or without), so that a leak got worse only if a class it holds also does in the censuses.
*/
function statusOf(holder, before, limits, growing) {
	if (!before) return "new";
	if (!holder.classes.some(({ name }) => growing.get(name)?.over)) return "existing";
	return isMuchMore(holder.objectsPer1000, before.objectsPer1000, limits.threshold) || isMuchMore(holder.shallowBytesPer1000, before.shallowBytesPer1000, bytesLimitPer1000(limits)) || holder.classes.some(({ name, objectsPer1000 }) => {
		const row = growing.get(name);
		const rateBefore = before.classes.find((entry) => entry.name === name)?.objectsPer1000 ?? 0;
		return row?.over && isMuchMore(objectsPer1000, rateBefore, limitOf(name, row.internal, limits));
	}) ? "worsened" : "existing";
}
function findingFrom({ worst, processes }, before, status, growing) {
	const classes = worst.classes.map((entry) => entry.name);
	const row = growing.get(classes[0] ?? "");
	const pace = paceOf(worst, row?.headPer1000);
	return {
		id: worst.id,
		status,
		classes,
		processes,
		objectsPer1000: worst.objectsPer1000 * pace,
		basePer1000: before ? before.objectsPer1000 * paceOf(before, row?.basePer1000) : 0,
		bytesPer1000: worst.shallowBytesPer1000 * pace,
		retainedBytesPer1000: worst.retainedBytesPer1000 * pace,
		holder: worst.label,
		path: worst.steps,
		alsoHeldBy: worst.alsoHeldBy,
		sites: worst.namedSites,
		growsByOrdinary: worst.growsByOrdinary,
		withTimeAlone: row?.withTimeAlone === true
	};
}
/**
* Between dumps there are fewer and other requests than between the censuses, by which all else is told. Where both
* tell of one growth, by a holder's first class, this many times its rates are the censuses' rates.
*/
function paceOf({ classes: [first] }, censusPer1000 = 0) {
	const pace = censusPer1000 / (first?.objectsPer1000 || Number.POSITIVE_INFINITY);
	return pace >= 1 / 1.5 && pace <= 1.5 ? pace : 1;
}
// src/leak/restarts.ts
/** More often than so many times as often as on base is no chance. */
const timesAsOften = 3;
/** Processes that died on head, and on base not at all or far less often: what head does wrong, whatever it holds. */
function restartsOnHead(base, head) {
	const [onBase, onHead] = [deathsIn(base), deathsIn(head)];
	const [restartsOnBase, restarts] = [totalOf(onBase), totalOf(onHead)];
	if (base.processes.length === 0 || restarts <= timesAsOften * restartsOnBase) return void 0;
	return {
		id: fingerprint(["restarts"], []),
		status: "new",
		restarts,
		...restartsOnBase > 0 ? { restartsOnBase } : {},
		processes: [...onHead.keys()],
		classes: [],
		objectsPer1000: 0,
		basePer1000: 0,
		bytesPer1000: 0,
		retainedBytesPer1000: 0,
		holder: "a process that dies",
		path: [],
		alsoHeldBy: [],
		sites: [],
		withTimeAlone: false,
		growsByOrdinary: false
	};
}
/** A finding that is no leak has no trigger to look for, and no class to compare. */
const isLeak$1 = ({ restarts }) => restarts === void 0;
/** By name of the process, of those that died. One that was never replaced died as well. */
function deathsIn({ processes }) {
	const deaths = /* @__PURE__ */ new Map();
	for (const life of processes) {
		const died = life.restarts + (life.hasEnded ? 1 : 0);
		if (died > 0) deaths.set(processName$1(life), Math.max(died, deaths.get(processName$1(life)) ?? 0));
	}
	return deaths;
}
const totalOf = (deaths) => [...deaths.values()].reduce((sum, each) => sum + each, 0);
// src/leak/steadiness.ts
/** Differences up to this many objects a round are noise whatever the slope. */
const toleratedObjects = 3;
const toleratedShare = .25;
/**
* Whether a process is warm: each class moved in the last round as much as in the one before. Not whether it stood
* still, since a leaking process never does. Needs three censuses.
*/
function isSteady(process) {
	const [first, second, third] = ownRequestsOf(process).slice(-3);
	if (first === void 0 || second === void 0 || third === void 0) return false;
	return [...process.points.at(-1)?.census.classes.keys() ?? []].every((name) => {
		const [a = 0, b = 0, c = 0] = talliesOf(process, name, false).slice(-3).map((tally) => tally.objects);
		const larger = Math.max(Math.abs(b - a), Math.abs(c - b));
		return Math.abs(c - b - (b - a)) <= Math.max(toleratedObjects, toleratedShare * larger);
	});
}
// src/leak/same-leak.ts
/**
* Joins what two series of dumps of one process show. A holder of the second that is, or stands above or below, one of
* the first is the same leak: the first one's place stands, and gains the classes that only the second saw grow.
*/
function joinSeries(first, second) {
	const others = second.filter((holder) => !first.some((known) => isSameLeak(known, holder)));
	return [...first.map((known) => {
		return withClasses(known, second.filter((holder) => isSameLeak(known, holder)).flatMap(({ classes }) => classes));
	}), ...others];
}
/** The holder with those of `classes` that are not known yet to hang on it; its own rates stay. */
function withClasses(holder, classes) {
	const more = new Map(classes.map((entry) => [entry.name, entry]));
	for (const { name } of holder.classes) more.delete(name);
	return {
		...holder,
		classes: [...holder.classes, ...more.values()]
	};
}
/** All of one kind of root is no place: a path of one label leads to everything below it. */
const shortestPlace = 2;
function isSameLeak(one, other) {
	const shared = Math.min(one.path.length, other.path.length);
	if (shared < shortestPlace && one.path.length !== other.path.length) return false;
	return one.path.slice(0, shared).every((label, i) => label === other.path[i]) && !namesDiffer(one, other);
}
/** The arrays of two constants of a class have one path of labels, but are two things. */
function namesDiffer(one, other) {
	return one.steps.some(({ edge }, i) => {
		const otherEdge = other.steps[i]?.edge;
		return isName(edge) && isName(otherEdge) && edge !== otherEdge;
	});
}
/** A constant or a variable; positions and keys differ from one object to the next. */
const isName = (edge) => edge !== void 0 && /^[@$\p{L}_]/u.test(edge);
// src/leak/aligned-groups.ts
const grouped = (graph) => ({
	graph,
	tree: groupPaths(graph)
});
/** `undefined` for fewer than two dumps, which have nothing to be compared. */
function alignDumps(heaps) {
	const [first, second] = heaps;
	const last = heaps.at(-1);
	if (!first || !second || !last) return void 0;
	return {
		count: heaps.length,
		first,
		last,
		groups: new AlignedGroups(heaps.map(({ tree }) => tree))
	};
}
/**
* The groups of several dumps side by side: row `i` is one path of labels, in every dump that has it. Rows are in the
* order of a walk down from the root, children by their labels, so that what is below a row follows it at once.
*/
var AlignedGroups = class {
	/** The row above each; the root's is -1. */
	parents = [];
	/** The first row that is not below each. */
	ends = [];
	labels = [];
	/** What the objects of each row count under. */
	classNames = [];
	#kinds = [];
	/** By row and then by dump; `undefined` where a dump has no such group. */
	#groups = [];
	#dumps;
	constructor(trees) {
		this.#dumps = trees.length;
		const open = [{
			groups: trees.map((tree) => tree.root),
			parent: -1
		}];
		for (let next = open.pop(); next; next = open.pop()) {
			const row = this.#add(next.groups, next.parent);
			for (const groups of alignedChildren(next.groups).reverse()) open.push({
				groups,
				parent: row
			});
		}
		this.#close();
	}
	get count() {
		return this.labels.length;
	}
	kind(row) {
		return this.#kinds[row];
	}
	group(row, dump) {
		return this.#groups[row * this.#dumps + dump];
	}
	objects(row, dump) {
		return this.group(row, dump)?.objects ?? 0;
	}
	shallowBytes(row, dump) {
		return this.group(row, dump)?.shallowBytes ?? 0;
	}
	/** Labels from the kind of root down to `row`. */
	path(row) {
		const path = [];
		for (let step = row; step > 0; step = this.parents[step] ?? -1) path.push(this.labels[step] ?? "");
		return path.reverse();
	}
	/** Whether `row` is `ancestor` or below it. */
	isWithin(row, ancestor) {
		return row >= ancestor && row < (this.ends[ancestor] ?? 0);
	}
	#add(groups, parent) {
		const known = groups.findLast((group) => group !== void 0);
		this.parents.push(parent);
		this.#kinds.push(known?.kind);
		this.#groups.push(...groups);
		this.classNames.push(known?.className ?? "");
		return this.labels.push(known?.label ?? "") - 1;
	}
	#close() {
		for (let row = this.count - 1; row >= 0; row--) {
			this.ends[row] = Math.max(this.ends[row] ?? 0, row + 1);
			const parent = this.parents[row] ?? -1;
			if (parent >= 0) this.ends[parent] = Math.max(this.ends[parent] ?? 0, this.ends[row] ?? 0);
		}
	}
};
/** Children of one group in every dump, merged by label: they are sorted by it. */
function alignedChildren(groups) {
	const places = groups.map(() => 0);
	const at = (dump) => groups[dump]?.children[places[dump] ?? 0];
	const aligned = [];
	for (;;) {
		let first;
		for (let dump = 0; dump < groups.length; dump++) {
			const label = at(dump)?.label;
			if (label !== void 0 && (first === void 0 || label < first)) first = label;
		}
		if (first === void 0) return aligned;
		const children = groups.map((_, dump) => at(dump)?.label === first ? at(dump) : void 0);
		for (const [dump, child] of children.entries()) if (child) places[dump] = (places[dump] ?? 0) + 1;
		aligned.push(children);
	}
}
// src/leak/bytes-held.ts
const unseen = 0;
/** Several sets lead here, and no way past all of them. */
const mixed = 4294967294;
/** A way leads here past all sets. */
const alive = 4294967295;
/**
* Retained sizes of several sets of nodes, in bytes: `setOf` has for each node the number of its set, counted from 1, or
* 0. Answers by number what would be freed if all of one set went. One walk for all, and one more for each set that
* another may hang on.
*/
function bytesHeld(heap, setOf, sets) {
	const apart = heldApart(heap, setOf, sets);
	for (const set of apart.holders) {
		const alone = setOf.map((each) => each === set ? 1 : 0);
		apart.bytes[set] = heldApart(heap, alone, 1).bytes[1] ?? 0;
	}
	return apart.bytes;
}
/** By set what it holds without the others that hang on it; `holders` are the sets on which some may. */
function heldApart({ graph, tree }, setOf, sets) {
	const { heldBy, leads } = heldByNode(graph, tree, setOf);
	const bytes = new Float64Array(sets + 1);
	const hanging = /* @__PURE__ */ new Set();
	for (let node = 0; node < graph.nodeCount; node++) {
		const holder = heldBy[node] ?? unseen;
		if (holder === unseen) continue;
		const own = setOf[node] ?? 0;
		const by = own || holder;
		if (by < mixed) bytes[by] = (bytes[by] ?? 0) + (graph.shallowBytes[node] ?? 0);
		if (own !== 0 && holder !== own && holder !== alive) hanging.add(own);
	}
	return {
		bytes,
		holders: new Set([...hanging].flatMap((set) => [...leads.get(set) ?? []]))
	};
}
/** By node: `unseen`, the one set that all ways to it lead through last, `mixed` or `alive`; by set, which lead to it. */
function heldByNode(graph, tree, setOf) {
	const heldBy = aliveWithoutSets(graph, tree, setOf);
	const leads = /* @__PURE__ */ new Map();
	const waiting = new Uint32Array(3 * graph.nodeCount);
	let top = 0;
	const reach = (node, by) => {
		const before = heldBy[node] ?? unseen;
		const own = setOf[node] ?? 0;
		if (own !== 0 && by !== own && by < mixed) leads.set(own, (leads.get(own) ?? /* @__PURE__ */ new Set()).add(by));
		const after = before === unseen || by === alive || by === before ? by : mixed;
		if (before === alive || after === before) return;
		heldBy[node] = after;
		if (before === unseen || own === 0) waiting[top++] = node;
	};
	const edgeSets = [{
		starts: graph.edgeStarts,
		targets: graph.edgeTargets
	}, {
		starts: graph.classEdgeStarts,
		targets: graph.classEdgeTargets
	}];
	const follow = (node, by, { starts, targets }) => {
		const end = starts[node + 1] ?? 0;
		for (let edge = starts[node] ?? 0; edge < end; edge++) {
			const target = targets[edge] ?? 0;
			if (heldBy[target] !== alive) reach(target, by);
		}
	};
	for (const { nodes } of graph.roots) for (const node of nodes) reach(node, alive);
	for (const edges of edgeSets) for (let node = 0; node < graph.nodeCount; node++) if (heldBy[node] === alive) follow(node, setOf[node] || alive, edges);
	while (top > 0) {
		const node = waiting[--top] ?? 0;
		const by = setOf[node] || (heldBy[node] ?? alive);
		for (const edges of edgeSets) follow(node, by, edges);
	}
	return {
		heldBy,
		leads
	};
}
/** `alive` for the nodes of groups that no path over a set leads to, else `unseen`. */
function aliveWithoutSets({ nodeCount }, tree, setOf) {
	const isBehindSet = groupsBehindSets(tree, setOf);
	const heldBy = new Uint32Array(nodeCount);
	for (let node = 0; node < nodeCount; node++) {
		const group = tree.groupOf[node] ?? 4294967295;
		if (group !== 4294967295 && isBehindSet[group] === 0) heldBy[node] = alive;
	}
	return heldBy;
}
/** 1 for the groups that have nodes of a set, and for all that they lead on to. */
function groupsBehindSets({ groups, groupOf }, setOf) {
	const isBehind = new Uint8Array(groups.length);
	for (let node = 0; node < setOf.length; node++) {
		const group = groupOf[node] ?? 4294967295;
		if (setOf[node] !== 0 && group !== 4294967295) isBehind[group] = 1;
	}
	const waiting = groups.filter(({ id }) => isBehind[id] === 1);
	for (let group = waiting.pop(); group; group = waiting.pop()) for (const next of group.next?.values() ?? []) {
		if (isBehind[next.id] === 0) waiting.push(next);
		isBehind[next.id] = 1;
	}
	return isBehind;
}
// src/leak/growing-groups.ts
/**
* Rows that rise from every dump to the next and have nothing above them that does, in the order of their holders. All
* that hangs on one is its own growth. A buffer grows in bytes alone; a collection does too, but then what it holds is found to grow.
*/
function growingRows(groups, dumps, smallest) {
	const rises = (measure, smallestNet) => {
		for (let dump = 1; dump < dumps; dump++) if (measure(dump) <= measure(dump - 1)) return false;
		return measure(dumps - 1) - measure(0) >= smallestNet;
	};
	const growing = /* @__PURE__ */ new Set();
	const quiet = [];
	for (let row = 1; row < groups.count;) {
		const isCache = groups.kind(row) === NodeKind.cache;
		if (!isCache && rises((dump) => groups.objects(row, dump), smallest.objects)) growing.add(row);
		if (isCache || growing.has(row)) row = groups.ends[row] ?? groups.count;
		else quiet.push(row++);
	}
	const growsBelow = /* @__PURE__ */ new Set();
	for (const row of growing) markAbove(row, groups, growsBelow);
	for (const row of quiet.reverse()) {
		if (growsBelow.has(row) || !rises((dump) => groups.shallowBytes(row, dump), smallest.bytes)) continue;
		growing.add(row);
		markAbove(row, groups, growsBelow);
	}
	const holderOf = (row) => groups.parents[row] ?? 0;
	return [...growing].sort((a, b) => holderOf(a) - holderOf(b) || a - b);
}
function markAbove(row, groups, marked) {
	for (let up = groups.parents[row] ?? -1; up >= 0 && !marked.has(up); up = groups.parents[up] ?? -1) marked.add(up);
}
// src/leak/growing-nodes.ts
/** The nodes of one dump in each of `rows`, nearest to a root first. */
function nodesByRow(rows, groups, dump, { tree }) {
	return new Map(rows.map((row) => {
		const group = groups.group(row, dump);
		return [row, group ? tree.nodesOf(group) : /* @__PURE__ */ new Uint32Array()];
	}));
}
// src/leak/other-holders.ts
const mostNamed = 2;
/** The end of a path says enough. */
const stepsNamed = 3;
/**
* A grouped path names one holder of several: one pass over all edges finds the others. `setOf` has for each node the
* number of what grows, counted from 1, or 0; `own` by number the groups of it and of its holder. Answers by number
* the paths of other groups that hold at least half of it, most first.
*/
function otherHolders(graph, tree, setOf, own) {
	const sizes = sizesOf(setOf, own.length);
	const held = new EdgeCounts(graph, tree, setOf, own.length);
	return own.map((groups, set) => {
		const half = (sizes[set] ?? 0) / 2;
		return held.groupsOf(set, half).filter((group) => group.kind !== NodeKind.cache && !isWithin(group, groups)).map((group) => ({
			path: pathOf$1(group),
			objects: held.distinct(group, set)
		})).filter(({ objects }) => objects > 0 && objects >= half).sort((a, b) => b.objects - a.objects || (a.path < b.path ? -1 : 1)).slice(0, mostNamed).map(({ path }) => path);
	});
}
/** Edges from groups to sets. */
var EdgeCounts = class {
	#graph;
	#tree;
	#setOf;
	#sets;
	/** By group and then by set. */
	#edges = /* @__PURE__ */ new Map();
	constructor(graph, tree, setOf, sets) {
		this.#graph = graph;
		this.#tree = tree;
		this.#setOf = setOf;
		this.#sets = sets;
		for (let node = 0; node < graph.nodeCount; node++) {
			const group = tree.groupOf[node] ?? 4294967295;
			if (group !== 4294967295) this.#count(node, group);
		}
	}
	#count(node, group) {
		const { edgeStarts, edgeTargets } = this.#graph;
		const end = edgeStarts[node + 1] ?? 0;
		for (let edge = edgeStarts[node] ?? 0; edge < end; edge++) {
			const set = this.#setOf[edgeTargets[edge] ?? 0] ?? 0;
			if (set === 0) continue;
			const key = group * this.#sets + set;
			this.#edges.set(key, (this.#edges.get(key) ?? 0) + 1);
		}
	}
	/** Groups with at least `fewest` edges to `set`. */
	groupsOf(set, fewest) {
		const groups = [];
		for (const [key, edges] of this.#edges) {
			const group = this.#tree.groups[Math.floor(key / this.#sets)];
			if (group && key % this.#sets === set && edges >= fewest) groups.push(group);
		}
		return groups;
	}
	/** How many nodes of `set` the nodes of `group` refer to, each counted once. */
	distinct(group, set) {
		const { edgeStarts, edgeTargets } = this.#graph;
		const targets = /* @__PURE__ */ new Set();
		for (let node = 0; node < this.#graph.nodeCount; node++) {
			if (this.#tree.groupOf[node] !== group.id) continue;
			const end = edgeStarts[node + 1] ?? 0;
			for (let edge = edgeStarts[node] ?? 0; edge < end; edge++) {
				const target = edgeTargets[edge] ?? 0;
				if (this.#setOf[target] === set) targets.add(target);
			}
		}
		return targets.size;
	}
};
function sizesOf(setOf, sets) {
	const sizes = new Uint32Array(sets);
	for (const set of setOf) sizes[set] = (sizes[set] ?? 0) + 1;
	return sizes;
}
function isWithin(group, ancestors) {
	for (let up = group; up; up = up.parent) if (ancestors.has(up)) return true;
	return false;
}
function pathOf$1(group) {
	const path = [];
	for (let step = group; step?.parent && path.length < stepsNamed; step = step.parent) path.unshift(step.label);
	return path.join(" → ");
}
// src/leak/related-rows.ts
/** Objects this close above two collections make them one leak: a registry with an array and a hash, say. */
const relatedWithin = 2;
/**
* Sorts growing rows by leak. One leak are rows that grow, most of them, below the very same objects: a group may hold
* the arrays of several constants, of which each leaks by itself.
*/
function rowsByLeak(growing) {
	const leaks = [];
	const relations = new Relations(growing);
	for (const row of growing.nodes.keys()) {
		const known = leaks.find((rows) => rows.some((other) => relations.areOneLeak(other, row)));
		if (known) known.push(row);
		else leaks.push([row]);
	}
	return leaks;
}
var Relations = class {
	#growing;
	#owners = /* @__PURE__ */ new Map();
	#classes = /* @__PURE__ */ new Map();
	constructor(growing) {
		this.#growing = growing;
	}
	/** Of two rows, the holder of `upper` comes first. */
	areOneLeak(upper, lower) {
		const { groups } = this.#growing;
		const [holder, otherHolder] = [groups.parents[upper] ?? 0, groups.parents[lower] ?? 0];
		const [near, otherNear] = [this.#nearHolders(holder), this.#nearHolders(otherHolder)];
		const common = near.findLast((row) => otherNear.includes(row));
		if (common === void 0 || common === 0) return false;
		if (!(groups.kind(common) === NodeKind.instance) && !(this.#gainsObjects(upper) && this.#gainsObjects(lower))) return false;
		if (holder !== otherHolder && groups.isWithin(otherHolder, holder) && !this.#holdsAllOf(upper, lower)) return false;
		const [owners, otherOwners] = [this.#ownersOf(upper, near.indexOf(common)), this.#ownersOf(lower, otherNear.indexOf(common))];
		return overlap(owners, otherOwners) > 1 / 2;
	}
	/** The holder, and above an object the objects that hold it. */
	#nearHolders(holder) {
		const { groups } = this.#growing;
		const near = [holder];
		if (groups.kind(holder) !== NodeKind.instance) return near;
		let up = groups.parents[holder] ?? -1;
		while (near.length <= relatedWithin && up >= 0 && groups.kind(up) === NodeKind.instance) {
			near.push(up);
			up = groups.parents[up] ?? -1;
		}
		return near;
	}
	/** How many of a row's nodes hang on each node `levels` above their holder. */
	#ownersOf(row, levels) {
		const key = `${row} ${levels}`;
		const known = this.#owners.get(key);
		if (known) return known;
		const { nodes, tree } = this.#growing;
		const owners = /* @__PURE__ */ new Map();
		if (levels === 0) for (const node of nodes.get(row) ?? []) add(owners, tree.reachedFrom[node] ?? 4294967295, 1);
		else for (const [owner, held] of this.#ownersOf(row, levels - 1)) add(owners, tree.reachedFrom[owner] ?? 4294967295, held);
		this.#owners.set(key, owners);
		return owners;
	}
	#gainsObjects(row) {
		const { groups, dumps } = this.#growing;
		return groups.objects(row, dumps - 1) > groups.objects(row, 0);
	}
	/** Whether each class that grows at `lower` grows at `upper` too. */
	#holdsAllOf(upper, lower) {
		const classes = this.#classesOf(upper);
		return [...this.#classesOf(lower)].every((name) => classes.has(name));
	}
	/** Labels that gain objects at `row` or below it. */
	#classesOf(row) {
		const known = this.#classes.get(row);
		if (known) return known;
		const { groups } = this.#growing;
		const classes = /* @__PURE__ */ new Set();
		for (let below = row; below < (groups.ends[row] ?? 0); below++) if (this.#gainsObjects(below)) classes.add(groups.labels[below] ?? "");
		this.#classes.set(row, classes);
		return classes;
	}
};
/** The share of two distributions that lies at the same places. */
function overlap(one, other) {
	const [oneTotal, otherTotal] = [total(one), total(other)];
	let shared = 0;
	for (const [node, held] of one) shared += Math.min(held / oneTotal, (other.get(node) ?? 0) / otherTotal);
	return shared;
}
function total(counts) {
	let sum = 0;
	for (const count of counts.values()) sum += count;
	return sum;
}
function add(counts, key, count) {
	counts.set(key, (counts.get(key) ?? 0) + count);
}
// src/leak/holder-growth.ts
/** Threads that run on have no holder in the program. */
const holderOfThreads = "the VM's list of living threads";
/**
* Finds what accumulates over `dumps`. A child grows when it rises in every interval, by `smallest` in all; a group
* with such children is a holder, and nothing below those children is reported. Most objects first.
*/
function findHolderGrowth(dumps, smallest) {
	const { groups, count } = dumps;
	const rows = growingRows(groups, count, smallest);
	if (rows.length === 0) return [];
	const first = {
		...dumps.first,
		nodes: nodesByRow(rows, groups, 0, dumps.first)
	};
	const last = {
		...dumps.last,
		nodes: nodesByRow(rows, groups, count - 1, dumps.last)
	};
	return new HolderDescriber(groups, count, rowsByLeak({
		groups,
		dumps: count,
		tree: last.tree,
		nodes: last.nodes
	}), [first, last]).holders().sort((a, b) => b.objects - a.objects || b.shallowBytes - a.shallowBytes || (a.id < b.id ? -1 : 1));
}
var HolderDescriber = class {
	#groups;
	#lastDump;
	#leaks;
	#last;
	/** Bytes by number of the leak, counted from 1. */
	#retained;
	#alsoHeldBy;
	constructor(groups, dumps, leaks, [first, last]) {
		this.#groups = groups;
		this.#lastDump = dumps - 1;
		this.#leaks = leaks;
		this.#last = last;
		const leakOf = this.#leakOf(last);
		this.#retained = {
			before: bytesHeld(first, this.#leakOf(first), leaks.length),
			after: bytesHeld(last, leakOf, leaks.length)
		};
		const own = leaks.map((rows) => this.#ownGroups(rows));
		this.#alsoHeldBy = otherHolders(last.graph, last.tree, leakOf, [/* @__PURE__ */ new Set(), ...own]);
	}
	holders() {
		return this.#leaks.map((rows, leak) => this.#describe(rows, leak + 1));
	}
	#describe(rows, leak) {
		const groups = this.#groups;
		const holder = groups.parents[rows[0] ?? 0] ?? 0;
		const held = rows.filter((row) => groups.parents[row] === holder);
		const direct = new Set(held.map((row) => groups.classNames[row] ?? ""));
		const gains = this.#gainsByClass(rows);
		const classes = [...gains].filter(([name, { objects }]) => objects > 0 || direct.has(name)).sort(([a, x], [b, y]) => Number(direct.has(b)) - Number(direct.has(a)) || y.objects - x.objects || (a < b ? -1 : 1)).map(([name, { objects }]) => ({
			name,
			objects
		}));
		const isThread = groups.kind(rows[0] ?? 0) === NodeKind.thread;
		const path = groups.path(isThread ? rows[0] ?? 0 : holder);
		const { before, after } = this.#retained;
		return {
			id: fingerprint(path, [...direct].sort()),
			parts: rows.map((row) => fingerprint(groups.path(row), [])),
			label: isThread ? holderOfThreads : path.at(-1) ?? "",
			path,
			sample: this.#samplePath(held),
			classes,
			objects: sum([...gains.values()].map(({ objects }) => objects)),
			shallowBytes: sum([...gains.values()].map(({ bytes }) => bytes)),
			retainedBytes: (after[leak] ?? 0) - (before[leak] ?? 0),
			alsoHeldBy: this.#alsoHeldBy[leak] ?? [],
			sites: this.#sites(rows)
		};
	}
	/** The number of the leak that each node grows in, or 0. */
	#leakOf({ graph, nodes }) {
		const leakOf = new Uint32Array(graph.nodeCount);
		for (const [i, rows] of this.#leaks.entries()) for (const row of rows) for (const node of nodes.get(row) ?? []) leakOf[node] = i + 1;
		return leakOf;
	}
	/** What grows and what it hangs on. */
	#ownGroups(rows) {
		const own = rows.flatMap((row) => {
			const group = this.#groups.group(row, this.#lastDump);
			return [group, group?.parent];
		});
		return new Set(own.filter((group) => group !== void 0).filter(({ parent }) => parent !== void 0));
	}
	#gainsByClass(rows) {
		const groups = this.#groups;
		const gains = /* @__PURE__ */ new Map();
		for (const top of rows) for (let row = top; row < (groups.ends[top] ?? 0); row++) {
			const name = groups.classNames[row] ?? "";
			const gain = gains.get(name) ?? {
				objects: 0,
				bytes: 0
			};
			gain.objects += groups.objects(row, this.#lastDump) - groups.objects(row, 0);
			gain.bytes += groups.shallowBytes(row, this.#lastDump) - groups.shallowBytes(row, 0);
			gains.set(name, gain);
		}
		return gains;
	}
	/**
	* To one of the child that grew most, and of those to one that was allocated while tracing, where there is one: that
	* one certainly is part of the growth.
	*/
	#samplePath(held) {
		const groups = this.#groups;
		const gain = (row) => groups.objects(row, this.#lastDump) - groups.objects(row, 0);
		const [most = 0] = held.toSorted((a, b) => gain(b) - gain(a));
		const { graph, tree, nodes } = this.#last;
		const children = nodes.get(most) ?? /* @__PURE__ */ new Uint32Array();
		const sample = children.find((node) => graph.siteOf[node] !== 0) ?? children[0];
		return sample === void 0 ? [] : tree.pathTo(sample);
	}
	#sites(rows) {
		const { graph, nodes } = this.#last;
		const objects = /* @__PURE__ */ new Map();
		for (const row of rows) for (const node of nodes.get(row) ?? []) {
			const site = graph.siteOf[node] ?? 0;
			if (site !== 0) objects.set(site, (objects.get(site) ?? 0) + 1);
		}
		return [...objects].flatMap(([index, count]) => {
			const site = graph.sites[index];
			return site ? [{
				...site,
				objects: count
			}] : [];
		}).sort((a, b) => b.objects - a.objects || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
	}
};
const sum = (values) => values.reduce((total, value) => total + value, 0);
// src/leak/holders.ts
/** Fewest dumps in which "rises every time" means anything. */
const fewestDumps = 3;
/** Finds what accumulates over `dumps` of one process, in order, at least `fewestDumps`. */
function findHolders(dumps, limits) {
	const aligned = alignDumps(dumps.map(({ graph }) => grouped(graph)));
	if (!aligned || dumps.length < fewestDumps) return [];
	const requests = Math.max(1, (dumps.at(-1)?.ownRequests ?? 0) - (dumps[0]?.ownRequests ?? 0));
	const per1000 = (value) => value / requests * 1e3;
	return findHolderGrowth(aligned, {
		objects: Math.max(dumps.length, limits.objectsPer1000 * requests / 1e3),
		bytes: limits.bytesPer1000 * requests / 1e3
	}).map(({ classes, objects, shallowBytes, retainedBytes, ...rest }) => ({
		...rest,
		classes: classes.map((entry) => ({
			name: entry.name,
			objectsPer1000: per1000(entry.objects)
		})),
		objectsPer1000: per1000(objects),
		shallowBytesPer1000: per1000(shallowBytes),
		retainedBytesPer1000: per1000(retainedBytes)
	}));
}
// src/leak/held-below.ts
/**
* What hangs on each holder in one dump: objects and bytes by class. `paths` lead from the kind of root to the holders.
* Objects above a holder that hold little else are part of it: a stack whose top has the growing list, say.
*/
function heldBelow(graph, paths) {
	const { root, groups } = groupPaths(graph);
	const objectsBelow = new Float64Array(groups.length);
	for (const { id, parent, objects } of groups.toReversed()) if (parent) objectsBelow[parent.id] = below(parent) + below({ id }) + objects;
	function below({ id }) {
		return objectsBelow[id] ?? 0;
	}
	return paths.map((path) => {
		const holder = groupAt(root, path);
		let top = holder;
		while (holder && top?.parent && isObject(top) && isObject(top.parent)) {
			if (below(holder) < .5 * below(top.parent)) break;
			top = top.parent;
		}
		return top ? talliesBelow(top, groups) : /* @__PURE__ */ new Map();
	});
}
const isObject = ({ kind }) => kind === NodeKind.instance;
function groupAt(root, path) {
	let group = root;
	for (const label of path) group = group?.children.find((child) => child.label === label);
	return group;
}
function talliesBelow(top, groups) {
	const inside = /* @__PURE__ */ new Set([top]);
	const tallies = /* @__PURE__ */ new Map();
	for (const group of groups) {
		if (!group.parent || !inside.has(group.parent)) continue;
		inside.add(group);
		const { objects, bytes } = tallies.get(group.className) ?? {
			objects: 0,
			bytes: 0
		};
		tallies.set(group.className, {
			objects: objects + group.objects,
			bytes: bytes + group.shallowBytes
		});
	}
	return tallies;
}
// src/traffic/placeholder.ts
/**
* A value in a request that is known only when it is sent: a variable (`$NAME`), a captured value, or `n`, a new number
* each time. It stands in a byte string between two characters that are no bytes.
*/
const opening$1 = "﷐";
const closing = "﷑";
const anywhere = new RegExp(`${opening$1}(\\w+):([^${closing}]*)${closing}`, "gu");
const placeholder = (place, name) => `${opening$1}${place}:${name}${closing}`;
const hasPlaceholder = (text) => text.includes(opening$1);
/** The text with `change` made to all that is no placeholder. */
const mapLiterals = (text, change) => parts(text, change, placeholder);
/** What of the text is no placeholder. */
const literalsOf = (text) => parts(text, same, () => "");
/** The text as a scenario has it: `${NAME}` or `{name}` where a value is to stand. */
const withNames = (text) => parts(text, same, (_place, name) => name.startsWith("$") ? `\${${name.slice(1)}}` : `{${name}}`);
/** The request as it is sent, with what `find` gives for each name, a byte string; the same one where it has no placeholders. */
function filledRequest(request, find) {
	const fill = (text) => parts(text, same, (place, name) => fitting$1[place](find(name)));
	if ("raw" in request) return hasPlaceholder(request.raw) ? { raw: fill(request.raw) } : request;
	return {
		method: request.method,
		target: fill(request.target),
		headers: request.headers.map(([name, value]) => [name, fill(value)]),
		body: request.body === void 0 ? void 0 : fill(request.body)
	};
}
/** The request with a body that is no form and no JSON any more, as a scenario can hold it whatever it was. */
function withPlainBody(request) {
	if ("raw" in request || request.body === void 0) return request;
	return {
		...request,
		body: parts(request.body, same, (_place, name) => placeholder("body", name))
	};
}
/** Every text of a request that may hold placeholders. */
const textsOf = (request) => "raw" in request ? [request.raw] : [
	request.target,
	...request.headers.map(([, value]) => value),
	request.body ?? ""
];
/** Names of the placeholders in a request. */
const namesIn = (request) => textsOf(request).flatMap((text) => [...text.matchAll(anywhere)].map(([, , name = ""]) => name));
/** Where the placeholders of a text stand. */
const placesIn = (text) => [...text.matchAll(anywhere)].map(([, place = ""]) => place);
/** Text between placeholders, and these, each changed. */
function parts(text, literal, value) {
	if (!hasPlaceholder(text)) return literal(text);
	const [first = "", ...rest] = text.split(anywhere);
	let joined = literal(first);
	for (let i = 0; i + 2 < rest.length; i += 3) joined += value(rest[i], rest[i + 1] ?? "") + literal(rest[i + 2] ?? "");
	return joined;
}
const escaped = (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
const same = (text) => text;
/** What would end a line, or a word of one, is escaped, so that no value makes two requests out of one. */
const fitting$1 = {
	target: (value) => value.replaceAll(/[^\x21-\x7e\x80-\xff]/g, escaped),
	header: (value) => value.replaceAll(/[^\x20-\x7e\x80-\xff]/g, escaped),
	form: (value) => value.replaceAll(/[^\w*.-]/g, escaped),
	json: (value) => JSON.stringify(value).slice(1, -1),
	body: same
};
// src/redaction/frequent-pairs.ts
/**
* The 150 most frequent pairs of neighbouring letters in words of European languages: 78 of 100 pairs in words are
* among them, and 22 of 100 in letters drawn at random.
*/
const frequentPairs = new Set("ab ac ad ag ai al am an ap ar as at au ba be bl bo br ca ce ch ci ck cl co cr ct da de di do ea ec ed ee ef el em en ep er es et ev ex fe fi fo ge gi gr ha he hi ho ia ib ic id ie ig il im in io ir is it iv ke ki la le li ll lo lu ly ma me mi mo mp na nc nd ne ng ni no ns nt oc od ol om on oo op or os ot ou ov ow pa pe pi pl po pr ra rc re ri rm ro rr rs rt ru sa sc se sh si so sp ss st su ta te th ti to tr ts tt tu ty ue ul un ur us ut va ve vi".split(" "));
// src/redaction/randomness.ts
/** Hex from here on is a digest or a key; shorter hex is more often an id of a record. */
const shortestHexKey = 32;
/** Codes that are shorter are guessed too easily to be worth anything. */
const shortestCode = 6;
/**
* Whether a run of letters, digits, `+`, `/`, `-` and `_` was drawn at random, as tokens and keys are, and not put
* together from words, as slugs are. UUIDs and numbers count as names of records, not as secrets.
*/
function looksRandom(text) {
	const run = text.replace(/=+$/, "");
	if (/^[\d_/+-]+$/.test(run) || isUuid(run)) return false;
	if (/^[0-9a-f]+$/i.test(run)) return run.length >= shortestHexKey && bitsPerCharacter(run) >= 2.5;
	return wordiness(run) < 0 && bitsPerCharacter(run) >= 3;
}
/** Whether a text is a code, such as one that is sent by mail: letters and digits that make no words, or a UUID. */
function looksLikeCode(text) {
	return /\d/.test(text) && /[a-z]/i.test(text) && text.length >= shortestCode && (isUuid(text) || wordiness(text) <= 0);
}
const isUuid = (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
/**
* How much more a text looks like words than drawn at random, one for each pair of neighbours that says so: above zero
* for slugs of many languages, below it for 999 of 1,000 random runs of 20 characters or more.
*/
function wordiness(text) {
	let sum = 0;
	for (let at = 1; at < text.length; at += 1) sum += saysWords(text.charAt(at - 1), text.charAt(at));
	return sum;
}
/** 1 for words, -1 for randomness, 0 for neither. */
function saysWords(left, right) {
	if (isSeparator(left)) return 1;
	if (isDigit(left) !== isDigit(right)) return isLetter(left) || isLetter(right) ? -1 : 0;
	if (!isLetter(left) || !isLetter(right)) return 0;
	return frequentPairs.has((left + right).toLowerCase()) && !(isSmall(left) && !isSmall(right)) ? 1 : -1;
}
const isSeparator = (character) => character === "-" || character === "_";
const isDigit = (character) => character >= "0" && character <= "9";
const isSmall = (character) => character >= "a" && character <= "z";
const isLetter = (character) => isSmall(character.toLowerCase());
/** Shannon's entropy of the characters of a text. */
function bitsPerCharacter(text) {
	const counts = /* @__PURE__ */ new Map();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= count / text.length * Math.log2(count / text.length);
	return bits;
}
// src/redaction/secret-names.ts
/** Anywhere in a name, whatever its spelling: `userPassword`, `X-CSRF-Token`, `api_key`. */
const stems = new RegExp([
	"passw|passphrase|passcode|secret|token(?!i[sz])|credential|crypt|certificate|bearer|signature|mnemonic",
	"(?:api|access|auth|private|license|shared|signing)key|session|sessid|authoriz|authentic|oauth|saml|relaystate|assertion",
	"csrf|xsrf|captcha|turnstile|verifier|recovery|backupcode|securityanswer",
	"email|telephone|username|(?:first|last|full|family|given)name|birth|passport|socialsecurity|taxid",
	"creditcard|cardn|ccn|(?:account|routing)n"
].join("|"));
/** Only as a whole word of a name: `auth` but not `author`, `pin` but not `shipping`. */
const words = new Set("auth card cc cookie cvc cvv dob hmac iban jwt login mail mfa mobile otp pass phone pin pwd salt sid sig ssn surname tan tel totp".split(" "));
/** These name secrets and harmless things alike, `state=open` and what OAuth sends, so that the value decides. */
const doubtfulWords = /^(?:accept|activat\w+|challenge|code|confirm\w*|fingerprint|hash|invit\w+|key|magic|nonce|reset|seed|shared?|state|ticket|unlock|unsubscribe|verif\w+)$/;
/** Whether the name of a parameter, field or header says that its value is for few eyes. */
function isSecretName(name) {
	const spelt = wordsOf(name);
	return stems.test(spelt.join("")) || spelt.some((word) => words.has(word));
}
/** Whether a value is secret, going by what it is called. */
function isNamedSecret(value, name) {
	if (isNoSecret(value)) return false;
	return isSecretName(name) || isDoubtfulName(name) && isCodeOrNumber(value);
}
/** Whether a segment of a path is secret, going by the one before it. Numbers are ids there: `/sessions/42`. */
function isSecretSegment(segment, previous) {
	return looksLikeCode(segment) && (isSecretName(previous) || isDoubtfulName(previous));
}
/** Whether a value is too short, or too common a word, to be worth hiding. */
function isNoSecret(value) {
	return value.length < 3 || /^(?:true|false|null|none|undefined)$/i.test(value);
}
const isDoubtfulName = (name) => wordsOf(name).some((word) => doubtfulWords.test(word));
/** Codes that are sent by message have digits alone, and a year has fewer. */
const isCodeOrNumber = (value) => looksLikeCode(value) || /^\d{6,}$/.test(value);
const wordsOf = (name) => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/);
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
// src/redaction/decoded-text.ts
/** What base64 says, also that for URLs; `undefined` when that is no text. */
function decodedText(base64) {
	const text = Buffer.from(base64, "base64").toString("latin1");
	return /^[\t\r\n\x20-\x7e]+$/.test(text) ? text : void 0;
}
// src/redaction/iban.ts
/** Whether a text is the number of a bank account, perhaps in groups: its check digits fit (ISO 13616, ISO/IEC 7064). */
function isIban(text) {
	const characters = text.replaceAll(/[ -]/g, "").toUpperCase();
	if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(characters)) return false;
	return [...characters.slice(4) + characters.slice(0, 4)].reduce((rest, character) => {
		const value = Number.parseInt(character, 36);
		return (rest * (value > 9 ? 100 : 10) + value) % 97;
	}, 0) === 1;
}
// src/redaction/issued-keys.ts
/** Looks that issuers document for their keys, so that leaked ones can be told; hardly anything else looks so. */
const unmistakable$1 = [
	"(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|AROA|ASIA)[A-Z0-9]{16}",
	"AIza[\\w-]{35}|ya29\\.[\\w-]{20,}|GOCSPX-[\\w-]{20,}",
	"gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_\\w{22,}",
	"[prs]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/]{16,}",
	"hooks\\.slack\\.com/services/[\\w/]{20,}|discord\\.com/api/webhooks/[\\w/-]{20,}",
	"(?:AC|SK)[0-9a-f]{32}|key-[0-9a-f]{32}",
	"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|sq0[a-z]{3}-[\\w-]{22,}",
	"do[opr]_v1_[0-9a-f]{32,}|HRKU-[\\w-]{20,}",
	"access-(?:sandbox|development|production)-[0-9a-f-]{36}",
	"npm_[A-Za-z0-9]{36}|rubygems_[0-9a-f]{48}"
];
/** Looks that slugs may have as well, `glass-table-for-six`: what follows has to be random. */
const doubtful = [
	"gl[a-z]{2,6}-[\\w-]{20,}",
	"xox[a-z]-[\\w-]{10,}|xapp-[\\w-]{10,}",
	"SG\\.[\\w-]{16,}\\.[\\w-]{16,}",
	"sk-[\\w-]{20,}",
	"pypi-[\\w-]{16,}"
];
const issuedKey = new RegExp(unmistakable$1.join("|"), "g");
/** What may be such a key; the first ones too with capitals and small letters confused. */
const possiblyIssuedKey = new RegExp(`(?<![A-Za-z0-9])(?:${[...unmistakable$1, ...doubtful].join("|")})`, "gi");
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
		expression: issuedKey
	},
	{
		sort: "API key",
		expression: possiblyIssuedKey,
		isSecret: looksRandom
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
		sort: "bank account",
		expression: /(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|[ -][A-Z0-9]{4}(?:[ -](?=[A-Z]*\d)[A-Z0-9]{1,4}){2,7})(?![A-Z0-9])/gi,
		isSecret: isIban
	},
	{
		sort: "telephone or social security number",
		expression: /(?<![\w+.-])(?:\+\d(?:[ ()./-]{0,2}\d){7,14}|(?:\(\d{3}\)|\d{3})[ .-]\d{3}[ .-]\d{4}|\d{3}-\d{2}-\d{4})(?![\w-])/g
	},
	{
		sort: "encoded secret",
		expression: /[A-Za-z0-9+/_-]{12,}={0,2}/g,
		isSecret: isEncodedSecret
	},
	{
		sort: "random-looking text",
		expression: /[A-Za-z0-9+/_-]{20,}={0,2}/g,
		isSecret: isRandom
	},
	{
		sort: "random-looking text",
		expression: /[A-Za-z0-9]{20,}={0,2}/g,
		isSecret: isRandom
	},
	{
		sort: "secret-looking name",
		expression: /(?<![\w.-])(?<name>[\w.-]+)["']?\s*[:=]\s*(?<quote>["'])(?<secret>[^"']+)\k<quote>/dg,
		isSecret: isNamedSecret
	},
	{
		sort: "secret-looking name",
		expression: /(?<![\w.-])(?<name>[\w.-]+)[ \t]*[:=][ \t]*(?<secret>[^\s"'&;,<>{}[\]]{4,})/dg,
		isSecret: isNamedSecret
	},
	{
		sort: "secret-looking name",
		expression: /<(?<name>[\w:.-]+)[^<>]*>(?:<!\[CDATA\[)?(?<secret>[^<>\]]+)(?:\]\]>)?<\//dg,
		isSecret: isNamedSecret
	}
];
function isRandom(found) {
	return looksRandom(found) && !isReference(decodedText(found) ?? "");
}
/** `Product:42`, `gid://shop/Product/42`: what GraphQL and Rails encode, and is no secret. */
function isReference(text) {
	return /^(?:gid:\/\/[\w/:-]+|[A-Za-z]\w*:\d+)$/.test(text);
}
function isEncodedSecret(found) {
	const text = decodedText(found);
	return text !== void 0 && findSecrets(text).length > 0;
}
/**
* Everything in a text, as it is said and not as it is escaped, that looks like a secret, in order and apart; of some
* `sorts` alone where they are given.
*/
function findSecrets(said, sorts) {
	if (said.length < shortestSecret) return [];
	const found = [];
	for (const { sort, expression, isSecret } of patterns) {
		if (sorts && !sorts.has(sort)) continue;
		for (const match of said.matchAll(expression)) {
			const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length];
			if (isSecret?.(said.slice(start, end), match.groups?.name ?? "") ?? true) found.push({
				start,
				end,
				sort
			});
		}
	}
	return joined$1(found);
}
/** What overlaps is one secret, of the sort that is longest: a key may hold the digits of a card number. */
function joined$1(found) {
	const apart = [];
	for (const next of found.toSorted((a, b) => a.start - b.start)) {
		const last = apart.at(-1);
		if (!last || next.start >= last.end) {
			apart.push(next);
			continue;
		}
		const { sort } = next.end - next.start > last.end - last.start ? next : last;
		apart[apart.length - 1] = {
			start: last.start,
			end: Math.max(last.end, next.end),
			sort
		};
	}
	return apart;
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
// src/redaction/pairs.ts
/** Redacts `name=value&name=value` as queries and forms have it, malformed parts included. */
function redactPairs(written, redact, notation = formEncoded) {
	return written.split(/([&;#])/).map((pair) => {
		const at = pair.indexOf("=");
		if (at === -1) return rewritten(pair, notation, (said) => redact(said));
		const name = notation(pair.slice(0, at)).map(({ character }) => character).join("");
		return `${rewritten(pair.slice(0, at), notation, (said) => redact(said))}=${rewritten(pair.slice(at + 1), notation, (said) => redact(said, name))}`;
	}).join("");
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
	const redacted = segments.map((segment, index) => redactSegment(segment, segments[index - 1] ?? "", redact));
	return redact(origin) + redacted.join("/");
}
function redactSegment(written, previous, redact) {
	if (fingerprintedAsset.test(written)) return written;
	if (/[;=#]/.test(written)) return redactPairs(written, redact, percentEncoded);
	return rewritten(written, percentEncoded, (said) => isSecretSegment(said, previous) ? redact(said, previous) : redact(said));
}
// src/redaction/shown-text.ts
/** Texts that are shown hold a mask where something in them looks like a secret; those that are sent have stand-ins. */
const mask$1 = "***";
/** Looks that no word and no number has by chance. */
const unmistakable = /* @__PURE__ */ new Set([
	"private key or certificate",
	"JSON Web Token",
	"API key",
	"credentials in a URL",
	"credentials"
]);
/** A name says of itself what it is: `OAuth::Token` is no token. */
const inNames = /* @__PURE__ */ new Set([
	...unmistakable,
	"encoded secret",
	"random-looking text"
]);
/** Sentences name commits, which look random. */
const inSentences = /* @__PURE__ */ new Set([...unmistakable, "secret-looking name"]);
/** What looks secret has at least so many of these in a row. */
const mayLookSecret = /[\w+/-]{16}/;
/** A name that the app gave: of a class, a thread, a variable. */
const shownName = (name) => mayLookSecret.test(name) ? masked(name, inNames) : name;
/** A sentence of heapgate's own, which may quote commands and URLs after a colon. */
const shownSentence = (sentence) => sentence.split(/(?<=: )/).map((part) => masked(part, inSentences)).join("");
/** A line that the app printed: anything may be in it. */
const shownLine = (line) => masked(line);
/** A request target, whose fields say by their names what is secret. */
const shownTarget = (target) => redactTarget(target, shownValue, shownValue);
const shownValue = (said, name) => {
	if (name !== void 0 && isNamedSecret(said, name)) return maskedWhole(said);
	return findSecrets(said).reduceRight((text, { start, end }) => text.slice(0, start) + maskedWhole(text.slice(start, end)) + text.slice(end), said);
};
/** As long as it was, since escapes stay where they are; the name of a variable says nothing. */
const maskedWhole = (said) => mapLiterals(said, (literal) => "*".repeat(literal.length));
function masked(text, sorts) {
	return findSecrets(text, sorts).reduceRight((shown, { start, end }) => shown.slice(0, start) + mask$1 + shown.slice(end), text);
}
// src/traffic/byte-string.ts
/**
* A byte string is a JavaScript string of which every character, 0x00 to 0xFF, stands for one byte.
* Requests are kept this way so that no URL or text encoder can change what goes over the wire.
*/
const escapes = {
	"\\": "\\",
	r: "\r",
	n: "\n",
	t: "	",
	$: "$",
	"{": "{"
};
/**
* Reads text as people write it in a scenario: `\xHH` is one byte, `\r` `\n` `\t` `\\` as usual, `\$` and `\{` are
* themselves, other characters become their UTF-8 bytes. Throws `SyntaxError` at any other backslash.
*/
function readBytes(text) {
	return text.replaceAll(/\\x([0-9a-fA-F]{2})|\\(.?)|[^\\]+/gsu, (plain, hex, letter) => {
		if (hex !== void 0) return String.fromCharCode(Number.parseInt(hex, 16));
		if (letter === void 0) return utf8Bytes(plain);
		const byte = escapes[letter];
		if (byte === void 0) throw new SyntaxError(`"${plain}" is no escape; write \\\\ for a backslash`);
		return byte;
	});
}
/** The inverse of `readBytes`: printable ASCII, everything else as `\xHH`. */
function showBytes(bytes) {
	return bytes.replaceAll(/[^\x20-\x7e]|\\/g, (byte) => byte === "\\" ? "\\\\" : `\\x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}
const utf8Bytes = (text) => Buffer.from(text, "utf8").toString("latin1");
/** Whether a request target is a path with an optional query that RFC 3986 allows (sections 3.3 and 3.4). */
function isWellFormedTarget(target) {
	return /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9a-f]{2})*(?:\?(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i.test(target);
}
// src/traffic/request-bytes.ts
/** The request as it goes over the wire to the app on `port`. */
function requestBytes(request, port) {
	if ("raw" in request) return Buffer.from(request.raw, "latin1");
	const { method, target, headers, body } = request;
	const needed = [["Host", `127.0.0.1:${port}`]];
	if (body !== void 0) needed.push(["Content-Length", String(body.length)]);
	const given = new Set(headers.map(([name]) => name.toLowerCase()));
	const head = [...needed.filter(([name]) => !given.has(name.toLowerCase())), ...headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
	return Buffer.from(`${method} ${target} HTTP/1.1\r\n${head}\r\n${body ?? ""}`, "latin1");
}
/** The method: an answer to `HEAD` has no body whatever its headers say. */
function requestMethod(request) {
	return "raw" in request ? request.raw.match(/^[^ \r\n]*/)?.[0] ?? "" : request.method;
}
/** The target as sent: between the first and the last space of the request line. */
function requestTarget(request) {
	return "raw" in request ? request.raw.match(/^[^ \r\n]* ([^\r\n]*?)(?: HTTP\/[\d.]+)?(?:\r?\n|$)/)?.[1] ?? "" : request.target;
}
// src/traffic/kind.ts
/** An entry of the catalogue; what is left out is told from the request. */
function newKind(id, request, given = {}) {
	const hostile = given.hostile ?? ("raw" in request || !isWellFormedTarget(plainTarget(request)));
	return {
		id,
		label: withNames(mapLiterals(`${requestMethod(request)} ${shownTarget(requestTarget(request))}`, showBytes)),
		request,
		hostile,
		times: 1,
		expect: {},
		connection: defaultConnection(request, hostile),
		...given
	};
}
/** What varies is taken for well-formed. */
const plainTarget = (request) => requestTarget(filledRequest(request, () => "1"));
function defaultConnection(request, hostile) {
	if ("raw" in request) return "fresh";
	return hostile ? "auto" : "keep";
}
const ordinaryKinds = (kinds) => kinds.filter(({ hostile }) => !hostile);
/** What rounds end with when a plan does not say: the first two ordinary kinds. */
const defaultEnd = (kinds) => ordinaryKinds(kinds).slice(0, 2).map(({ id }) => id);
// src/traffic/random.ts
function seededRandom(...key) {
	let state = hash(key.join("\0"));
	return () => {
		state = state + 1831565813 | 0;
		let mixed = Math.imul(state ^ state >>> 15, state | 1);
		mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
		return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
	};
}
/** A new array in random order. */
function shuffled(items, random) {
	return items.map((item) => ({
		item,
		order: random()
	})).sort((a, b) => a.order - b.order).map(({ item }) => item);
}
/** FNV-1a over UTF-16 units. */
function hash(text) {
	let value = 2166136261;
	for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
	return value;
}
// src/traffic/answer-reader.ts
const headLimitBytes = 262144;
const defaultBodyStartBytes = 16384;
/** The answer breaks HTTP/1, or ended early. */
var BrokenAnswer = class extends Error {
	name = "BrokenAnswer";
};
/**
* Reads one HTTP/1 answer (RFC 9112) from chunks as they arrive. `push` and `end` return the answer once it is
* complete and throw `BrokenAnswer` when there will be none. Interim answers (1xx) are passed over.
*/
var AnswerReader = class {
	#method;
	#bodyStartBytes;
	#unread = "";
	#head;
	#body = {
		left: 0,
		form: "length"
	};
	#bodyStart = "";
	/** `bodyStartBytes`: as much of the body as the answer has; 16 KiB when left out. */
	constructor(method, bodyStartBytes = defaultBodyStartBytes) {
		this.#method = method;
		this.#bodyStartBytes = bodyStartBytes;
	}
	get hasBegun() {
		return this.#head !== void 0 || this.#unread !== "";
	}
	/** The answer as far as it has arrived, once its head has. */
	get begun() {
		return this.#head && {
			...this.#complete(this.#head),
			keepsConnection: false
		};
	}
	/** What has arrived beyond a complete answer: the start of the next one where requests were pipelined. */
	get rest() {
		return Buffer.from(this.#unread, "latin1");
	}
	push(chunk) {
		this.#unread += chunk.toString("latin1");
		this.#head ??= this.#readHead();
		return this.#head && this.#readBody() ? this.#complete(this.#head) : void 0;
	}
	/** The server has closed its side: the end of the answer only if nothing else marks it. */
	end() {
		if (this.#head && this.#body.form === "close") return this.#complete(this.#head);
		throw new BrokenAnswer(this.hasBegun ? "the answer ended early" : "no answer");
	}
	#readHead() {
		for (;;) {
			const end = /\r?\n\r?\n/.exec(this.#unread);
			if (!end) {
				if (this.#unread.length > headLimitBytes) throw new BrokenAnswer("the head of the answer is too long");
				return;
			}
			const head = parseHead(this.#unread.slice(0, end.index));
			this.#unread = this.#unread.slice(end.index + end[0].length);
			if (head.status >= 100 && head.status < 200 && head.status !== 101) continue;
			this.#body = bodyOf(head, this.#method);
			return head;
		}
	}
	/** Takes in what has arrived; true once the body is complete. */
	#readBody() {
		if (this.#body.form === "close") this.#take(this.#unread.length);
		if (this.#body.form === "length") this.#body.left -= this.#take(this.#body.left);
		if (this.#body.form === "chunked") return this.#readChunks(this.#body);
		return this.#body.form === "length" && this.#body.left === 0;
	}
	#readChunks(body) {
		for (;;) {
			body.left -= this.#take(body.left);
			if (body.left > 0) return false;
			const sizeAt = /^\r?\n/.exec(this.#unread)?.[0].length ?? 0;
			const lineEnd = this.#unread.indexOf("\n", sizeAt) + 1;
			if (lineEnd === 0) return false;
			const size = /^[0-9a-f]+/i.exec(this.#unread.slice(sizeAt, lineEnd))?.[0];
			if (size === void 0) throw new BrokenAnswer("a chunk has no size");
			body.left = Number.parseInt(size, 16);
			if (body.left === 0) {
				const trailers = /^(?:[^\r\n]+\r?\n)*\r?\n/.exec(this.#unread.slice(lineEnd));
				if (trailers) this.#unread = this.#unread.slice(lineEnd + trailers[0].length);
				return trailers !== null;
			}
			this.#unread = this.#unread.slice(lineEnd);
		}
	}
	#take(limit) {
		const taken = Math.min(limit, this.#unread.length);
		const room = this.#bodyStartBytes - this.#bodyStart.length;
		if (room > 0) this.#bodyStart += this.#unread.slice(0, Math.min(taken, room));
		this.#unread = this.#unread.slice(taken);
		return taken;
	}
	#complete({ status, headers, cookies, version }) {
		const connection = headers.get("connection")?.toLowerCase() ?? "";
		const announcesKeep = version === "1.1" ? !/\bclose\b/.test(connection) : /\bkeep-alive\b/.test(connection);
		const framed = this.#body.form !== "close";
		const keepsConnection = announcesKeep && framed && this.#unread === "" && status !== 101;
		return {
			status,
			headers,
			cookies,
			bodyStart: this.#bodyStart,
			keepsConnection
		};
	}
};
function parseHead(text) {
	const [statusLine = "", ...lines] = text.split(/\r?\n/);
	const [, version, status] = /^HTTP\/(1\.[01]) (\d{3})(?: |$)/.exec(statusLine) ?? [];
	if (!version || !status) throw new BrokenAnswer("the answer is not HTTP/1");
	const headers = /* @__PURE__ */ new Map();
	const cookies = [];
	for (const line of lines) {
		const [, name, value = ""] = /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
		if (name) headers.set(name.toLowerCase(), value);
		if (name?.toLowerCase() === "set-cookie") cookies.push(value);
	}
	return {
		version,
		status: Number(status),
		headers,
		cookies
	};
}
function bodyOf({ status, headers }, method) {
	if (method === "HEAD" || status === 101 || status === 204 || status === 304) return {
		left: 0,
		form: "length"
	};
	const coding = headers.get("transfer-encoding");
	if (coding !== void 0) return {
		left: 0,
		form: /\bchunked\s*$/i.test(coding) ? "chunked" : "close"
	};
	const length = headers.get("content-length");
	if (length === void 0) return {
		left: 0,
		form: "close"
	};
	if (!/^\d+$/.test(length)) throw new BrokenAnswer("the answer has no valid Content-Length");
	return {
		left: Number(length),
		form: "length"
	};
}
// src/traffic/connection.ts
/** How long a server may take to notice that its client has gone. */
const leavingMs = 1e3;
/** One TCP connection to the app that carries one request at a time. */
var Connection = class Connection {
	localPort;
	#socket;
	#listener;
	#usable = true;
	/** Rejects with Node's error when nobody listens on `port`. */
	static async open(port) {
		const socket = connect({
			port,
			host: "127.0.0.1",
			noDelay: true
		});
		const { promise, resolve, reject } = Promise.withResolvers();
		socket.once("connect", resolve).once("error", reject);
		await promise;
		return new Connection(socket);
	}
	constructor(socket) {
		this.#socket = socket;
		this.localPort = socket.localPort ?? 0;
		socket.on("data", (chunk) => {
			if (this.#listener) this.#listener.data(chunk);
			else this.close();
		});
		for (const event of [
			"end",
			"error",
			"close"
		]) socket.on(event, () => {
			this.#usable = false;
			this.#listener?.end();
		});
	}
	/** Neither side has closed the connection or announced to. */
	get usable() {
		return this.#usable;
	}
	/** Writes a request and reads its answer. Never rejects: a connection that breaks is an outcome. */
	async send(bytes, { method, timeoutMs, bodyBytes, leaves }) {
		if (!this.#usable) return {
			written: false,
			answer: void 0,
			timedOut: false,
			ms: 0
		};
		const startedAt = performance.now();
		const reader = new AnswerReader(method, bodyBytes);
		const { promise, resolve } = Promise.withResolvers();
		const settle = (read, isEnd) => {
			try {
				const answer = read();
				if (answer || isEnd) resolve(answer);
			} catch {
				resolve(void 0);
			}
		};
		this.#listener = {
			data: (chunk) => settle(() => reader.push(chunk) ?? (leaves === "in answer" ? reader.begun : void 0), false),
			end: () => settle(() => reader.end(), true)
		};
		const isCut = leaves === "in request";
		const timer = setTimeout(() => resolve(isCut ? void 0 : "timeout"), isCut ? leavingMs : timeoutMs);
		let written = false;
		this.#socket.write(bytes, (error) => {
			written = !error;
		});
		if (isCut) this.#socket.end();
		const result = await promise;
		clearTimeout(timer);
		this.#listener = void 0;
		const answer = result === "timeout" ? void 0 : result;
		if (!answer?.keepsConnection) this.close();
		return {
			written,
			answer,
			timedOut: result === "timeout",
			ms: performance.now() - startedAt
		};
	}
	close() {
		this.#usable = false;
		this.#socket.destroy();
	}
};
// src/traffic/turned-away.ts
function turnedAway(answer, target) {
	if (answer.status === 403 && answer.bodyStart === "") return "without a word";
	if (answer.status === 403 && answer.bodyStart.includes("Blocked host")) return "by host check";
	if (answer.status !== 301 && answer.status !== 308) return void 0;
	const path = /^https:\/\/[^/?#]*(.*)$/i.exec(answer.headers.get("location") ?? "")?.[1];
	return path !== void 0 && (path || "/") === target ? "to https" : void 0;
}
// node_modules/autocannon/package.json
var require_package = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = {
		"name": "autocannon",
		"version": "9.0.0",
		"description": "Fast HTTP benchmarking tool written in Node.js",
		"main": "autocannon.js",
		"bin": { "autocannon": "autocannon.js" },
		"scripts": {
			"test": "npm run lint && borp --no-timeout --concurrency 4",
			"lint": "eslint .",
			"lint:fix": "eslint . --fix"
		},
		"pre-commit": ["test"],
		"repository": {
			"type": "git",
			"url": "git+https://github.com/mcollina/autocannon.git"
		},
		"keywords": [
			"http",
			"soak",
			"load",
			"fast",
			"wrk",
			"ab",
			"test"
		],
		"author": "Matteo Collina <hello@matteocollina.com>",
		"contributors": [
			"Glen Keane <glenkeane.94@gmail.com>",
			"Donald Robertson <donaldarobertson89@gmail.com",
			"Salman Mitha <SalmanMitha@gmail.com>"
		],
		"license": "MIT",
		"bugs": { "url": "https://github.com/mcollina/autocannon/issues" },
		"homepage": "https://github.com/mcollina/autocannon#readme",
		"devDependencies": {
			"ansi-regex": "^5.0.1",
			"bl": "^6.0.0",
			"borp": "^1.0.0",
			"busboy": "^0.3.1",
			"eslint": "^10.14.0",
			"neostandard": "^0.14.1",
			"pre-commit": "^1.1.2",
			"proxyquire": "^2.1.3",
			"split2": "^4.0.0",
			"why-is-node-running": "^2.3.0"
		},
		"dependencies": {
			"@minimistjs/subarg": "^1.0.0",
			"chalk": "^4.1.0",
			"char-spinner": "^1.0.1",
			"cli-table3": "^0.6.0",
			"color-support": "^1.1.1",
			"cross-argv": "^2.0.0",
			"form-data": "^4.0.0",
			"has-async-hooks": "^1.0.0",
			"hdr-histogram-js": "^3.0.0",
			"hdr-histogram-percentiles-obj": "^3.0.0",
			"http-parser-js": "^0.5.2",
			"hyperid": "^4.0.0",
			"lodash.chunk": "^4.2.0",
			"lodash.clonedeep": "^4.5.0",
			"lodash.flatten": "^4.4.0",
			"manage-path": "^2.0.0",
			"on-net-listen": "^1.1.1",
			"pretty-bytes": "^5.4.1",
			"progress": "^2.0.3",
			"reinterval": "^1.1.0",
			"retimer": "^3.0.0",
			"semver": "^7.3.2",
			"timestring": "^6.0.0"
		}
	};
}));
// src/redaction/job-secrets.ts
/** Shorter ones stand in a text by chance. */
const shortest = 6;
/** A plain word such as `postgres` or `password` is what test databases have, and stands in names of classes and files. */
const longestWord = 11;
const mask = "***";
/**
* Values that a job keeps to itself, none of which may be shown: those of variables whose names say so, and the
* passwords in URLs that others hold, such as `DATABASE_URL`.
*/
var JobSecrets = class {
	/** As they may stand in a text, the longest first: one may be part of another. */
	#spellings = [];
	constructor(environment = {}) {
		this.addNamed(environment);
	}
	/** What is secret among variables, going by their names and by what their values look like. */
	addNamed(variables) {
		const values = Object.entries(variables).flatMap(([name, value = ""]) => holdsSecret(name, value) ? [value] : passwordsIn(value));
		this.add(values);
	}
	/** Values that are secret whatever they are called. */
	add(values) {
		const spellings = new Set(this.#spellings);
		for (const value of [...values].flatMap(withItsLines)) if (isWorthHiding(value)) for (const spelling of spellingsOf(value)) spellings.add(spelling);
		this.#spellings = [...spellings].sort((a, b) => b.length - a.length);
	}
	/** Every way in which one of them may be written, as UTF-8. */
	get spellings() {
		return this.#spellings;
	}
	/** The text with each of them masked, however it is written there. */
	hide(text) {
		let hidden = text;
		for (const spelling of this.#spellings) if (hidden.includes(spelling)) hidden = hidden.replaceAll(spelling, mask);
		return hidden;
	}
};
/** Of Bundler, `BUNDLE_GEMS__EXAMPLE__COM` holds credentials for gems.example.com. */
const namesRegistry = /^BUNDLE_(?!BUILD__|LOCAL__|MIRROR__)\w+__\w+/;
const namesKey = /_(?:KEY|AUTH|CREDENTIALS?|PASSPHRASE)$/i;
function holdsSecret(name, value) {
	return namesRegistry.test(name) || namesKey.test(name) || isNamedSecret(value, name);
}
const passwordsIn = (value) => [...value.matchAll(/\/\/[^\s/?#:@]*:([^\s/?#@]+)@/g)].map(([, password = ""]) => password);
/** A key of many lines may be shown line by line. */
const withItsLines = (value) => [value, ...value.split(/\r?\n/)].map((text) => text.trim());
const isWorthHiding = (value) => value.length >= shortest && !(value.length <= longestWord && /^[a-z]+$/i.test(value)) && !isPath(value);
/** Such as that in `SSH_AUTH_SOCK`: where something lies is no secret. */
const isPath = (value) => /^\/[\w./-]*$/.test(value) && value.split("/").length > 2 && !looksRandom(value);
/** Itself, and as URLs, JSON and what is handed over in base64 have it. */
function spellingsOf(value) {
	const encoded = encodeURIComponent(value.toWellFormed());
	const base64 = Buffer.from(value).toString("base64").replace(/=+$/, "");
	return [
		value,
		encoded,
		JSON.stringify(value).slice(1, -1),
		base64
	];
}
// src/redaction/told.ts
/** Fields of results that hold names which the app gave: of classes, of threads, of what leads from one to the other. */
const namesOfApp = /* @__PURE__ */ new Set([
	"name",
	"class",
	"className",
	"classes",
	"edge",
	"holder",
	"alsoHeldBy"
]);
/** Fields that hold sentences of heapgate's. */
const sentences = /* @__PURE__ */ new Set([
	"reasons",
	"notices",
	"changes",
	"reason"
]);
const isPlain = (value) => typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
/** What heapgate tells, without the job's secrets and without what looks like one. */
var Told = class {
	#secrets;
	constructor(secrets) {
		this.#secrets = secrets;
	}
	sentence = (text) => this.#secrets.hide(shownSentence(text));
	line = (text) => this.#secrets.hide(shownLine(text));
	/** A result of texts, numbers, lists and plain objects, such as a report. */
	result(result) {
		return this.#hidden(result, "");
	}
	/** The same error with other words. One that is no `CannotMeasure` has a stack, which is told as a whole. */
	error(error) {
		if (error instanceof CannotMeasure) error.reword(this.sentence, this.line);
		return error;
	}
	#hidden(value, field) {
		if (typeof value === "string") return this.#text(value, field);
		if (Array.isArray(value)) return value.map((each) => this.#hidden(each, field));
		if (!isPlain(value)) return value;
		return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.#hidden(each, key)]));
	}
	#text(text, field) {
		if (namesOfApp.has(field)) return this.#secrets.hide(shownName(text));
		return sentences.has(field) ? this.sentence(text) : this.#secrets.hide(text);
	}
};
// src/whole-file.ts
/**
* Writes a file as a whole or not at all, in place of one that exists. What is no regular file, such as a pipe, gets the
* text as it comes. Throws `CannotMeasure` in one line.
*/
async function writeWhole(file, text) {
	const { path, isReplaced } = await targetOf(file);
	const place = (unfinished) => rename(unfinished, path);
	await orRefuse(file, isReplaced ? writeBeside(path, text, place) : writeFile(path, text));
}
/** Finds out before the work that a file could not be written after it. Throws `CannotMeasure` as `writeWhole` does. */
async function assertCanWrite(file) {
	const { path, isReplaced, exists } = await targetOf(file);
	if (exists) await orRefuse(file, access(path, constants.W_OK));
	const trial = " ".repeat(4096);
	if (isReplaced) await orRefuse(file, writeBeside(path, trial, nowhere));
}
const nowhere = async () => {};
/** Writes `text` under another name beside `file`, which `place` puts in its place. Leaves nothing else behind. */
async function writeBeside(file, text, place) {
	const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
	try {
		await writeFile(unfinished, text, { flag: "wx" });
		await place(unfinished);
	} finally {
		await rm(unfinished, { force: true }).catch(() => {});
	}
}
/** What the system refuses to write is told in one line, by the name that the user gave. */
async function orRefuse(file, writing) {
	try {
		await writing;
	} catch (error) {
		const { code, syscall } = error;
		throw code === void 0 || syscall === void 0 ? error : cannotWrite(file, code, error);
	}
}
async function targetOf(file) {
	if (file === "") throw new CannotMeasure("the name of a file to write is empty: name one");
	const path = await realpath(file).catch(() => file);
	const found = await stat(path).catch(() => void 0);
	if (found?.isDirectory() || file.endsWith("/")) throw cannotWrite(file, "EISDIR");
	return {
		path,
		exists: found !== void 0,
		isReplaced: found === void 0 || found.isFile()
	};
}
const advice = {
	EISDIR: "it is a directory: name a file",
	ENOSPC: "its disk is full: make room, or name a file on another",
	EDQUOT: "its disk is full for this user: make room, or name a file on another"
};
function cannotWrite(file, code, cause) {
	const whatToDo = advice[code] ?? "check the folder and its permissions";
	return new CannotMeasure(`cannot write ${file} (${code}): ${whatToDo}`, { cause });
}
// src/bisect/probes.ts
/** No probe is started after its time. What was found until then is in the records. */
var OutOfTime = class extends Error {
	name = "OutOfTime";
};
/** Probes as the report has them. */
const reportedProbes = (records) => records.map(({ changes, answer, ms, reason }) => ({
	changes,
	answer,
	ms,
	...reason === void 0 ? {} : { reason }
}));
/** Asks an oracle, and keeps what it said: of what the log or this run knows already, nothing is measured again. */
var Probes = class {
	records = [];
	#options;
	constructor(options) {
		this.#options = options;
	}
	/** As the report has them. */
	get reported() {
		return reportedProbes(this.records);
	}
	async ask(candidate) {
		return this.#answer(candidate, false);
	}
	async confirm(candidate) {
		return this.#answer(candidate, true);
	}
	async #answer(candidate, thorough) {
		const { log } = this.#options;
		const measured = createHash("sha256").update(candidate.measured).digest("hex");
		const again = this.records.find((record) => record.measured === measured && (record.thorough || !thorough));
		if (again) return again.answer;
		const logged = log.known(measured, thorough);
		const record = logged ?? await this.#measure(candidate, measured, thorough);
		this.records.push(record);
		this.#tell(record, logged !== void 0);
		return record.answer;
	}
	async #measure({ changes, prepare }, measured, thorough) {
		const { oracle, log, deadlineMs } = this.#options;
		const startedMs = performance.now();
		if (startedMs > deadlineMs) throw new OutOfTime();
		const told = await (thorough ? oracle.confirm(prepare) : oracle.ask(prepare));
		const ms = Math.round(performance.now() - startedMs);
		const record = {
			kind: "probe",
			measured,
			thorough,
			changes: [...changes],
			...told,
			ms
		};
		await log.write(record);
		return record;
	}
	#tell({ changes, answer, reason, thorough, ms }, isKnown) {
		const { bound, progress } = this.#options;
		const known = this.records.filter((record) => record.answer !== "unknown").length;
		const what = `${showChanges(changes)}${thorough ? ", measured in full" : ""}`;
		const why = reason === void 0 ? "" : ` (${reason})`;
		progress(`bisect: ${what}: ${answer}, ${isKnown ? "from the log" : formatDuration(ms)}${bound > known ? `; at most ${bound - known} to go` : ""}${why}`);
	}
};
const mostShown = 3;
/** `bugsnag 6.26.0 → 6.26.1, rack 2.2.8 → 2.2.9 and 11 more` */
function showChanges(changes) {
	if (changes.length === 0) return "no change";
	const shown = changes.slice(0, mostShown).join(", ");
	return changes.length > mostShown ? `${shown} and ${changes.length - mostShown} more` : shown;
}
// src/traffic/debug-page.ts
/**
* Whether the app's framework itself answered with a page for its developers. Rails makes one out of templates that
* most of its versions compile anew for every error and never let go of, which takes long and is no leak of the app's.
*/
const isDebugPage = ({ status, bodyStart }) => status >= 400 && bodyStart.includes("<title>Action Controller: Exception caught</title>");
/** Says that `count` malformed requests are not replayed, and what to do about it. */
const debugPagesNotice = (count) => `${count} malformed ${count === 1 ? "request is" : "requests are"} left out: in this environment Rails answers ${count === 1 ? "it" : "them"} with its debug page, which leaks by itself; with config.consider_all_requests_local = false the app's own error handling is measured`;
// src/traffic/hostile/change.ts
/** The request with what `change` puts in the place of its parts. */
function changedRequest(request, { target, headers, body }) {
	const key = (body === void 0 ? void 0 : bodyKey(request)) ?? queryKey(request);
	const fill = (text) => filled(text, request, key);
	const given = Object.entries(headers).map(([name, value]) => [name, fill(value)]);
	return {
		method: request.method,
		target: target === void 0 ? request.target : fill(target),
		headers: withHeaders(request.headers, given),
		body: body === void 0 ? request.body : fill(body)
	};
}
/** Each of `given` where the first one of its name was, or at the end. */
function withHeaders(headers, given) {
	const left = new Map(given.map((header) => [header[0].toLowerCase(), header]));
	const names = new Set(left.keys());
	return [...headers.flatMap((header) => {
		const name = header[0].toLowerCase();
		const other = left.get(name);
		left.delete(name);
		if (other) return [other];
		return names.has(name) ? [] : [header];
	}), ...left.values()];
}
/** The folder that a path is in. A path of one segment is taken for a collection, whose members are one level below. */
function parentOf({ target }) {
	const segments = pathOf(target).split("/").filter((segment) => segment !== "");
	return (segments.length > 1 ? segments.slice(0, -1) : segments).map((segment) => `/${segment}`).join("");
}
const hasQuery = ({ target }) => target.includes("?");
/** Like `application/json`; `undefined` where a request has no body. */
function bodyType({ headers, body }) {
	const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
	return body === void 0 ? void 0 : type?.split(";", 1)[0]?.trim().toLowerCase();
}
/** Names in braces, and `{a*9}` for nine times `a`. Other braces are literal. */
function filled(text, request, key) {
	const { target } = request;
	const values = {
		target: () => target,
		path: () => pathOf(target),
		parent: () => parentOf(request),
		key: () => key
	};
	return text.replaceAll(/\{(?:(target|path|parent|key)|([^{}*]+)\*(\d{1,4}))\}/g, (mention, name, part, times) => name === void 0 ? String(part).repeat(Number(times)) : values[name]?.() ?? mention);
}
const pathOf = (target) => target.split("?", 1)[0] ?? target;
/** The first name in a query. */
const queryKey = ({ target }) => /\?([^=&]+)/.exec(target)?.[1] ?? "q";
/** The first name in a JSON object, a form or a multipart body. */
function bodyKey({ headers, body = "" }) {
	const type = bodyType({
		headers,
		body
	});
	if (type === "application/json") return /"([^"\\]+)"\s*:/.exec(body)?.[1];
	if (type === "multipart/form-data") return /\bname="([^"\\]+)"/.exec(body)?.[1];
	return type === "application/x-www-form-urlencoded" ? /^([^=&]+)/.exec(body)?.[1] : void 0;
}
// src/traffic/hostile/variants.ts
/** Every lane sends each in every round: more would make a round longer than its ordinary requests. */
const mostVariants = 32;
/** How many of these are of the first family. */
const mostForFolders = 8;
const longestLabel = 60;
/**
* Adds hostile kinds derived from the ordinary ones where the plan asks for them: 32 when it says `true`, as many as
* it says, or with `all` each entry of the set once. Which they are depends on the scenario alone, so that all runs of it
* send the same. A kind called `list/bracket` is what the entry `bracket` makes of `list`.
*/
function withHostileVariants(scenario, set) {
	const { hostile } = scenario.plan;
	if (hostile === false) return scenario;
	const most = mostOf(hostile);
	const known = new Set(scenario.kinds.map(identityOf));
	const variants = [];
	for (const choice of choices(sourcesOf(scenario.kinds), set, hostile === "all")) {
		if (variants.length >= most) break;
		const variant = variantOf(choice);
		if (known.has(identityOf(variant))) continue;
		known.add(identityOf(variant));
		variants.push(variant);
	}
	return {
		...scenario,
		kinds: [...scenario.kinds, ...variants]
	};
}
function mostOf(hostile) {
	if (hostile === true) return mostVariants;
	return hostile === "all" ? Number.POSITIVE_INFINITY : Number(hostile);
}
const sourcesOf = (kinds) => ordinaryKinds(kinds).flatMap((kind) => "raw" in kind.request ? [] : {
	kind,
	request: kind.request
});
/** All that may be chosen, the most telling first. */
function* choices(sources, set, isOnceEach) {
	const readers = sources.filter(({ request }) => request.method === "GET");
	yield* [...forFolders(readers, set[0] ?? [])].slice(0, mostForFolders);
	const longest = Math.max(0, ...set.map((family) => family.length));
	for (let pass = 0; pass < (isOnceEach ? 1 : sources.length); pass += 1) for (let place = 0; place < longest; place += 1) for (const entry of set.flatMap((family) => family[place] ?? [])) {
		const source = preferred(entry, entry.change.body === void 0 ? readers : sources)[pass];
		if (source) yield {
			entry,
			source
		};
	}
}
/** The first entry for each folder of the recorded paths, then the second one, and so on. */
function* forFolders(readers, family) {
	const folders = Map.groupBy(readers, ({ request }) => parentOf(request));
	for (const entry of family) for (const [source] of folders.values()) if (source) yield {
		entry,
		source
	};
}
/** Those that an entry can be applied to: first those that have what it damages, among these by chance. */
function preferred({ name, change }, sources) {
	const type = bodyType({
		headers: Object.entries(change.headers),
		body: change.body
	});
	const rank = ({ request }) => {
		if (request.body !== void 0) return bodyType(request) === type ? 0 : void 0;
		if (request.method !== "GET") return void 0;
		return change.body === void 0 && change.target?.includes("{key}") && !hasQuery(request) ? 2 : 1;
	};
	return sources.flatMap((source) => {
		const order = rank(source);
		return order === void 0 ? [] : {
			source,
			order: order + seededRandom(name, source.kind.id)()
		};
	}).sort((a, b) => a.order - b.order).map(({ source }) => source);
}
function variantOf({ entry: { name, change }, source: { kind, request } }) {
	const { leaves } = change;
	const changed = changedRequest(request, change);
	const variant = newKind(`${kind.id}/${name}`, changed, {
		hostile: true,
		...kind.session ? { session: kind.session } : {},
		...leaves ? {
			leaves,
			connection: "fresh"
		} : {}
	});
	return changed.target !== request.target && variant.label.length <= longestLabel ? variant : {
		...variant,
		label: `${shortened(variant.label)} (${name})`
	};
}
/** Where a target does not tell what is wrong with a request, its label names the entry. */
const shortened = (label) => label.length > longestLabel ? `${label.slice(0, longestLabel)}…` : label;
/** The same for kinds that send the same. */
const identityOf = ({ request, leaves }) => JSON.stringify([request, leaves]);
// src/traffic/probe.ts
const timeoutMs = 1e4;
/** Asks the app on `port` for each kind twice, each time on a new connection. */
async function probe(kinds, port) {
	const probes = [];
	for (const kind of kinds) {
		const first = await ask(kind, port);
		probes.push(first.timedOut ? first : await ask(kind, port));
	}
	return probes;
}
async function ask(kind, port) {
	const connection = await Connection.open(port).catch(() => void 0);
	if (connection === void 0) return {
		kind,
		answer: void 0,
		timedOut: false,
		ms: 0
	};
	const { request, leaves } = kind;
	const method = requestMethod(request);
	const exchange = await connection.send(requestBytes(request, port), {
		method,
		timeoutMs,
		leaves
	});
	connection.close();
	return {
		kind,
		answer: exchange.answer,
		timedOut: exchange.timedOut,
		ms: exchange.ms
	};
}
// src/traffic/default-scenario.ts
/** What the default scenario is derived from: found by asking more would take too long. */
const mostCandidates = 40;
const mostPages = 8;
/** A page that takes longer would make a run of minutes out of one of seconds. */
const slowestMs = 1e3;
const defaultHeaders = {
	"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) heapgate",
	Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
	"Accept-Language": "en",
	"X-Forwarded-Proto": "https"
};
/**
* Of the home page and `paths`, those that the app on `port` answers normally and soon; a page that there is not; and
* malformed variants of these. What is answered by a debug page is left out.
*/
async function discoverScenario(paths, hostile, port) {
	const targets = paths.filter((path) => path !== "/" && isWellFormedTarget(path)).slice(0, mostCandidates);
	const probes = (await probe([home(), ...targets.map((target) => newKind(target.slice(1), get(target)))], port)).filter(isNormal);
	const pages = [...probes.filter(({ answer }) => !isRedirect(answer)), ...probes.filter(({ answer }) => isRedirect(answer))];
	const kinds = pages.length > 0 ? pages.slice(0, mostPages).map(({ kind }) => kind) : [home()];
	const [notThere] = await probe([missing()], port);
	if (notThere && isNotFound(notThere)) kinds.push(notThere.kind);
	return withoutDebugPages(withHostileVariants(scenarioOf(kinds), hostile), port);
}
/**
* Without the kinds that the app on `port`, the other revision, has no page for: a branch may remove one, and would
* then be measured by what its framework's debug page leaks.
*/
async function withoutLostPages(found, port) {
	const lost = (await probe(found.scenario.kinds, port)).filter(({ answer }) => answer?.status === 404 && isDebugPage(answer));
	const isLost = new Set(lost.map(({ kind }) => kind));
	const left = found.scenario.kinds.filter((kind) => !isLost.has(kind));
	const kinds = left.length > 0 ? left : [home()];
	const plan = {
		...found.scenario.plan,
		end: endOf(kinds)
	};
	return {
		...found,
		scenario: {
			...found.scenario,
			kinds,
			plan
		},
		lost: lost.map(({ kind }) => kind.label)
	};
}
async function withoutDebugPages(scenario, port) {
	const variants = await probe(scenario.kinds.filter(({ hostile }) => hostile), port);
	const useless = new Set(variants.filter(({ answer }) => answer && isDebugPage(answer)).map(({ kind }) => kind));
	const kinds = scenario.kinds.filter((kind) => !useless.has(kind));
	return {
		scenario: {
			...scenario,
			kinds,
			plan: {
				...scenario.plan,
				hostile: false
			}
		},
		debugPages: useless.size,
		lost: []
	};
}
function scenarioOf(kinds) {
	return {
		name: "default",
		kinds,
		plan: {
			lanes: "auto",
			end: endOf(kinds),
			hostile: true
		}
	};
}
/** `missing` is no end: what a thread keeps of its last request should be that of a page. */
const endOf = (kinds) => defaultEnd(kinds.filter(({ id }) => id !== missing().id));
const home = () => newKind("home", get("/"), { times: 3 });
const missing = () => newKind("missing", get("/heapgate/no-such-page"));
function get(target) {
	return {
		method: "GET",
		target,
		headers: Object.entries(defaultHeaders),
		body: void 0
	};
}
const isNormal = ({ kind, answer, ms }) => answer !== void 0 && answer.status < 400 && ms <= slowestMs && !turnedAway(answer, requestTarget(kind.request));
const isRedirect = (answer) => answer !== void 0 && answer.status >= 300;
const isNotFound = ({ answer }) => answer !== void 0 && answer.status < 500 && !isDebugPage(answer);
// src/shard.ts
/** Reads `2/5`. Throws a `RangeError` that says how one is written. */
function readShard(text) {
	if (!/^[1-9]\d{0,3}\/[1-9]\d{0,3}$/.test(text)) throw new RangeError("is written as 2/5 is: the second of five");
	const [number = 0, of = 0] = text.split("/").map(Number);
	if (number > of) throw new RangeError("is past the last: count from 1/5 to 5/5");
	return {
		number,
		of
	};
}
/** Those of `all` that are the shard's: each of them is of one shard. */
function shareOf({ number, of }, all) {
	return all.filter((_, index) => index % of === number - 1);
}
/** The order of the traffic where no seed is given: shards that know nothing of each other have the same. */
const seedOf = (sha) => 1 + Number.parseInt(sha.slice(0, 8), 16) % 999999;
// src/leak/native-memory.ts
/** An allocator takes and returns memory in steps of megabytes: less than this says nothing. */
const smallestNetBytes = 16777216;
/**
* Processes of head whose memory, as the OS sees it, grows beyond base's. Only worth saying where objects do not:
* then the leak may be outside the heap, in an extension or the allocator. A warning, never a verdict.
*/
function nativeSuspects(base, head) {
	const onBase = Math.max(0, ...judgedProcesses(base).map(residentPer1000));
	return judgedProcesses(head).flatMap((process) => {
		const per1000 = residentPer1000(process) - onBase;
		if (per1000 <= 0) return [];
		const megabytes = (per1000 / 1024 / 1024).toFixed(0);
		return `the memory of ${processName$1(process)} grew by ${megabytes} MB per 1,000 requests beyond base while its objects stood still: native code may leak`;
	});
}
function residentPer1000(process) {
	const bytes = process.points.map((point) => point.residentBytes);
	const growth = judgeGrowth(ownRequestsOf(process), bytes, smallestNetBytes);
	return growth.state === "growing" ? growth.per1000 : 0;
}
// src/leak/noise.ts
/** Noise of the classes of the program, without the VM's internals, over the judged processes of all `measurements`. */
function noiseOf$1(...measurements) {
	const classes = /* @__PURE__ */ new Map();
	let smallest = 0;
	for (const process of measurements.flatMap(judgedProcesses)) {
		const requests = ownRequestsOf(process);
		const span = requests.at(-1) ?? 0;
		const residuals = [];
		for (const name of process.points.at(-1)?.census.classes.keys() ?? []) {
			const counts = talliesOf(process, name, false).map((tally) => tally.objects);
			const growth = judgeGrowth(requests, counts);
			if (growth.state !== "flat") continue;
			residuals.push(growth.residual);
			const noise = {
				name,
				objectsPer1000Requests: Math.abs(growth.per1000),
				objects: swing(requests, counts, growth),
				smallestDetectable: smallestDetectablePer1000(span, growth.residual)
			};
			classes.set(name, noisier(noise, classes.get(name)));
		}
		smallest = Math.max(smallest, smallestDetectablePer1000(span, median(residuals)));
	}
	const moving = [...classes.values()].filter((each) => each.objects > 0 || each.objectsPer1000Requests > 0);
	return {
		objectsPer1000Requests: Math.max(0, ...moving.map((each) => each.objectsPer1000Requests)),
		smallestDetectable: smallest,
		classes: moving.sort(byNoise)
	};
}
/** Growth is judged whatever single censuses say; here they are what is told of. */
function swing(requests, counts, { per1000 }) {
	const offsets = counts.map((count, i) => count - per1000 * (requests[i] ?? 0) / 1e3);
	const middle = median(offsets);
	return Math.max(...offsets.map((offset) => Math.abs(offset - middle)));
}
/** What hides growth in one process is not made up for by another: the worst of each counts. */
function noisier(one, other = one) {
	return {
		name: one.name,
		objectsPer1000Requests: Math.max(one.objectsPer1000Requests, other.objectsPer1000Requests),
		objects: Math.max(one.objects, other.objects),
		smallestDetectable: Math.max(one.smallestDetectable, other.smallestDetectable)
	};
}
const byNoise = (a, b) => b.smallestDetectable - a.smallestDetectable || b.objectsPer1000Requests - a.objectsPer1000Requests || (a.name < b.name ? -1 : 1);
// src/leak/verdict.ts
/** A regression this close to its limit is measured a second time before it fails anyone. */
const closeToLimit = 3;
/** Compares two measurements. Pure: the same input gives the same judgement. */
function judge(base, head, limits, known = []) {
	const classes = compareClasses(base, head, limits);
	const leaks = findingsOf(base, head, classes, limits, known);
	const restarts = restartsOnHead(base, head);
	const findings = restarts && !isAccepted(restarts, known) ? [...leaks, restarts] : leaks;
	const noise = noiseOf$1(base, head);
	const result = {
		classes,
		findings,
		noise,
		warnings: leaks.length === 0 ? nativeSuspects(base, head) : []
	};
	const reasons = findings.filter(isFailing).map(describe);
	if (reasons.length > 0) return {
		...result,
		verdict: "regression",
		reasons
	};
	const doubts = doubtsAbout(base, head, classes.filter((row) => row.undecided && !isAcceptedClass(row.name, known)), limits, noise);
	if (doubts.length > 0) return {
		...result,
		verdict: "inconclusive",
		reasons: doubts
	};
	return {
		...result,
		verdict: "pass",
		reasons: [passReason$1(findings)]
	};
}
/** Whether a regression must show again after a second boot of both revisions before it counts. */
function needsConfirmation({ verdict, classes, findings }) {
	if (verdict === "inconclusive") return classes.some((row) => row.undecided !== void 0);
	if (verdict !== "regression") return false;
	const failing = new Set(findings.filter(isFailing).flatMap((finding) => finding.classes));
	return Math.max(...classes.filter((row) => row.over && failing.has(row.name)).map((row) => row.timesLimit), 0) < closeToLimit || findings.filter(isLeak$1).every(({ status }) => status !== "new");
}
/** What would have had to show again, and could not be measured again for want of time. */
function unconfirmed(judgement) {
	const why = "there was no time to boot both a second time, to be sure: raise `max-minutes`";
	return {
		...judgement,
		verdict: "inconclusive",
		reasons: [...judgement.reasons, why]
	};
}
function describe(finding) {
	if (!isLeak$1(finding)) return describeRestarts(finding);
	const rate = Math.round(finding.objectsPer1000).toLocaleString("en-US");
	const what = finding.objectsPer1000 > 0 ? `${rate} objects` : `${Math.round(finding.bytesPer1000 / 1024)} KiB`;
	return `${finding.status === "worsened" ? "a known leak got worse" : "a new leak"}: ${what} per 1,000 requests, held by ${finding.holder}`;
}
function describeRestarts({ processes, restarts = 0, restartsOnBase }) {
	const times = (count) => count === 1 ? "once" : `${count} times`;
	const onBase = restartsOnBase === void 0 ? "no process" : times(restartsOnBase);
	return `${processes.join(" and ")} died ${times(restarts)} on head, and ${onBase} on base: see its log, with --keep`;
}
function passReason$1(findings) {
	if (findings.some((finding) => finding.status === "existing")) return "what grows on head grows on base as well";
	if (findings.some((finding) => finding.status === "gone")) return "the leak on base is gone on head";
	return "no class grows on head beyond base";
}
function doubtsAbout(base, head, undecided, limits, { smallestDetectable }) {
	const doubts = [];
	for (const [side, measurement] of [["base", base], ["head", head]]) {
		const named = new Set(judgedProcesses(measurement).map(processName$1));
		if (named.size === 0) doubts.push(`no process of ${side} lived through 4 censuses and answered requests: raise rounds`);
		for (const process of measurement.processes) {
			if (process.role !== "worker" || named.has(processName$1(process))) continue;
			doubts.push(process.points.length < 4 ? `${processName$1(process)} of ${side} has only ${process.points.length} censuses in one life, of 4 needed: raise rounds, or find out why it restarts` : `${processName$1(process)} of ${side} answered no request in any round: raise lanes`);
		}
	}
	if (doubts.length > 0) return doubts;
	const limit = smallestLimit(limits);
	if (smallestDetectable > limit) return [`the run was too short or too noisy: it could only have seen growth from ${smallestDetectable.toFixed(1)} objects per 1,000 requests, the threshold is ${limit}: raise requests or rounds`];
	return undecided.slice(0, 3).map((row) => {
		const rise = `${row.name} rose by ${(row.counts.at(-1) ?? 0) - (row.counts[0] ?? 0)} in ${row.process}`;
		const limit = `its limit of ${limitOf(row.name, row.internal, limits)} per 1,000 requests`;
		return row.undecided === "uneven" ? `${rise}, past ${limit}, but too unevenly to call: raise rounds` : `${rise}, past ${limit}, and goes on base when there is no traffic; whether it does on head could not be seen: raise \`max-minutes\``;
	});
}
// src/report/report-builder.ts
const mostClasses = 60;
/** Names of classes in one finding; the rest is counted. */
const mostNames = 60;
function buildReport(input) {
	const { judgement, bisected } = input;
	const { findings, ...rest } = evidence(input, judgement, input.triggers);
	return {
		...rest,
		findings: findings.map((finding) => withCulprit(finding, bisected)),
		...input.name === void 0 ? {} : { name: input.name },
		verdict: judgement.verdict,
		...input.selfTest ? { selfTest: true } : {},
		reasons: [...judgement.reasons],
		changes: [...input.changes],
		base: sideOf(input.base, input.revisions.base.ref),
		head: sideOf(input.head, input.revisions.head.ref),
		...bisected?.bisection ? { bisect: bisected.bisection } : {},
		...input.shard ? { shard: input.shard } : {}
	};
}
function withCulprit(finding, bisected) {
	return bisected?.culprit && bisected.findingId === finding.id ? {
		...finding,
		culprit: bisected.culprit
	} : finding;
}
function buildMeasureReport(input) {
	return {
		...evidence(input, input.judgement, /* @__PURE__ */ new Map()),
		revision: sideOf(input.measurement, input.ref)
	};
}
function evidence(facts, judgement, triggers) {
	const moving = judgement.classes.filter(isWorthListing);
	return {
		schemaVersion: 1,
		heapgateVersion: facts.version,
		seed: facts.seed,
		threshold: facts.threshold,
		scenarios: [...facts.scenarios],
		notices: [...judgement.warnings, ...facts.notices],
		timings: facts.timings,
		noise: noiseOf(judgement),
		classes: moving.slice(0, mostClasses).map(classRow),
		moreClasses: Math.max(0, moving.length - mostClasses),
		findings: judgement.findings.map((finding) => findingRow(finding, triggers.get(finding.id)))
	};
}
function noiseOf({ noise }) {
	return {
		...noise,
		classes: noise.classes.slice(0, mostClasses).map((each) => ({ ...each }))
	};
}
const isWorthListing = (row) => row.over || row.state !== "flat" || row.undecided !== void 0;
function classRow(row) {
	return {
		name: row.name,
		state: row.state,
		internal: row.internal,
		process: row.process,
		requests: [...row.requests],
		counts: [...row.counts],
		bytes: [...row.bytes],
		basePer1000: row.basePer1000,
		headPer1000: row.headPer1000,
		bytesPer1000: row.bytesPer1000,
		over: row.over,
		withTimeAlone: row.withTimeAlone
	};
}
function findingRow(finding, trigger) {
	return {
		id: finding.id,
		status: finding.status,
		classes: finding.classes.slice(0, mostNames),
		moreClasses: Math.max(0, finding.classes.length - mostNames),
		processes: [...finding.processes],
		objectsPer1000: finding.objectsPer1000,
		basePer1000: finding.basePer1000,
		bytesPer1000: finding.bytesPer1000,
		retainedBytesPer1000: finding.retainedBytesPer1000,
		holder: finding.holder,
		path: finding.path.map((step) => ({ ...step })),
		alsoHeldBy: [...finding.alsoHeldBy],
		sites: finding.sites.map((site) => ({ ...site })),
		withTimeAlone: finding.withTimeAlone,
		...finding.restarts === void 0 ? {} : { restarts: finding.restarts },
		...finding.restartsOnBase === void 0 ? {} : { restartsOnBase: finding.restartsOnBase },
		...trigger ? { trigger } : {}
	};
}
function sideOf(measurement, ref) {
	return {
		sha: measurement.sha,
		ref,
		processes: measurement.processes.map((life) => ({
			role: life.role,
			index: life.index,
			requests: ownRequestsOf(life).at(-1) ?? 0,
			censuses: life.points.length,
			restarts: life.restarts,
			residentBytes: life.points.map((point) => point.residentBytes)
		})),
		kinds: measurement.kinds.map((account) => ({
			...account,
			status: { ...account.status }
		}))
	};
}
// src/version.ts
const version = "0.1.0";
// src/report/escape.ts
/**
* Text from the app, a pull request or a dump is hostile. Here, and nowhere else, it is made harmless:
* every function takes any string and answers one line that shows it, never more than `maxLength` characters of it.
*/
/** Control, format (bidi, zero-width), unassigned, private and otherwise invisible characters; lone surrogates. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const LINE_BREAKS_AND_TABS = /[\t\n\r]+/g;
const ODD_SPACES = /\p{Zs}/gu;
/** More marks on one letter than any language writes reach into the lines above and below. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;
const DEFAULT_MAX_LENGTH = 160;
const MARKDOWN = new RegExp(`${/([&<>()[\]{}*_`~|\\!$]|#(?!\d)|^[-+=]|(?<=^\d+)\.)/.source}|${/@|#(?=\d)|\b[gG][hH]-|\b[wW]{3}(?=\.)|:(?=\/\/|[a-z0-9_+-]+:)/.source}`, "g");
const ZERO_WIDTH_SPACE = "&#8203;";
/** One line of visible characters: what is invisible is spelt out (`\x1b`, `\u{202e}`), what is too long ends in `…`. */
function visible(text, maxLength = DEFAULT_MAX_LENGTH) {
	const shown = text.slice(0, 4 * maxLength).replace(LINE_BREAKS_AND_TABS, " ").replace(INVISIBLE, spellOut).replace(ODD_SPACES, " ").replace(STACKED_MARKS, "$1");
	const characters = [...shown];
	return text.length > 4 * maxLength || characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join("")}…` : shown;
}
function spellOut(character) {
	const hex = (character.codePointAt(0) ?? 0).toString(16);
	return hex.length <= 2 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}
/**
* For a terminal and for the log of a workflow. A runner obeys lines that begin with `::`, and `##[` anywhere in a
* line; both are broken up, also inside the text, since it may be wrapped.
*/
function forTerminal(text, maxLength) {
	return visible(text, maxLength).replace(/(^|\s)::/g, "$1:\\x3a").replaceAll("##[", "#\\x23[");
}
/** For element content and quoted attributes of HTML. */
function forHtml(text, maxLength) {
	return visible(text, maxLength).replace(/[&<>"']/g, entity);
}
/**
* For running text in GitHub's Markdown, table cells included; what stands between backticks is shown as code.
* GitHub looks for mentions, references, bare links and emoji names after it has parsed the Markdown, so that
* escaping alone does not stop it: a zero-width space does.
*/
function forMarkdown(text, maxLength) {
	const parts = visible(text, maxLength).trim().split("`");
	const isCode = (index) => index % 2 === 1 && index < parts.length - 1;
	return parts.map((part, index) => isCode(index) ? asMarkdownCode(part, part.length) : inertMarkdown(part)).join("");
}
/**
* For code in GitHub's Markdown, table cells included. Inside code GitHub looks for nothing. A code span cannot hold
* a pipe in a table, nor every row of backticks: such text becomes an element with everything escaped.
*/
function asMarkdownCode(text, maxLength) {
	const shown = visible(text, maxLength).trim();
	if (shown === "") return "<code>&#32;</code>";
	return /[`|\\]/.test(shown) ? `<code>${inertMarkdown(shown)}</code>` : `\`${shown}\``;
}
function inertMarkdown(shown) {
	return shown.replace(MARKDOWN, (found, syntax) => syntax === void 0 ? broken(found) : entity(syntax));
}
/** A fenced block; each of `lines` stays one line. The fence is longer than any run of backticks in it. */
function asMarkdownBlock(lines, language = "text", maxLineLength) {
	const shown = lines.map((line) => visible(line, maxLineLength).trimEnd());
	const longestRun = Math.max(2, ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
	const fence = "`".repeat(longestRun + 1);
	return [
		`${fence}${language}`,
		...shown,
		fence
	];
}
/** Percent-encodes one segment of a URL's path so that neither Markdown nor HTML sees anything in it. */
function asUrlSegment(segment) {
	return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*~_.]/g, (character) => /[_.]/.test(character) ? character : `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
function broken(found) {
	return found.slice(0, -1) + entity(found.slice(-1)) + ZERO_WIDTH_SPACE;
}
function entity(character) {
	return `&#${character.charCodeAt(0)};`;
}
// src/report/culprit-facts.ts
/** What brought a finding in, and how to be rid of it. */
function culpritFacts(culprit, quote) {
	const { command } = culprit;
	return [{
		label: "Came with",
		text: culpritSentence(culprit, quote)
	}, ...command === void 0 ? [] : [{
		label: "To fix it",
		text: quote(command)
	}]];
}
/** `bugsnag 6.26.0 → 6.26.1, fixed in 6.26.2 (verified)` */
function culpritSentence(culprit, quote) {
	const { together = [], fixedIn, lastClean, verified } = culprit;
	const parts = [culprit, ...together].map((part) => changePhrase(part, quote));
	const all = parts.length > 1 ? `${parts.join(" and ")}, only together` : parts.join("");
	const proof = verified ? " (verified)" : "";
	if (fixedIn !== void 0) return `${all}, fixed in ${quote(fixedIn)}${proof}`;
	return lastClean === void 0 ? all : `${all}, not yet in ${quote(lastClean)}${proof}`;
}
function changePhrase({ name, from, to }, quote) {
	const versions = [from, to].filter((version) => version !== void 0).map((version) => quote(version));
	return versions.length > 0 ? `${quote(name)} ${versions.join(" → ")}` : quote(name);
}
// src/report/path-lines.ts
const MAX_STEPS = 14;
/**
* The path from a root to what grows, one line a step, each deeper than the one before. Not escaped yet.
*
*     Thread "puma srv tp 001"
*     └ [:queue]: SubscriberQueueRegistry
*       └ @children: Array ← grows
*/
function pathLines(finding) {
	const { path } = finding;
	const holder = holderIndex(finding);
	const labels = path.map((step, index) => `${stepLabel(step)}${index === holder ? " ← grows" : ""}`);
	const cut = path.length - MAX_STEPS;
	if (cut > 0) labels.splice(MAX_STEPS / 2, cut, `… ${cut} more steps`);
	return labels.map((label, depth) => depth === 0 ? label : `${"  ".repeat(depth - 1)}└ ${label}`);
}
/** Where on its path a finding's holder is: the path may go on to one of the objects that grow. */
function holderIndex({ path, holder }) {
	const index = path.findLastIndex((step) => step.class === holder);
	return index === -1 ? path.length - 1 : index;
}
function stepLabel({ class: className, edge, name }) {
	const named = name === void 0 ? className : `${className} "${name}"`;
	return edge === void 0 ? named : `${edge}: ${named}`;
}
// src/report/restart-facts.ts
/** Whether objects pile up; the other findings are of processes that die on head alone. */
const isLeak = ({ restarts }) => restarts === void 0;
/** `worker 1 died 2 times on head, and no process on base` */
function restartPhrase({ processes, restarts = 0, restartsOnBase }, plain) {
	const onBase = restartsOnBase === void 0 ? "no process" : times(restartsOnBase);
	return `${listed(processes, plain)} died ${times(restarts)} on head, and ${onBase} on base`;
}
const times = (count) => count === 1 ? "once" : `${formatCount(count)} times`;
/** Of a process that died nothing is known but where to look. */
function restartFacts({ quote }) {
	return [{
		label: "To see why",
		text: `run ${quote("heapgate check --keep DIR")} and read the end of ${quote("DIR/head.log")}`
	}];
}
// src/report/trigger-facts.ts
/** A scenario of more lines is read in its file. */
const mostLines = 24;
/** Which requests cause a finding, and how to see it in seconds. */
function triggerFacts(trigger, { quote }) {
	const { repro } = trigger;
	const sentence = {
		label: "Trigger",
		text: triggerSentence(trigger, quote)
	};
	if (!repro) return [sentence];
	const shown = repro.scenario.trimEnd().split("\n").filter((line) => !line.startsWith("#"));
	const tree = shown.length > mostLines ? [] : shown;
	return [sentence, {
		label: "To see it",
		text: quote(repro.command),
		tree
	}];
}
/** ``After one `GET /p/[x`, every ordinary request leaks 67 objects`` */
function triggerSentence(trigger, quote) {
	const { untried = 0 } = trigger;
	const rest = untried > 0 ? ` (${formatQuantity(untried, "more kind was", "more kinds were")} not tried)` : "";
	return `${causeOf(trigger, quote)}${rest}`;
}
function causeOf({ how, requests, objectsPerRequest }, quote) {
	if (objectsPerRequest === void 0) {
		const kinds = `requests of kind ${listed(requests, quote)}`;
		return how === "poison" ? `only after ${kinds} (from then on ordinary requests leak)` : `only with ${kinds}`;
	}
	const [first = "", ...others] = requests;
	const also = (words) => others.length > 0 ? `; ${words} ${listed(others, quote)}` : "";
	const leaks = objectsPerRequest > 0 ? `leaks ${formatQuantity(objectsPerRequest, "object")}` : "leaks memory";
	switch (how) {
		case "poison": return `After one ${quote(first)}, every ordinary request ${leaks}${also("the same after one")}`;
		case "self": return `Each ${quote(first)} ${leaks}${also("so does each")}`;
		case "once": return `Each new value in ${quote(first)} ${leaks}, the same value again none${also("so it is with")}`;
	}
}
// src/report/finding-facts.ts
const MAX_NAMES$1 = 4;
const MAX_SITES = 3;
const NAMED_EDGE = /^[@$\p{L}_]/u;
/** What grows, what holds it, where it is allocated, what triggers it, what brought it in. */
function findingFacts(finding, classes, voice) {
	if (!isLeak(finding)) return restartFacts(voice);
	const { alsoHeldBy, sites, trigger, culprit, withTimeAlone } = finding;
	return [
		{
			label: "Grows",
			text: grownClasses(finding, classes, voice.quote)
		},
		heldBy(finding, voice),
		alsoHeldBy.length > 0 && {
			label: "Also held by",
			text: listed(alsoHeldBy, voice.quote)
		},
		sites.length > 0 && {
			label: "Allocated at",
			text: allocatedAt(sites, voice)
		},
		...trigger ? triggerFacts(trigger, voice) : [],
		...culprit ? culpritFacts(culprit, voice.quote) : [],
		withTimeAlone && {
			label: "Idle too",
			text: "it grew as much without traffic: look for a timer, poller or queue"
		}
	].filter((fact) => typeof fact === "object");
}
/** What heads a finding that fails the run. */
function titleOf(finding, { plain }) {
	return isLeak(finding) ? growthPhrase(finding) : restartPhrase(finding, plain);
}
/** A finding that fails nothing, in one line. */
function findingLine(finding, voice) {
	const what = `${voice.quote(finding.classes[0] ?? "objects")} under ${holderPhrase(finding, voice)}`;
	return {
		label: finding.status === "gone" ? "Gone" : "Already on base",
		text: `${what}, ${growthPhrase(finding)}`
	};
}
/** `+2,004 objects (12 MB) per 1,000 requests`, with what it was on base where that was not zero. */
function growthPhrase(finding) {
	const { status, objectsPer1000, basePer1000 } = finding;
	if (status === "gone") return `${formatGrowth(basePer1000)} objects per 1,000 requests on base`;
	const growth = `${amountPhrase(objectsPer1000, leakedBytes(finding))} per 1,000 requests`;
	return basePer1000 > 0 ? `${growth}, on base ${formatGrowth(basePer1000)}` : growth;
}
/** `+2,004 objects (12 MB)`; a buffer that grows has bytes alone. */
function amountPhrase(objects, bytes) {
	return objects > 0 ? `${formatGrowth(objects)} objects (${formatBytes(bytes)})` : formatByteGrowth(bytes);
}
/** What accumulates: `@children of Event` where the reference to it has a name, which says more than its class. */
function holderPhrase(finding, { quote, plain }) {
	const { path, holder } = finding;
	const index = holderIndex(finding);
	const [owner, held] = [path[index - 1], path[index]];
	if (!held) return plain(holder);
	if (!owner || held.edge === void 0 || !NAMED_EDGE.test(held.edge)) return quote(holder);
	return `${quote(held.edge)} of ${quote(owner.name ?? owner.class)}`;
}
/** Bytes that a finding costs per 1,000 requests: with all that is retained where that is known. */
function leakedBytes({ retainedBytesPer1000, bytesPer1000 }) {
	return retainedBytesPer1000 || bytesPer1000;
}
function grownClasses({ classes, moreClasses }, growths, quote) {
	const [first, ...others] = classes;
	if (first === void 0) return formatQuantity(moreClasses, "class", "classes");
	const growth = growths.find(({ name }) => name === first);
	const lead = growth ? `${quote(first)} (${formatPerRequest(growth.headPer1000)})` : quote(first);
	const count = others.length + moreClasses;
	if (count === 0) return lead;
	const shown = others.slice(0, MAX_NAMES$1).map((name) => quote(name));
	const examples = shown.length > 0 ? `: ${[...shown, ...count > shown.length ? ["…"] : []].join(", ")}` : "";
	return `${lead} and ${formatQuantity(count, "more class", "more classes")} that hang on it${examples}`;
}
function heldBy(finding, voice) {
	const { processes, path } = finding;
	const where = processes.length > 0 ? `, in ${listed(processes, voice.plain)}` : "";
	return {
		label: "Held by",
		text: `${holderPhrase(finding, voice)}${where}`,
		tree: path.length > 1 ? pathLines(finding) : []
	};
}
function allocatedAt(sites, voice) {
	const objects = sites.reduce((total, site) => total + site.objects, 0);
	const shown = sites.slice(0, MAX_SITES).map((site) => {
		const share = sites.length > 1 && objects > 0 ? ` (${Math.round(100 * site.objects / objects)}%)` : "";
		return `${voice.site(site)}${share}`;
	});
	const rest = sites.length - shown.length;
	return joined(rest > 0 ? [...shown, formatQuantity(rest, "more line")] : shown);
}
function listed(names, quote) {
	const shown = names.slice(0, MAX_NAMES$1).map((name) => quote(name));
	const rest = names.length - shown.length;
	return joined(rest > 0 ? [...shown, `${rest} more`] : shown);
}
function joined(words) {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
// src/report/story.ts
function tell(findings) {
	const bySize = findings.toSorted((a, b) => b.objectsPer1000 - a.objectsPer1000 || b.basePer1000 - a.basePer1000);
	return {
		failing: bySize.filter(({ status }) => status === "new" || status === "worsened"),
		existing: bySize.filter(({ status }) => status === "existing"),
		gone: bySize.filter(({ status }) => status === "gone")
	};
}
function verdictSentence(report, quote) {
	const { verdict, reasons, changes } = report;
	const { failing } = tell(report.findings);
	if (verdict === "inconclusive") return {
		word: "Inconclusive",
		rest: "this run can neither pass nor fail.",
		reasons: [...changes, ...reasons]
	};
	if (verdict === "pass") return {
		word: "Pass",
		rest: passReason(report),
		reasons: changes
	};
	if (failing.length > 0) return {
		word: "Regression",
		rest: failingReason(failing, quote),
		reasons: changes
	};
	return {
		word: "Regression",
		rest: classReason(report, quote),
		reasons: [...changes, ...reasons]
	};
}
function passReason({ findings, selfTest }) {
	const { existing, gone } = tell(findings);
	if (selfTest) return "base, measured against itself, does not grow beyond itself.";
	const calm = existing.length > 0 ? "nothing grows more than on base" : "nothing grows past the threshold";
	const clauses = [...gone.length > 0 ? [`${leaksOfBase(gone.length)} gone`] : [], ...existing.length > 0 ? [`${leaksOfBase(existing.length)} still there`] : []];
	return clauses.length > 0 ? `${clauses.join(", ")}, and ${calm}.` : `${calm}.`;
}
function leaksOfBase(count) {
	return `${formatQuantity(count, "leak")} of base ${count === 1 ? "is" : "are"}`;
}
function failingReason(failing, quote) {
	const leaks = failing.filter(isLeak);
	const deaths = failing.filter((finding) => !isLeak(finding)).map((finding) => restartPhrase(finding, quote));
	return `${[...leaks.length > 0 ? [leakReason(leaks)] : [], ...deaths].join("; and ")}.`;
}
function leakReason(leaks) {
	const [first] = leaks;
	if (leaks.length === 1 && first?.status === "worsened") return `a leak of base got worse: ${growthPhrase(first)}`;
	return `${amountPhrase(leaks.reduce((total, finding) => total + finding.objectsPer1000 - finding.basePer1000, 0), leaks.reduce((total, finding) => total + leakedBytes(finding), 0))} per 1,000 requests, ${leaksPhrase(leaks)}`;
}
function leaksPhrase(leaks) {
	if (leaks.length > 1) return `in ${leaks.length} leaks`;
	return leaks[0]?.path.length === 0 ? "held by what is not known" : "all under one holder";
}
function classReason({ classes }, quote) {
	const worst = classes.filter(({ over }) => over).toSorted((a, b) => b.headPer1000 - a.headPer1000)[0];
	if (!worst) return "head does what base does not.";
	return `${quote(worst.name)} gains ${formatGrowth(worst.headPer1000)} objects per 1,000 requests.`;
}
// src/report/budget.ts
/** The first rendering that fits; limits go from generous to strict. The last one if none does. */
function firstThatFits(limits, render, fits) {
	let text = "";
	for (const limit of limits) {
		text = render(limit);
		if (fits(text)) return text;
	}
	return text;
}
// src/report/class-ranking.ts
function rankClasses(classes, findings) {
	const leads = new Set(findings.map((finding) => finding.classes[0]));
	const weight = ({ over, name }) => Number(over) + Number(leads.has(name));
	const fastest = classes.toSorted((a, b) => weight(b) - weight(a) || Math.abs(b.headPer1000) - Math.abs(a.headPer1000));
	return {
		growing: fastest.filter(({ over, state }) => over || state === "growing"),
		levelling: fastest.filter(({ over, state }) => !over && state === "saturating"),
		flat: fastest.filter(({ over, state }) => !over && state === "flat")
	};
}
// src/report/kind-pairs.ts
/** All kinds of both sides, those to look at first. */
function pairKinds(base, head) {
	const onBase = new Map(base.kinds.map((kind) => [kind.id, kind]));
	const onHead = new Map(head.kinds.map((kind) => [kind.id, kind]));
	const pairs = [.../* @__PURE__ */ new Set([...onBase.keys(), ...onHead.keys()])].map((id) => {
		const [baseKind, headKind] = [onBase.get(id), onHead.get(id)];
		return {
			label: headKind?.label ?? baseKind?.label ?? id,
			base: baseKind,
			head: headKind
		};
	});
	return {
		notable: pairs.filter(isNotable),
		ordinary: pairs.filter((pair) => !isNotable(pair))
	};
}
/** Answered differently on head, not each time, or by the app on one side only. */
function isNotable({ base, head }) {
	if (!base || !head) return true;
	return isPartlyAnswered(base) || isPartlyAnswered(head) || statuses(base) !== statuses(head) || base.reached > 0 !== head.reached > 0;
}
/** What is never answered is alike on both sides: its client leaves before. */
const isPartlyAnswered = ({ answered, planned }) => answered > 0 && answered < planned;
/** `200`, or `200 × 36, no answer × 4` where there is more than one outcome. */
function outcomePhrase(kind, quote) {
	if (!kind) return "not sent";
	const outcomes = Object.entries(kind.status).filter(([, count]) => count > 0);
	const name = (status) => status === "error" ? "no answer" : quote(status);
	const [first] = outcomes;
	if (first && outcomes.length === 1 && first[1] === kind.planned) return name(first[0]);
	return outcomes.map(([status, count]) => `${name(status)} × ${formatCount(count)}`).join(", ") || "not sent";
}
function statuses({ status }) {
	return Object.keys(status).filter((code) => (status[code] ?? 0) > 0).toSorted().join();
}
// src/report/noise-facts.ts
const mostBlind = 3;
/** `growth of 4.6 objects per 1,000 requests would have been seen` */
function detectablePhrase({ noise }) {
	if (noise.smallestDetectable === 0) return "no growth could have been seen";
	return `growth of ${rate(noise.smallestDetectable)} would have been seen`;
}
/** How still the heap was, what could have been seen, and where less than the threshold asks for. */
function noisePhrase(report, quote) {
	const { noise, threshold } = report;
	const blind = noise.classes.filter(({ smallestDetectable }) => smallestDetectable > threshold);
	const named = blind.slice(0, mostBlind).map(({ name, smallestDetectable }) => `${formatCount(smallestDetectable)} of ${quote(name)}`);
	return [
		rate(noise.objectsPer1000Requests),
		detectablePhrase(report),
		...blind.length > 0 ? [`of noisier classes only from ${named.join(", ")}${blind.length > mostBlind ? " and others" : ""}`] : []
	].join("; ");
}
function rate(objects) {
	const shown = formatCount(objects);
	return `${shown} ${shown === "1" ? "object" : "objects"} per 1,000 requests`;
}
const noiseHead = [
	"Drift per 1,000",
	"Swing",
	"Seen from, per 1,000"
];
/** The noise floor by class, which a self-test is made for: the name, and what `noiseHead` says; nothing in other reports. */
function noiseRows({ selfTest, noise }) {
	if (!selfTest) return [];
	return noise.classes.map(({ name, objectsPer1000Requests, objects, smallestDetectable }) => ({
		name,
		cells: [
			objectsPer1000Requests,
			objects,
			smallestDetectable
		].map((value) => formatCount(value))
	}));
}
// src/report/bisect-facts.ts
/** `29 changes in 8 probes, of at most 15, 3 min 20 s; 1 more could not be measured` */
function bisectFacts(bisection) {
	if (!bisection) return [];
	const { candidates, bound, probes } = bisection;
	const unknown = probes.filter(({ answer }) => answer === "unknown").length;
	const count = probes.length - unknown;
	const answered = formatQuantity(count, "probe");
	const most = count > bound ? `more than the ${bound} that one culprit takes` : `of at most ${bound}`;
	const time = formatDuration(probes.reduce((sum, { ms }) => sum + ms, 0));
	const rest = unknown > 0 ? `; ${unknown} more could not be measured` : "";
	return [{
		label: "Bisected",
		text: `${formatQuantity(candidates.length, "change")} in ${answered}, ${most}, ${time}${rest}`
	}];
}
// src/report/run-facts.ts
const MAX_NAMES = 10;
/** How it was measured, for those who doubt or repeat it. */
function runFacts(report, quote) {
	const { scenarios, seed, threshold, timings, heapgateVersion } = report;
	const sides = "revision" in report ? [sideFact("Revision", report.revision, quote)] : bothSides(report, quote);
	const ids = tell(report.findings).failing.slice(0, MAX_NAMES).map(({ id }) => quote(id)).join(", ");
	return [
		...sides,
		{
			label: "Traffic",
			text: `${scenarios.slice(0, MAX_NAMES).map((name) => quote(name)).join(", ") || "none"}, seed ${seed}`
		},
		..."verdict" in report && report.shard ? [{
			label: "Shard",
			text: `${report.shard.number} of ${report.shard.of}`
		}] : [],
		{
			label: "Threshold",
			text: `${formatQuantity(threshold, "object")} of a class per 1,000 requests, beyond base`
		},
		{
			label: "Noise",
			text: noisePhrase(report, quote)
		},
		..."bisect" in report ? bisectFacts(report.bisect) : [],
		{
			label: "Time",
			text: timePhrase(timings)
		},
		{
			label: "Version",
			text: `heapgate ${quote(heapgateVersion)}`
		},
		...ids ? [{
			label: "To accept a finding",
			text: `add its id to ${quote("ignore")} in heapgate.yml: ${ids}`
		}] : []
	];
}
/** `6,000 requests in 2 processes` */
function measuredPhrase({ processes }) {
	const serving = processes.filter(serves);
	const requests = serving.reduce((total, process) => total + process.requests, 0);
	const count = new Set(serving.map(processName)).size;
	return `${formatQuantity(requests, "request")} in ${formatQuantity(count, "process", "processes")}`;
}
function processRows(sides) {
	return [...new Set(sides.flatMap(({ processes }) => processes.filter(serves).map(processName)))].map((name) => ({
		name,
		sides: sides.map(({ processes }) => {
			const lives = processes.filter((process) => processName(process) === name);
			return {
				requests: requestsPhrase(lives),
				memory: memoryPhrase(lives)
			};
		})
	}));
}
function serves({ role }) {
	return role === "worker";
}
function processName({ role, index }) {
	return `${role} ${index}`;
}
function requestsPhrase(lives) {
	if (lives.length === 0) return "–";
	const restarts = Math.max(...lives.map((life) => life.restarts));
	const requests = formatCount(lives.reduce((total, life) => total + life.requests, 0));
	return restarts > 0 ? `${requests}, restarted ${restarts} ×` : requests;
}
function memoryPhrase(lives) {
	const known = lives.flatMap(({ residentBytes }) => residentBytes).filter((bytes) => bytes > 0);
	const [first, last] = [known[0], known.at(-1)];
	return first === void 0 || last === void 0 ? "–" : `${formatBytes(first)} → ${formatBytes(last)}`;
}
function bothSides({ base, head }, quote) {
	return [sideFact("Base", base, quote), sideFact("Head", head, quote)];
}
function sideFact(label, { sha, ref }, quote) {
	const commit = quote(sha.slice(0, 12));
	return {
		label,
		text: ref && !sha.startsWith(ref) ? `${commit} (${quote(ref)})` : commit
	};
}
function timePhrase({ totalMs, setupMs, bootMs, replayMs, gcMs, dumpMs, ownMs }) {
	const parts = Object.entries({
		setup: setupMs,
		"boot and stop": bootMs,
		replay: replayMs,
		GC: gcMs,
		dumps: dumpMs,
		heapgate: ownMs
	}).filter(([, ms]) => ms > 0).map(([name, ms]) => `${name} ${formatDuration(ms)}`);
	return `${formatDuration(totalMs)}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
}
// src/report/sparkline.ts
const BARS = "▁▂▃▄▅▆▇█";
/**
* A series as a row of bars, one per value, or evenly picked ones where there are more than `maxBars`.
* One step in height is at least 1, so that a flat series with a jitter of an object or two looks flat.
*/
function sparkline(values, maxBars = 16) {
	const picked = pickEvenly(values, maxBars);
	const lowest = Math.min(...picked);
	const steps = 7;
	const range = Math.max(Math.max(...picked) - lowest, steps);
	return picked.map((value) => BARS[Math.round((value - lowest) / range * steps)]).join("");
}
/** At most `limit` values, the first and the last always among them. */
function pickEvenly(values, limit) {
	if (values.length <= limit) return values;
	const stride = (values.length - 1) / (limit - 1);
	return values.filter((_, index) => Math.round(Math.round(index / stride) * stride) === index);
}
// src/report/markdown-tables.ts
/** A GFM table. Cells are Markdown already: whatever is not ours in them was escaped. */
function markdownTable(columns, rows) {
	return [
		columns.map(({ head }) => head),
		columns.map(({ numeric }) => numeric ? "--:" : ":--"),
		...rows
	].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
/** Growth by class: what it was on base, what it is on head, how it went, what holds it. */
function growthTable(classes, findings) {
	const holders = classes.map(({ name }) => findings.find((finding) => finding.classes.includes(name)));
	const anyHolder = holders.some((holder) => holder !== void 0);
	return markdownTable([
		{ head: "Class" },
		{
			head: "Base",
			numeric: true
		},
		{
			head: "Head",
			numeric: true
		},
		{
			head: "Bytes",
			numeric: true
		},
		{ head: "Objects" },
		...anyHolder ? [{ head: "Held by" }] : []
	], classes.map((growth, index) => {
		const holder = holders[index];
		return [
			`${code(growth.name)}${growth.internal ? " (VM)" : ""}${growth.withTimeAlone ? " (without traffic too)" : ""}`,
			formatGrowth(growth.basePer1000),
			formatGrowth(growth.headPer1000),
			unbroken(formatByteGrowth(growth.bytesPer1000)),
			series(growth.counts),
			...anyHolder ? [holder ? holderPhrase(holder, {
				quote: lastName,
				plain: forMarkdown
			}) : ""] : []
		];
	}));
}
function kindsTable(kinds) {
	return markdownTable([
		{ head: "Request" },
		{ head: "Base" },
		{ head: "Head" }
	], kinds.map(({ label, base, head }) => [
		code(label),
		outcomePhrase(base, code),
		outcomePhrase(head, code)
	]));
}
/** How still each class was that moved, in at most `most` rows. */
function noiseTable(report, most) {
	return markdownTable([{ head: "Class" }, ...noiseHead.map((head) => ({
		head,
		numeric: true
	}))], noiseRows(report).slice(0, most).map(({ name, cells }) => [code(name), ...cells]));
}
function processesTable({ base, head }) {
	const columns = [
		"Requests on base",
		"Requests on head",
		"Memory on base",
		"Memory on head"
	];
	const rows = processRows([base, head]).map(({ name, sides }) => [
		name,
		...sides.map(({ requests }) => requests),
		...sides.map(({ memory }) => unbroken(memory))
	]);
	return markdownTable([{ head: "Process" }, ...columns.map((head) => ({
		head,
		numeric: true
	}))], rows);
}
function series(counts) {
	const [first, last] = [counts[0], counts.at(-1)];
	if (first === void 0 || last === void 0) return "–";
	return unbroken(`${sparkline(counts)} ${formatCount(first)} → ${formatCount(last)}`);
}
function unbroken(text) {
	return text.replaceAll(" ", "&nbsp;");
}
const code = (text) => asMarkdownCode(text, 80);
/** A class without its namespace, since the table is wide. */
const lastName = (name) => code(name.split("::").at(-1) ?? name);
// src/report/markdown-voice.ts
/** A longer path is shown without a link, whose address would be three times as long. */
const MAX_LINKED_LENGTH = 300;
/** Names as code, sites inside the repository as links to head's blob. */
function markdownVoice(repository) {
	return {
		quote: (name) => asMarkdownCode(name),
		plain: (text) => forMarkdown(text),
		site: (site) => siteLink(site, repository)
	};
}
/** Facts as a list, with their trees as blocks inside it. */
function markdownFacts(facts) {
	return facts.flatMap(({ label, text, tree = [] }) => [`- **${label}:** ${text}`, ...tree.length > 0 ? asMarkdownBlock(tree).map((line) => `  ${line}`) : []]).join("\n");
}
function siteLink({ file, line, inRepository }, repository) {
	const label = asMarkdownCode(`${file}:${line}`);
	const steps = file.split("/");
	if (!(inRepository && !steps.some((step) => [
		"",
		".",
		".."
	].includes(step))) || !repository || file.length > MAX_LINKED_LENGTH) return label;
	const { serverUrl, owner, repo, headSha } = repository;
	return `[${label}](${serverUrl}/${[
		owner,
		repo,
		"blob",
		headSha,
		...steps
	].map(asUrlSegment).join("/")}#L${line})`;
}
// src/report/markdown-report.ts
const GROWTH_CAPTION = "Growth per 1,000 requests, in the process where it was highest";
/** The report as GitHub's Markdown, the most important first. What `limits` cut is said where it was cut. */
function markdownReport(report, options, limits) {
	return sections$1([
		`### heapgate${report.name === void 0 ? "" : ` · ${asMarkdownCode(report.name)}`}`,
		opening(report, limits),
		leaks$1(report, markdownVoice(options.repository), limits),
		growth$1(report, options, limits),
		noise$1(report, limits),
		kinds$1(report, options, limits),
		limits.run ? run(report, options, limits) : "All else was too long: it is in the JSON report."
	]);
}
function opening(report, limits) {
	const { word, rest, reasons } = verdictSentence(report, markdownVoice(void 0).quote);
	return sections$1([
		`**${word}: ${rest}**`,
		bullets(reasons, limits),
		report.verdict === "pass" ? `Measured over ${measuredPhrase(report.head)}; ${detectablePhrase(report)}.` : ""
	]);
}
function leaks$1(report, voice, limits) {
	const { failing, existing, gone } = tell(report.findings);
	const shown = failing.slice(0, limits.findings);
	const harmless = [...existing, ...gone];
	const lines = harmless.slice(0, limits.findings).map((finding) => findingLine(finding, voice));
	const headed = failing.length > 1 || report.verdict !== "regression";
	return sections$1([
		...shown.flatMap((finding) => [headed ? leakHeading(report, finding, voice) : "", markdownFacts(findingFacts(finding, report.classes, voice))]),
		cutLine(failing.length - shown.length, "leak", "leaks"),
		lines.length > 0 && failing.length > 0 ? "#### Leaks that fail nothing" : "",
		markdownFacts(lines),
		cutLine(harmless.length - lines.length, "leak that fails nothing", "leaks that fail nothing")
	]);
}
function leakHeading(report, finding, voice) {
	const leaks = tell(report.findings).failing.filter(isLeak);
	const title = titleOf(finding, voice);
	if (!isLeak(finding)) return `#### Restarts: ${title}`;
	const sure = finding.status === "worsened" ? "Worsened leak" : "New leak";
	return `#### ${report.verdict === "regression" ? sure : "Suspected leak"}${leaks.length > 1 ? ` ${leaks.indexOf(finding) + 1} of ${leaks.length}` : ""}: ${title}`;
}
function growth$1(report, { openRows }, { rows }) {
	const { growing, levelling } = rankClasses(report.classes, report.findings);
	const open = report.verdict === "pass" ? [] : growing.slice(0, Math.min(openRows, rows));
	const folded = growing.slice(open.length, rows);
	const caches = levelling.slice(0, rows);
	const cut = growing.length + levelling.length - open.length - folded.length - caches.length;
	const more = open.length > 0 ? "more " : "";
	const caption = open.length > 0 ? "" : `${GROWTH_CAPTION}:`;
	return sections$1([
		open.length > 0 ? `${GROWTH_CAPTION}:\n\n${growthTable(open, report.findings)}` : "",
		foldedGrowth(`${formatQuantity(folded.length, `${more}class`, `${more}classes`)} growing`, caption, folded, report.findings),
		foldedGrowth(`${formatQuantity(caches.length, "class", "classes")} levelling off, as a cache does`, caption, caches, report.findings),
		cutLine(cut, "class that moved", "classes that moved")
	]);
}
function foldedGrowth(summary, caption, classes, findings) {
	return classes.length === 0 ? "" : details(summary, [caption, growthTable(classes, findings)]);
}
function noise$1(report, { rows }) {
	const noisy = report.selfTest ? report.noise.classes : [];
	if (noisy.length === 0) return "";
	return details(`Noise of ${formatQuantity(noisy.length, "class", "classes")}`, [noiseTable(report, rows), cutLine(Math.max(0, noisy.length - rows), "class", "classes")]);
}
function kinds$1({ base, head }, { allKinds }, limits) {
	const { notable, ordinary } = pairKinds(base, head);
	const listed = allKinds ? [...notable, ...ordinary] : notable;
	if (listed.length === 0) return "";
	const shown = listed.slice(0, limits.rows);
	const total = formatQuantity(listed.length, "kind");
	const different = "answered differently, or not at all";
	return details(allKinds ? `${total} of request, ${notable.length} ${different}` : `${total} of request ${different}`, [shown.length > 0 ? kindsTable(shown) : "", cutLine(listed.length - shown.length, "kind of request", "kinds of request")]);
}
function run(report, { reproduce }, limits) {
	const unlisted = formatQuantity(report.moreClasses, "more class", "more classes");
	const repeat = repeatBlock(reproduce);
	const calm = report.verdict === "pass";
	return sections$1([details("How it was measured", [
		bullets(report.notices, limits),
		limits.rows > 0 ? processesTable(report) : "",
		markdownFacts(runFacts(report, markdownVoice(void 0).quote)),
		report.moreClasses > 0 ? `${unlisted} moved, too little to be listed.` : "",
		calm ? repeat : ""
	]), calm ? "" : repeat]);
}
function repeatBlock(command) {
	return [
		"Repeat it on your machine:",
		"",
		...asMarkdownBlock(command.trim().split("\n").slice(0, 20), "sh", 1e3)
	].join("\n");
}
function details(summary, blocks) {
	return `<details>\n<summary>${summary}</summary>\n\n${sections$1(blocks)}\n\n</details>`;
}
function bullets(texts, { rows }) {
	const shown = texts.slice(0, Math.max(rows, 1)).map((text) => `- ${forMarkdown(text, 500)}`);
	return sections$1([shown.join("\n"), cutLine(texts.length - shown.length, "note", "notes")]);
}
function cutLine(count, singular, plural) {
	return count > 0 ? `${formatQuantity(count, `more ${singular}`, `more ${plural}`)}, listed in the JSON report.` : "";
}
function sections$1(blocks) {
	return blocks.filter((block) => block !== "").join("\n\n");
}
// src/report/comment.ts
/** GitHub's limit on the body of a comment. */
const MAX_CHARACTERS = 65536;
const LIMITS = [
	...[
		40,
		12,
		4
	].map((rows) => ({
		findings: 20,
		rows,
		run: true
	})),
	...[
		20,
		10,
		5,
		2,
		1,
		0
	].map((findings) => ({
		findings,
		rows: 0,
		run: true
	})),
	{
		findings: 0,
		rows: 0,
		run: false
	}
];
/** The comment on a pull request, marker included, in at most `maxCharacters`: rows are cut first, then findings. */
function renderComment(report, options) {
	const { marker, repository, reproduce, maxCharacters = MAX_CHARACTERS } = options;
	const markdown = {
		repository,
		reproduce,
		openRows: 8,
		allKinds: false
	};
	return firstThatFits(LIMITS, (limits) => `${marker}\n${markdownReport(report, markdown, limits)}\n`, (text) => text.length <= maxCharacters);
}
// src/report/traffic-bisect.ts
/** What `heapgate bisect traffic` prints. */
function renderTrafficBisect(bisect) {
	const { probes, bound, repro } = bisect;
	const spentMs = probes.reduce((sum, { ms }) => sum + ms, 0);
	const lines = [...trafficSentences(bisect, forTerminal), `${formatQuantity(probes.length, "probe")} in ${formatDuration(spentMs)}; at most ${bound} were expected.`];
	if (repro) {
		const scenario = repro.scenario.trimEnd().split("\n");
		lines.push("", `To see it: ${repro.command}`, ...scenario.map((line) => `  ${forTerminal(line, 1e3)}`));
	}
	return lines.join("\n");
}
/** What each kind of request has to do with the leak; labels as they are, unless they are quoted. */
function trafficSentences(found, quote = (label) => label) {
	const { triggers, leaking, innocent, unproven, smallest, ranOut, doubts } = found;
	const { once, repeated } = smallest;
	const named = (kinds) => kinds.map(({ label }) => quote(label)).join(", ");
	const leak = `${named(repeated)} ${repeated.length === 1 ? "leaks" : "leak"}`;
	const roles = [
		["Once is enough", triggers],
		[triggers.length > 0 ? "Only make it visible" : "Leak each time", leaking],
		["Innocent", innocent],
		["Not known", unproven]
	];
	return [
		once.length > 0 ? `After one ${named(once)}, ${leak} whenever sent.` : `Whenever sent, ${leak}.`,
		...roles.flatMap(([role, kinds]) => kinds.length > 0 ? [`${role}: ${named(kinds)}`] : []),
		...ranOut ? ["Time ran out: run it again to go on, or raise --budget."] : [],
		...doubts.map((doubt) => `${doubt[0]?.toUpperCase()}${doubt.slice(1)}.`)
	];
}
/** The same for other programs. */
function trafficBisectJson(bisect) {
	const { finding, triggers, leaking, unproven, innocent, smallest, bound, probes, ranOut, doubts, repro } = bisect;
	const shown = (kinds) => kinds.map(({ id, label }) => ({
		id,
		label
	}));
	const result = {
		finding: finding.id,
		triggers: shown(triggers),
		leaking: shown(leaking),
		innocent: shown(innocent),
		unproven: shown(unproven),
		smallest: {
			once: shown(smallest.once),
			repeated: shown(smallest.repeated)
		},
		ranOut,
		doubts,
		repro,
		bisect: {
			candidates: shown([.../* @__PURE__ */ new Set([
				...triggers,
				...leaking,
				...innocent,
				...unproven
			])]),
			bound,
			probes: reportedProbes(probes)
		}
	};
	return `${JSON.stringify(result, void 0, 2)}\n`;
}
// node_modules/ansi-regex/index.js
const ST = String.raw`(?:\u001B\u005C|\u009C)`;
const stringControls = String.raw`\u0018\u001A\u001B\u0080-\u009F`;
const osc = String.raw`(?:\u001B\]|\u009D)[^\u0007${stringControls}]*(?:\u0007|${ST})`;
const controlString = String.raw`(?:\u001B[PX^_k]|[\u0090\u0098\u009E\u009F])[^${stringControls}]*${ST}`;
const pattern = `${String.raw`\u001B\](?:P[\dA-Fa-f]{7}|R)(?:\u0007|${ST})?`}|${osc}|${controlString}|${String.raw`(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]`}|${String.raw`\u001B(?:[\u0020-\u002F]+[\u0030-\u007E]|[\dA-PR-TZcf-oq-uy=><~|}])`}`;
function ansiRegex({ onlyFirst = false } = {}) {
	return new RegExp(pattern, onlyFirst ? void 0 : "g");
}
// node_modules/strip-ansi/index.js
const regex = ansiRegex();
function stripAnsi(string) {
	if (typeof string !== "string") throw new TypeError(`Expected a \`string\`, got \`${typeof string}\``);
	if (!string.includes("\x1B") && !string.includes("")) return string;
	return string.replace(regex, "");
}
const ambiguousRanges = [
	161,
	161,
	164,
	164,
	167,
	168,
	170,
	170,
	173,
	174,
	176,
	180,
	182,
	186,
	188,
	191,
	198,
	198,
	208,
	208,
	215,
	216,
	222,
	225,
	230,
	230,
	232,
	234,
	236,
	237,
	240,
	240,
	242,
	243,
	247,
	250,
	252,
	252,
	254,
	254,
	257,
	257,
	273,
	273,
	275,
	275,
	283,
	283,
	294,
	295,
	299,
	299,
	305,
	307,
	312,
	312,
	319,
	322,
	324,
	324,
	328,
	331,
	333,
	333,
	338,
	339,
	358,
	359,
	363,
	363,
	462,
	462,
	464,
	464,
	466,
	466,
	468,
	468,
	470,
	470,
	472,
	472,
	474,
	474,
	476,
	476,
	593,
	593,
	609,
	609,
	708,
	708,
	711,
	711,
	713,
	715,
	717,
	717,
	720,
	720,
	728,
	731,
	733,
	733,
	735,
	735,
	768,
	879,
	913,
	929,
	931,
	937,
	945,
	961,
	963,
	969,
	1025,
	1025,
	1040,
	1103,
	1105,
	1105,
	8208,
	8208,
	8211,
	8214,
	8216,
	8217,
	8220,
	8221,
	8224,
	8226,
	8228,
	8231,
	8240,
	8240,
	8242,
	8243,
	8245,
	8245,
	8251,
	8251,
	8254,
	8254,
	8308,
	8308,
	8319,
	8319,
	8321,
	8324,
	8364,
	8364,
	8451,
	8451,
	8453,
	8453,
	8457,
	8457,
	8467,
	8467,
	8470,
	8470,
	8481,
	8482,
	8486,
	8486,
	8491,
	8491,
	8531,
	8532,
	8539,
	8542,
	8544,
	8555,
	8560,
	8569,
	8585,
	8585,
	8592,
	8601,
	8632,
	8633,
	8658,
	8658,
	8660,
	8660,
	8679,
	8679,
	8704,
	8704,
	8706,
	8707,
	8711,
	8712,
	8715,
	8715,
	8719,
	8719,
	8721,
	8721,
	8725,
	8725,
	8730,
	8730,
	8733,
	8736,
	8739,
	8739,
	8741,
	8741,
	8743,
	8748,
	8750,
	8750,
	8756,
	8759,
	8764,
	8765,
	8776,
	8776,
	8780,
	8780,
	8786,
	8786,
	8800,
	8801,
	8804,
	8807,
	8810,
	8811,
	8814,
	8815,
	8834,
	8835,
	8838,
	8839,
	8853,
	8853,
	8857,
	8857,
	8869,
	8869,
	8895,
	8895,
	8978,
	8978,
	9312,
	9449,
	9451,
	9547,
	9552,
	9587,
	9600,
	9615,
	9618,
	9621,
	9632,
	9633,
	9635,
	9641,
	9650,
	9651,
	9654,
	9655,
	9660,
	9661,
	9664,
	9665,
	9670,
	9672,
	9675,
	9675,
	9678,
	9681,
	9698,
	9701,
	9711,
	9711,
	9733,
	9734,
	9737,
	9737,
	9742,
	9743,
	9756,
	9756,
	9758,
	9758,
	9792,
	9792,
	9794,
	9794,
	9824,
	9825,
	9827,
	9829,
	9831,
	9834,
	9836,
	9837,
	9839,
	9839,
	9886,
	9887,
	9919,
	9919,
	9926,
	9933,
	9935,
	9939,
	9941,
	9953,
	9955,
	9955,
	9960,
	9961,
	9963,
	9969,
	9972,
	9972,
	9974,
	9977,
	9979,
	9980,
	9982,
	9983,
	10045,
	10045,
	10102,
	10111,
	11094,
	11097,
	12872,
	12879,
	57344,
	63743,
	65024,
	65039,
	65533,
	65533,
	127232,
	127242,
	127248,
	127277,
	127280,
	127337,
	127344,
	127373,
	127375,
	127376,
	127387,
	127404,
	917760,
	917999,
	983040,
	1048573,
	1048576,
	1114109
];
const fullwidthRanges = [
	12288,
	12288,
	65281,
	65376,
	65504,
	65510
];
const wideRanges = [
	4352,
	4447,
	8986,
	8987,
	9001,
	9002,
	9193,
	9196,
	9200,
	9200,
	9203,
	9203,
	9725,
	9726,
	9748,
	9749,
	9776,
	9783,
	9800,
	9811,
	9855,
	9855,
	9866,
	9871,
	9875,
	9875,
	9889,
	9889,
	9898,
	9899,
	9917,
	9918,
	9924,
	9925,
	9934,
	9934,
	9940,
	9940,
	9962,
	9962,
	9970,
	9971,
	9973,
	9973,
	9978,
	9978,
	9981,
	9981,
	9989,
	9989,
	9994,
	9995,
	10024,
	10024,
	10060,
	10060,
	10062,
	10062,
	10067,
	10069,
	10071,
	10071,
	10133,
	10135,
	10160,
	10160,
	10175,
	10175,
	11035,
	11036,
	11088,
	11088,
	11093,
	11093,
	11904,
	11929,
	11931,
	12019,
	12032,
	12245,
	12272,
	12287,
	12289,
	12350,
	12353,
	12438,
	12441,
	12543,
	12549,
	12591,
	12593,
	12686,
	12688,
	12773,
	12783,
	12830,
	12832,
	12871,
	12880,
	42124,
	42128,
	42182,
	43360,
	43388,
	44032,
	55203,
	63744,
	64255,
	65040,
	65049,
	65072,
	65106,
	65108,
	65126,
	65128,
	65131,
	94176,
	94180,
	94192,
	94198,
	94208,
	101594,
	101631,
	101664,
	101760,
	101874,
	101888,
	102801,
	102816,
	102866,
	110576,
	110579,
	110581,
	110587,
	110589,
	110590,
	110592,
	110888,
	110898,
	110898,
	110928,
	110930,
	110933,
	110933,
	110948,
	110952,
	110960,
	111355,
	119552,
	119638,
	119648,
	119670,
	126980,
	126980,
	127183,
	127183,
	127374,
	127374,
	127377,
	127386,
	127406,
	127406,
	127488,
	127490,
	127504,
	127547,
	127552,
	127560,
	127568,
	127569,
	127584,
	127589,
	127744,
	127776,
	127789,
	127797,
	127799,
	127868,
	127870,
	127891,
	127904,
	127946,
	127951,
	127955,
	127968,
	127984,
	127988,
	127988,
	127992,
	128062,
	128064,
	128064,
	128066,
	128252,
	128255,
	128317,
	128331,
	128334,
	128336,
	128359,
	128378,
	128378,
	128405,
	128406,
	128420,
	128420,
	128507,
	128591,
	128640,
	128709,
	128716,
	128716,
	128720,
	128722,
	128725,
	128729,
	128732,
	128735,
	128747,
	128748,
	128756,
	128764,
	128986,
	128986,
	128992,
	129003,
	129008,
	129008,
	129292,
	129338,
	129340,
	129349,
	129351,
	129535,
	129648,
	129660,
	129664,
	129734,
	129736,
	129736,
	129740,
	129757,
	129759,
	129771,
	129775,
	129786,
	131072,
	196605,
	196608,
	262141
];
// node_modules/get-east-asian-width/utilities.js
/**
Binary search on a sorted flat array of [start, end] pairs.

@param {number[]} ranges - Flat array of inclusive [start, end] range pairs, e.g. [0, 5, 10, 20].
@param {number} codePoint - The value to search for.
@returns {boolean} Whether the value falls within any of the ranges.
*/
const isInRange = (ranges, codePoint) => {
	let low = 0;
	let high = Math.floor(ranges.length / 2) - 1;
	while (low <= high) {
		const mid = Math.floor((low + high) / 2);
		const i = mid * 2;
		if (codePoint < ranges[i]) high = mid - 1;
		else if (codePoint > ranges[i + 1]) low = mid + 1;
		else return true;
	}
	return false;
};
// node_modules/get-east-asian-width/lookup.js
const commonCjkCodePoint = 19968;
const [wideFastPathStart, wideFastPathEnd] = /* #__PURE__ */ findWideFastPathRange(wideRanges);
function findWideFastPathRange(ranges) {
	let fastPathStart = ranges[0];
	let fastPathEnd = ranges[1];
	for (let index = 0; index < ranges.length; index += 2) {
		const start = ranges[index];
		const end = ranges[index + 1];
		if (commonCjkCodePoint >= start && commonCjkCodePoint <= end) return [start, end];
		if (end - start > fastPathEnd - fastPathStart) {
			fastPathStart = start;
			fastPathEnd = end;
		}
	}
	return [fastPathStart, fastPathEnd];
}
const isAmbiguous = (codePoint) => {
	if (codePoint < 161 || codePoint > 1114109) return false;
	return isInRange(ambiguousRanges, codePoint);
};
const isFullwidth = (codePoint) => {
	if (codePoint < 12288 || codePoint > 65510) return false;
	return isInRange(fullwidthRanges, codePoint);
};
const isWide = (codePoint) => {
	if (codePoint >= wideFastPathStart && codePoint <= wideFastPathEnd) return true;
	if (codePoint < 4352 || codePoint > 262141) return false;
	return isInRange(wideRanges, codePoint);
};
// node_modules/get-east-asian-width/index.js
function validate(codePoint) {
	if (!Number.isSafeInteger(codePoint)) throw new TypeError(`Expected a code point, got \`${typeof codePoint}\`.`);
}
function eastAsianWidth(codePoint, { ambiguousAsWide = false } = {}) {
	validate(codePoint);
	if (isFullwidth(codePoint) || isWide(codePoint) || ambiguousAsWide && isAmbiguous(codePoint)) return 2;
	return 1;
}
// node_modules/string-width/index.js
/**
Logic:
- Segment graphemes to match how terminals render clusters.
- Width rules:
1. Skip non-printing clusters (Default_Ignorable, Control, pure nonspacing/enclosing Mark, lone Surrogates). Tabs are ignored by design.
2. RGI emoji clusters (\p{RGI_Emoji}) are double-width.
3. Minimally-qualified/unqualified emoji clusters (ZWJ sequences with 2+ Extended_Pictographic, or keycap sequences) are double-width.
4. Hangul jamo collapse each standard modern Hangul L+V or L+V+T syllable piece to width 2.
Unmatched repeated leading/vowel/trailing jamo stay additive because that matches how the terminals we target render them.
5. Otherwise use East Asian Width of the cluster's first visible code point, and add widths for trailing spacing marks and Halfwidth/Fullwidth Forms within the same cluster (e.g., dakuten/handakuten/prolonged sound mark).
*/
const segmenter = new Intl.Segmenter();
const visibleCharacterRegex = /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/v;
const spacingMarkRegex = /\p{Spacing_Mark}/v;
const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;
const unqualifiedKeycapRegex = /^[\d#*]\u20E3$/;
const extendedPictographicRegex = /\p{Extended_Pictographic}/gu;
function isDoubleWidthNonRgiEmojiSequence(segment) {
	if (segment.length > 50) return false;
	if (unqualifiedKeycapRegex.test(segment)) return true;
	if (segment.includes("‍")) {
		const pictographics = segment.match(extendedPictographicRegex);
		return pictographics !== null && pictographics.length >= 2;
	}
	return false;
}
function baseVisible(segment) {
	const index = segment.search(visibleCharacterRegex);
	return index === -1 ? void 0 : segment.slice(index);
}
function isHangulLeadingJamo(codePoint) {
	return codePoint >= 4352 && codePoint <= 4447 || codePoint >= 43360 && codePoint <= 43388;
}
function isHangulVowelJamo(codePoint) {
	return codePoint >= 4448 && codePoint <= 4519 || codePoint >= 55216 && codePoint <= 55238;
}
function isHangulTrailingJamo(codePoint) {
	return codePoint >= 4520 && codePoint <= 4607 || codePoint >= 55243 && codePoint <= 55291;
}
function isHangulJamo(codePoint) {
	return isHangulLeadingJamo(codePoint) || isHangulVowelJamo(codePoint) || isHangulTrailingJamo(codePoint);
}
function hangulClusterWidth(visibleSegment, eastAsianWidthOptions) {
	const codePoints = [];
	for (const character of visibleSegment) {
		if (!visibleCharacterRegex.test(character)) continue;
		codePoints.push(character.codePointAt(0));
	}
	if (codePoints.length === 0) return;
	let width = 0;
	for (let index = 0; index < codePoints.length; index++) {
		const codePoint = codePoints[index];
		if (!isHangulJamo(codePoint)) {
			if (width === 0) return;
			for (let remaining = index; remaining < codePoints.length; remaining++) width += eastAsianWidth(codePoints[remaining], eastAsianWidthOptions);
			return width;
		}
		if (isHangulLeadingJamo(codePoint) && isHangulVowelJamo(codePoints[index + 1])) {
			width += 2;
			index += isHangulTrailingJamo(codePoints[index + 2]) ? 2 : 1;
			continue;
		}
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
	}
	return width;
}
function trailingWidth(visibleSegment, eastAsianWidthOptions) {
	let extra = 0;
	let first = true;
	for (const character of visibleSegment) {
		if (first) {
			first = false;
			continue;
		}
		if (spacingMarkRegex.test(character) || character >= "＀" && character <= "￯") extra += eastAsianWidth(character.codePointAt(0), eastAsianWidthOptions);
	}
	return extra;
}
function stringWidth(input, options = {}) {
	if (typeof input !== "string" || input.length === 0) return 0;
	const { ambiguousIsNarrow = true, countAnsiEscapeCodes = false } = options;
	let string = input;
	if (!countAnsiEscapeCodes && (string.includes("\x1B") || string.includes(""))) string = stripAnsi(string);
	if (string.length === 0) return 0;
	if (/^[\u0020-\u007E]*$/.test(string)) return string.length;
	let width = 0;
	const eastAsianWidthOptions = { ambiguousAsWide: !ambiguousIsNarrow };
	for (const { segment } of segmenter.segment(string)) {
		const visibleSegment = baseVisible(segment);
		if (visibleSegment === void 0) continue;
		if (rgiEmojiRegex.test(segment) || isDoubleWidthNonRgiEmojiSequence(segment)) {
			width += 2;
			continue;
		}
		const hangulWidth = hangulClusterWidth(visibleSegment, eastAsianWidthOptions);
		if (hangulWidth !== void 0) {
			width += hangulWidth;
			continue;
		}
		const codePoint = visibleSegment.codePointAt(0);
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
		width += trailingWidth(visibleSegment, eastAsianWidthOptions);
	}
	return width;
}
// src/report/shown-width.ts
/** Columns that a text takes on a terminal: colours none, wide scripts and emoji two a character. */
const shownWidth = (text) => stringWidth(text);
/** As much of the end of `text` as fits into `columns`: of a class name or path it says more than the beginning. */
function keepEnd(text, columns) {
	if (shownWidth(text) <= columns) return text;
	return `…${fitting([...text].reverse(), columns - 1).reverse().join("")}`;
}
/** As much of the beginning of `text` as fits into `columns`. */
function keepBeginning(text, columns) {
	return shownWidth(text) <= columns ? text : `${fitting([...text], columns - 1).join("")}…`;
}
/** The first of `characters`, as many as fit. */
function fitting(characters, columns) {
	let left = columns;
	const end = characters.findIndex((character) => {
		left -= shownWidth(character);
		return left < 0;
	});
	return end < 0 ? [...characters] : characters.slice(0, end);
}
// src/report/wrap.ts
var import_picocolors = /* @__PURE__ */ __toESM((/* @__PURE__ */ __commonJSMin(((exports, module) => {
	let p = process || {};
	let argv = p.argv || [];
	let env = p.env || {};
	let isColorSupported = !(!!env.NO_COLOR || argv.includes("--no-color")) && (!!env.FORCE_COLOR || argv.includes("--color") || p.platform === "win32" || (p.stdout || {}).isTTY && env.TERM !== "dumb" || !!env.CI);
	let formatter = (open, close, replace = open) => (input) => {
		let string = "" + input, index = string.indexOf(close, open.length);
		return ~index ? open + replaceClose(string, close, replace, index) + close : open + string + close;
	};
	let replaceClose = (string, close, replace, index) => {
		let result = "", cursor = 0;
		do {
			result += string.substring(cursor, index) + replace;
			cursor = index + close.length;
			index = string.indexOf(close, cursor);
		} while (~index);
		return result + string.substring(cursor);
	};
	let createColors = (enabled = isColorSupported) => {
		let f = enabled ? formatter : () => String;
		return {
			isColorSupported: enabled,
			reset: f("\x1B[0m", "\x1B[0m"),
			bold: f("\x1B[1m", "\x1B[22m", "\x1B[22m\x1B[1m"),
			dim: f("\x1B[2m", "\x1B[22m", "\x1B[22m\x1B[2m"),
			italic: f("\x1B[3m", "\x1B[23m"),
			underline: f("\x1B[4m", "\x1B[24m"),
			inverse: f("\x1B[7m", "\x1B[27m"),
			hidden: f("\x1B[8m", "\x1B[28m"),
			strikethrough: f("\x1B[9m", "\x1B[29m"),
			black: f("\x1B[30m", "\x1B[39m"),
			red: f("\x1B[31m", "\x1B[39m"),
			green: f("\x1B[32m", "\x1B[39m"),
			yellow: f("\x1B[33m", "\x1B[39m"),
			blue: f("\x1B[34m", "\x1B[39m"),
			magenta: f("\x1B[35m", "\x1B[39m"),
			cyan: f("\x1B[36m", "\x1B[39m"),
			white: f("\x1B[37m", "\x1B[39m"),
			gray: f("\x1B[90m", "\x1B[39m"),
			bgBlack: f("\x1B[40m", "\x1B[49m"),
			bgRed: f("\x1B[41m", "\x1B[49m"),
			bgGreen: f("\x1B[42m", "\x1B[49m"),
			bgYellow: f("\x1B[43m", "\x1B[49m"),
			bgBlue: f("\x1B[44m", "\x1B[49m"),
			bgMagenta: f("\x1B[45m", "\x1B[49m"),
			bgCyan: f("\x1B[46m", "\x1B[49m"),
			bgWhite: f("\x1B[47m", "\x1B[49m"),
			blackBright: f("\x1B[90m", "\x1B[39m"),
			redBright: f("\x1B[91m", "\x1B[39m"),
			greenBright: f("\x1B[92m", "\x1B[39m"),
			yellowBright: f("\x1B[93m", "\x1B[39m"),
			blueBright: f("\x1B[94m", "\x1B[39m"),
			magentaBright: f("\x1B[95m", "\x1B[39m"),
			cyanBright: f("\x1B[96m", "\x1B[39m"),
			whiteBright: f("\x1B[97m", "\x1B[39m"),
			bgBlackBright: f("\x1B[100m", "\x1B[49m"),
			bgRedBright: f("\x1B[101m", "\x1B[49m"),
			bgGreenBright: f("\x1B[102m", "\x1B[49m"),
			bgYellowBright: f("\x1B[103m", "\x1B[49m"),
			bgBlueBright: f("\x1B[104m", "\x1B[49m"),
			bgMagentaBright: f("\x1B[105m", "\x1B[49m"),
			bgCyanBright: f("\x1B[106m", "\x1B[49m"),
			bgWhiteBright: f("\x1B[107m", "\x1B[49m")
		};
	};
	module.exports = createColors();
	module.exports.createColors = createColors;
})))(), 1);
/** Breaks a text at spaces into lines no wider than `columns`, colours not counted. Words are never broken. */
function wrap(text, columns) {
	const [first = "", ...words] = text.split(" ");
	const lines = [first];
	for (const word of words) {
		const longer = `${lines.at(-1)} ${word}`;
		if (shownWidth(longer) > columns) lines.push(word);
		else lines[lines.length - 1] = longer;
	}
	return lines;
}
/** Columns of text under each other, numbers to the right; without trailing spaces. */
function alignColumns(rows, numeric) {
	const widths = numeric.map((_, column) => Math.max(0, ...rows.map((row) => shownWidth(row[column] ?? ""))));
	const pad = (cell, column) => {
		const padding = " ".repeat((widths[column] ?? 0) - shownWidth(cell));
		return numeric[column] ? padding + cell : cell + padding;
	};
	return rows.map((row) => row.map(pad).join("  ").trimEnd());
}
// src/report/terminal-sections.ts
const [MIN_COLUMNS, MAX_COLUMNS] = [40, 120];
const MAX_ROWS = 12;
/** What the numbers and the sparkline of a row of growth take. */
const GROWTH_COLUMNS = 48;
const INDENT = "  ";
function terminal({ color, columns }) {
	const colors = import_picocolors.default.createColors(color);
	const quote = (name) => colors.cyan(forTerminal(name));
	return {
		colors,
		columns: Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, columns)),
		voice: {
			quote,
			plain: (text) => forTerminal(text),
			site: ({ file, line }) => quote(`${file}:${line}`)
		}
	};
}
function paragraph(text, { columns }) {
	return wrap(text, columns).join("\n");
}
function bulletLines(texts, { columns }) {
	return texts.map((text) => wrap(forTerminal(text, 500), columns - 2)).map((lines) => `- ${lines.join(`\n${INDENT}`)}`).join("\n");
}
/** Labels to the left, what they say to the right, trees below it. */
function factLines(facts, { colors, columns }) {
	const width = Math.max(0, ...facts.map(({ label }) => label.length)) + 2;
	const margin = INDENT + " ".repeat(width);
	return facts.flatMap(({ label, text, tree = [] }) => [INDENT + colors.bold(label.padEnd(width)) + wrap(text, columns - margin.length).join(`\n${margin}`), ...tree.map((line) => "    " + forTerminal(line))]).join("\n");
}
/** What grows and what levels off, by class; a revision that was measured alone has no base to show. */
function growthLines(report, terminal) {
	const compared = "base" in report;
	const { growing, levelling } = rankClasses(report.classes, report.findings);
	const moving = [...growing, ...levelling];
	const shown = moving.slice(0, MAX_ROWS);
	if (shown.length === 0) return "";
	const head = [
		"Per 1,000 requests",
		...compared ? ["base", "head"] : ["growth"],
		"bytes",
		"objects"
	];
	const rows = shown.map(({ name, internal, state, basePer1000, headPer1000, bytesPer1000, counts }) => [
		keepEnd(`${forTerminal(name)}${internal ? " (VM)" : ""}`, terminal.columns - GROWTH_COLUMNS),
		...compared ? [formatGrowth(basePer1000)] : [],
		formatGrowth(headPer1000),
		formatByteGrowth(bytesPer1000),
		`${sparkline(counts, 8)} ${state === "saturating" ? "levels off" : formatCount(counts.at(-1) ?? 0)}`
	]);
	const numeric = [
		false,
		...compared ? [true, true] : [true],
		true,
		false
	];
	const rest = moving.length - shown.length + report.moreClasses;
	return [tableLines([head, ...rows], numeric, terminal), ...rest > 0 ? [`${INDENT}and ${formatQuantity(rest, "more class", "more classes")}`] : []].join("\n");
}
/** Rows aligned under a first row that is bold. Nothing where there is no more than that. */
function tableLines(rows, numeric, { colors }) {
	const [head, ...body] = alignColumns(rows, numeric);
	if (head === void 0 || body.length === 0) return "";
	return [colors.bold(head), ...body].map((line) => INDENT + line).join("\n");
}
// src/report/fitted-table.ts
const MARGIN$1 = 2;
const GAP = 2;
const SHORTEST_NAME = 16;
/** The table as lines no wider than the terminal, numbers to the right. Nothing where it has no rows. */
function fittedTable({ head, rows, more = 0, keepStart = false }, terminal) {
	const others = head.slice(1).map((title, i) => {
		const cells = rows.map((row) => shownWidth(row[i + 1] ?? ""));
		return GAP + Math.max(shownWidth(title), ...cells);
	});
	const room = terminal.columns - MARGIN$1 - others.reduce((sum, width) => sum + width, 0);
	const shortened = keepStart ? keepBeginning : keepEnd;
	const fitted = rows.map(([name = "", ...cells]) => [shortened(name, Math.max(SHORTEST_NAME, room)), ...cells]);
	const rest = more > 0 ? [[`and ${formatQuantity(more, "more row")}`]] : [];
	return tableLines([
		head,
		...fitted,
		...rest
	], [false, ...others.map(() => true)], terminal);
}
// src/report/object-names.ts
/** An address as dumps write it: `0x7f1234000028`. */
function formatAddress(address) {
	return `0x${address.toString(16)}`;
}
/** The 53 bits of a value's hash, always of the same width. */
function formatHash(hash) {
	return hash.toString(16).padStart(14, "0");
}
// src/report/cut-short.ts
/**
* Whole dumps of Ruby 3.1 to 4.0 lack at most 0.4 % of what they refer to: what was made or freed while they were
* written. Those of which nine rows in ten are left lack 2.8 % and more.
*/
const largestLostShare = .01;
/** Of fewer a share says nothing. */
const fewestLost = 20;
/** One line on a dump whose end is missing: all rows that it has are good ones. `undefined` where nothing is. */
function cutShortNotice(file, counts) {
	const { references, lostReferences } = counts;
	if (lostReferences < fewestLost || lostReferences <= largestLostShare * references) return void 0;
	const share = `${formatCount(lostReferences)} of ${formatQuantity(references, "reference")}`;
	return `${forTerminal(file)}: this dump looks cut short: ${share} lead to objects that are not in it`;
}
// src/report/html.ts
/** Markup that may go into a page as it is. */
var Html = class {
	markup;
	constructor(markup) {
		this.markup = markup;
	}
};
/** A template whose every part is escaped unless it is `Html` already. */
function html(texts, ...parts) {
	const markup = parts.map((part, index) => markupOf(part) + (texts[index + 1] ?? ""));
	return new Html((texts[0] ?? "") + markup.join(""));
}
function markupOf(part) {
	if (part instanceof Html) return part.markup;
	if (typeof part === "object") return part.map(({ markup }) => markup).join("\n");
	return forHtml(String(part), 500);
}
// src/report/page-style.ts
/** The page's style: system fonts, light and dark, nothing loaded. */
const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --back: #fff; --panel: #f6f8fa; --line: #d1d9e0;
  --bad: #cf222e; --good: #1a7f37; --unsure: #9a6700; --head: #0969da; }
@media (prefers-color-scheme: dark) { :root { --text: #f0f6fc; --quiet: #9198a1; --back: #0d1117; --panel: #151b23;
  --line: #3d444d; --bad: #f85149; --good: #3fb950; --unsure: #d29922; --head: #4493f8; } }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.5rem 4rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.1rem; color: var(--quiet); font-weight: 600; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
.verdict { font-size: 1.45rem; line-height: 1.35; margin: .3rem 0 1rem; font-weight: 600; }
.Regression { color: var(--bad); } .Pass { color: var(--good); } .Inconclusive { color: var(--unsure); }
.quiet { color: var(--quiet); }
code, pre { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; unicode-bidi: isolate; }
code { background: var(--panel); border-radius: 4px; padding: .1em .3em; overflow-wrap: anywhere; }
pre { background: var(--panel); border-radius: 6px; padding: .7rem 1rem; margin: .5rem 0 0; overflow-x: auto; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .45rem 1.2rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; min-width: 0; }
.leak { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 6px; padding: 1rem 1.2rem; margin: 1rem 0; }
.leak h2 { margin-top: 0; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; }
th { color: var(--quiet); font-weight: 500; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td:has(svg) { padding-left: .8rem; }
th.number + th:not(.number) { padding-left: .8rem; }
svg { display: block; }
polyline { fill: none; stroke-width: 1.8; }
.head { stroke: var(--head); } .base { stroke: var(--quiet); stroke-dasharray: 3 3; stroke-width: 1; }
@media print { body { max-width: none; padding: 0; } .leak { break-inside: avoid; } }
`;
// src/cli/output.ts
/** Progress goes to stderr: one line that is rewritten on a terminal, plain lines elsewhere. */
var Progress = class {
	#isSilent;
	#told = new Told(new JobSecrets(process.env));
	/** Of the terminal that shows it. */
	#columns;
	constructor(quiet) {
		this.#isSilent = quiet === true;
		this.#columns = progressColumns();
	}
	show = (line) => {
		if (this.#isSilent) return;
		const text = forTerminal(this.#told.sentence(line));
		if (this.#columns === void 0) process.stderr.write(`${text}\n`);
		else process.stderr.write(`\r\u001b[2K${keepBeginning(text, this.#columns - 1)}`);
	};
	[Symbol.dispose]() {
		if (!this.#isSilent && this.#columns !== void 0) process.stderr.write("\r\x1B[2K");
	}
};
/** Does `work`, whose progress is shown while it lasts. */
async function progressing(quiet, work) {
	try {
		var _usingCtx$2 = _usingCtx();
		return await work(_usingCtx$2.u(new Progress(quiet)).show);
	} catch (_) {
		_usingCtx$2.e = _;
	} finally {
		_usingCtx$2.d();
	}
}
function terminalOptions() {
	return {
		color: process.stdout.isTTY === true && !process.env.NO_COLOR,
		columns: process.stdout.columns ?? 80
	};
}
function printResult(text) {
	process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
/** What to know of the result, beside it. */
function printNotice(text) {
	if (text !== void 0) process.stderr.write(`heapgate: ${text}\n`);
}
/** In characters. What to do stands at the end of a message, as the cause does of a line that Ruby prints. */
const longestLine = 1e3;
/** One line that says what is wrong and what to do, below it the app's last lines where they help. */
function printFailure(error) {
	const lack = isLackOfMemory(error) ? moreMemory : isLackOfRoom(error) ? moreRoom : void 0;
	if (lack !== void 0) {
		process.stderr.write(`heapgate: ${lack}\n`);
		return;
	}
	const told = new Told(new JobSecrets(process.env));
	if (!(error instanceof CannotMeasure)) {
		process.stderr.write(`heapgate: this is a fault of heapgate, please report it: ${forTerminal(told.sentence(String(error)), longestLine)}\n`);
		if (error instanceof Error && error.stack) process.stderr.write(`${told.sentence(error.stack)}\n`);
		return;
	}
	process.stderr.write(`heapgate: ${forTerminal(told.sentence(error.message), longestLine)}\n`);
	for (const line of error.logTail) process.stderr.write(`  | ${forTerminal(told.line(line), longestLine)}\n`);
}
/** Finds out before anything is measured that a file could not be written after it. */
async function assertWritable(...files) {
	for (const file of files) if (file !== void 0) await assertCanWrite(file);
}
/** Writes what the user asked for by name, as a whole or not at all. */
async function writeOutput(file, text) {
	if (file !== void 0) await writeWhole(file, await text());
}
function timingLines(timings) {
	const rows = [
		["setup", timings.setupMs],
		["boot and stop", timings.bootMs],
		["replay", timings.replayMs],
		["garbage collection", timings.gcMs],
		["dumps", timings.dumpMs],
		["heapgate itself", timings.ownMs]
	].map(([name, ms]) => {
		const share = 100 * ms / Math.max(1, timings.totalMs);
		return `  ${name.padEnd(20)}${(ms / 1e3).toFixed(1).padStart(7)} s${share.toFixed(0).padStart(5)} %`;
	});
	return [`Time: ${(timings.totalMs / 1e3).toFixed(1)} s`, ...rows].join("\n");
}
// src/cli/output-guard.ts
/** How dumps begin, plain or packed by gzip or zstd. Nothing that heapgate writes begins so. */
const plainStart = /^\s*\{\s*"(address|type)"\s*:/;
const packedStarts = ["1f8b", "28b52ffd"];
/**
* Throws `CannotMeasure` where a result would be written over a dump: in `--json a.json b.json c.json` the first dump
* stands where the file to write does.
*/
async function assertNoDump(...files) {
	for (const file of files) {
		if (file === void 0 || !isStartOfDump(await firstBytes(file))) continue;
		throw new CannotMeasure(`the result would write over the heap dump ${file}: put options after the dumps`);
	}
}
/** Throws `CannotMeasure` where a result would be written over what is read, or over another result. */
function assertApart(read, ...files) {
	const taken = /* @__PURE__ */ new Map();
	for (const [what, named] of Object.entries(read)) for (const file of [named ?? []].flat()) taken.set(resolve(file), `is the ${what} itself`);
	for (const file of files) {
		if (file === void 0) continue;
		const fault = taken.get(resolve(file));
		if (fault !== void 0) throw new CannotMeasure(`${file} ${fault}: name another file to write`);
		taken.set(resolve(file), "is named twice");
	}
}
/** Where to write what takes long to find out. Throws `CannotMeasure` where that is nowhere. */
function fileFor(what, json) {
	if (json !== void 0) return json;
	throw new CannotMeasure(`${what} would be measured and lost: name a file to write it to with --json`);
}
function isStartOfDump(bytes) {
	const hexadecimal = bytes.toString("hex");
	return plainStart.test(bytes.toString("latin1")) || packedStarts.some((start) => hexadecimal.startsWith(start));
}
/** Nothing where there is no such file yet, or no regular one: from a pipe nothing would come. */
async function firstBytes(file) {
	try {
		try {
			var _usingCtx$1 = _usingCtx();
			if (!(await stat(file)).isFile()) return Buffer.alloc(0);
			const { buffer, bytesRead } = await _usingCtx$1.a(await open(file)).read(Buffer.alloc(64), 0, 64, 0);
			return buffer.subarray(0, bytesRead);
		} catch (_) {
			_usingCtx$1.e = _;
		} finally {
			await _usingCtx$1.d();
		}
	} catch {
		return Buffer.alloc(0);
	}
}
// src/report/line-chart.ts
const [WIDTH, HEIGHT, MARGIN] = [
	180,
	40,
	3
];
/** A class's objects over the process's own requests; dashed, where they would be at base's rate. */
function lineChart({ requests, counts, basePer1000 }) {
	const [firstRequest, lastRequest] = [requests[0], requests.at(-1)];
	const [firstCount, lastCount] = [counts[0], counts.at(-1)];
	if (firstRequest === void 0 || lastRequest === void 0 || firstCount === void 0 || lastCount === void 0) return html`–`;
	const atBaseRate = firstCount + basePer1000 * (lastRequest - firstRequest) / 1e3;
	const lowest = Math.min(...counts, atBaseRate);
	const highest = Math.max(...counts, atBaseRate, lowest + 8);
	const point = (request, count) => {
		const x = scale(request, firstRequest, lastRequest, MARGIN, WIDTH - MARGIN);
		const y = scale(count, lowest, highest, HEIGHT - MARGIN, MARGIN);
		return `${x.toFixed(1)},${y.toFixed(1)}`;
	};
	const series = counts.map((count, index) => point(requests[index] ?? lastRequest, count)).join(" ");
	const base = `${point(firstRequest, firstCount)} ${point(lastRequest, atBaseRate)}`;
	const label = `${formatCount(firstCount)} → ${formatCount(lastCount)} objects over ${formatCount(lastRequest - firstRequest)} requests`;
	return html`<svg role="img" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><title>${label}</title>
<polyline class="base" points="${base}"/><polyline class="head" points="${series}"/></svg>`;
}
function scale(value, from, to, start, end) {
	return to === from ? start : start + (value - from) / (to - from) * (end - start);
}
// src/report/page.ts
const quote = (name) => `<code>${forHtml(name)}</code>`;
const VOICE = {
	quote,
	plain: (text) => forHtml(text),
	site: ({ file, line }) => quote(`${file}:${line}`)
};
/** The report as one HTML page that loads nothing and needs no JavaScript. */
function renderPage(report) {
	const { word, rest, reasons } = verdictSentence(report, quote);
	const { failing, existing, gone } = tell(report.findings);
	const { growing, levelling, flat } = rankClasses(report.classes, report.findings);
	const { notable, ordinary } = pairKinds(report.base, report.head);
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${new Html(createHash("sha256").update(PAGE_STYLE).digest("base64"))}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heapgate: ${word}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<h1>heapgate${report.name === void 0 ? "" : ` · ${report.name}`}</h1>
<p class="verdict"><span class="${word}">${word}:</span> ${new Html(rest)}</p>
${textList(reasons)}
<p class="quiet">Measured over ${measuredPhrase(report.head)}; ${detectablePhrase(report)}.</p>
${failing.map((finding) => leak(finding, report, failing.length > 1 || word !== "Regression"))}
${factList([...existing, ...gone].map((finding) => findingLine(finding, VOICE)))}
${growth("Growing", growing)}
${growth("Levelling off, as a cache does", levelling)}
${growth("Flat", flat)}
${noise(report)}
${kinds("Requests answered differently, or not at all", notable)}
${kinds("Other requests", ordinary)}
${processes$1(report)}
<h2>How it was measured</h2>
${factList(runFacts(report, quote))}
${textList(report.notices)}
</body>
</html>
`.markup;
}
/** `headed` where the verdict has not told of this very leak already. */
function leak(finding, report, headed) {
	return html`<section class="leak">${headed ? html`<h2>${new Html(titleOf(finding, VOICE))}</h2>` : html``}${factList(findingFacts(finding, report.classes, VOICE))}</section>`;
}
function factList(facts) {
	if (facts.length === 0) return html``;
	return html`<dl>${facts.map(({ label, text, tree = [] }) => {
		const path = tree.length > 0 ? html`<pre>${tree.map((line) => html`${line}`)}</pre>` : html``;
		return html`<dt>${label}</dt><dd>${new Html(text)}${path}</dd>`;
	})}</dl>`;
}
function growth(title, classes) {
	const rows = classes.map((row) => html`<tr><td>${new Html(quote(row.name))}${row.internal ? " (VM)" : ""}</td>
<td class="number">${formatGrowth(row.basePer1000)}</td><td class="number">${formatGrowth(row.headPer1000)}</td>
<td class="number">${formatByteGrowth(row.bytesPer1000)}</td><td>${lineChart(row)}</td><td>${row.process}</td></tr>`);
	return table(title, html`<th>Per 1,000 requests</th><th class="number">Base</th><th class="number">Head</th><th class="number">Bytes</th>
<th>Objects (dashed: at base’s rate)</th><th>In</th>`, rows);
}
function noise(report) {
	const rows = noiseRows(report).map(({ name, cells }) => html`<tr><td>${new Html(quote(name))}</td>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`);
	return table("Noise by class", html`<th>Class</th>${noiseHead.map((head) => html`<th class="number">${head}</th>`)}`, rows);
}
function kinds(title, pairs) {
	const outcome = (kind) => new Html(outcomePhrase(kind, VOICE.plain));
	const rows = pairs.map(({ label, base, head }) => html`<tr><td>${new Html(quote(label))}</td><td>${outcome(base)}</td><td>${outcome(head)}</td></tr>`);
	return table(title, html`<th>Request</th><th>Base</th><th>Head</th>`, rows);
}
function processes$1({ base, head }) {
	const rows = processRows([base, head]).map(({ name, sides }) => {
		return html`<tr><td>${name}</td>${[...sides.map(({ requests }) => requests), ...sides.map(({ memory }) => memory)].map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
	});
	return table("Processes", html`<th>Process</th>${[
		"Requests on base",
		"Requests on head",
		"Memory on base",
		"Memory on head"
	].map((head) => html`<th class="number">${head}</th>`)}`, rows);
}
function table(title, heads, rows) {
	if (rows.length === 0) return html``;
	return html`<h2>${title}</h2>
<div class="table"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
function textList(texts) {
	return texts.length === 0 ? html`` : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}
// src/report/terminal.ts
const MAX_KINDS = 12;
const MAX_NOISY = 15;
/** What `heapgate check` prints: the verdict, each leak, then the evidence. */
function renderTerminal(report, options) {
	const screen = terminal(options);
	const { existing, gone } = tell(report.findings);
	const harmless = [...existing, ...gone].map((finding) => findingLine(finding, screen.voice));
	return sections([
		verdict(report, screen),
		leaks(report, screen),
		factLines(harmless, screen),
		growthLines(report, screen),
		noiseFloor(report, screen),
		differentKinds(report, screen),
		processes([report.base, report.head], ["on base", "on head"], screen),
		factLines(runFacts(report, screen.voice.quote), screen),
		bulletLines(report.notices, screen)
	]);
}
/** What `heapgate measure` prints: how one revision grows. There is no verdict without a base. */
function renderMeasurement(report, options) {
	const screen = terminal(options);
	const { growing } = rankClasses(report.classes, report.findings);
	const grows = growing.length > 0 ? `${formatQuantity(growing.length, "class", "classes")} growing` : "nothing grows";
	return sections([
		screen.colors.bold(paragraph(`Measured over ${measuredPhrase(report.revision)}: ${grows}.`, screen)),
		leaks(report, screen),
		growthLines(report, screen),
		processes([report.revision], [""], screen),
		factLines(runFacts(report, screen.voice.quote), screen),
		bulletLines(report.notices, screen)
	]);
}
function verdict(report, screen) {
	const { bold, green, red, yellow } = screen.colors;
	const { word, rest, reasons } = verdictSentence(report, screen.voice.quote);
	const paint = {
		Pass: green,
		Regression: red,
		Inconclusive: yellow
	}[word];
	const measured = `Measured over ${measuredPhrase(report.head)}; ${detectablePhrase(report)}.`;
	return sections([
		paragraph(`${bold(paint(`${word}:`))} ${rest}`, screen),
		bulletLines(reasons, screen),
		word === "Pass" ? paragraph(measured, screen) : ""
	]);
}
function leaks(report, screen) {
	const { failing } = tell(report.findings);
	const headed = failing.length > 1 || !("verdict" in report) || report.verdict !== "regression";
	return sections(failing.flatMap((finding, index) => [headed ? paragraph(`${index + 1}. ${titleOf(finding, screen.voice)}`, screen) : "", factLines(findingFacts(finding, report.classes, screen.voice), screen)]));
}
function noiseFloor(report, screen) {
	const rows = noiseRows(report).map(({ name, cells }) => [forTerminal(name), ...cells]);
	const head = ["Noise by class", ...noiseHead];
	const more = Math.max(0, rows.length - MAX_NOISY);
	return fittedTable({
		head,
		rows: rows.slice(0, MAX_NOISY),
		more
	}, screen);
}
function differentKinds({ base, head }, screen) {
	const { notable } = pairKinds(base, head);
	const plain = (text) => forTerminal(text, 40);
	const rows = notable.slice(0, MAX_KINDS).map((pair) => [
		plain(pair.label),
		outcomePhrase(pair.base, plain),
		outcomePhrase(pair.head, plain)
	]);
	const rest = notable.length - rows.length;
	const more = rest > 0 ? [[`and ${formatQuantity(rest, "more kind")}`]] : [];
	return tableLines([
		[
			"Answered differently",
			"base",
			"head"
		],
		...rows,
		...more
	], [
		false,
		false,
		false
	], screen);
}
function processes(sides, names, screen) {
	const heads = ["requests", "memory"].flatMap((what) => names.map((name) => `${what} ${name}`.trim()));
	const rows = processRows(sides).map((row) => [
		row.name,
		...row.sides.map(({ requests }) => requests),
		...row.sides.map(({ memory }) => memory)
	]);
	return tableLines([["Process", ...heads], ...rows], [false, ...heads.map(() => true)], screen);
}
function sections(blocks) {
	return blocks.filter((block) => block !== "").join("\n\n");
}
// src/traffic/import/logged-request.ts
/** What requests of logs are sent with: logs do not tell headers that an app would understand. */
const unloggedHeaders = Object.entries(defaultHeaders);
function loggedRequest(method, target, status) {
	return {
		request: {
			method,
			target,
			headers: unloggedHeaders,
			body: void 0
		},
		status
	};
}
// src/traffic/import/request-line.ts
/** Method and target of `GET /p/[x HTTP/1.1`. The target is whatever stands between, spaces and all. */
function readRequestLine(line) {
	const methodEnd = line.indexOf(" ");
	const method = line.slice(0, methodEnd);
	if (methodEnd === -1 || !isMethod(method)) return void 0;
	const versionAt = line.lastIndexOf(" HTTP/");
	const hasVersion = versionAt >= methodEnd && /^ HTTP\/\d(?:\.\d)?$/.test(line.slice(versionAt));
	return {
		method,
		target: line.slice(methodEnd + 1, hasVersion ? versionAt : void 0)
	};
}
/** Whether a request with this method can be written down and sent. */
const isMethod = (text) => /^[!#$%&'*+.^_`|~\w-]+$/.test(text);
const letters = {
	b: "\b",
	n: "\n",
	r: "\r",
	t: "	",
	v: "\v"
};
/**
* Undoes the escapes of nginx (`\xHH` for quotes, backslashes, control characters and bytes above 0x7E) and of Apache
* (`\"`, `\\`, `\n` and the like besides). Neither leaves a backslash as it is, so nothing is lost.
*/
function unescapeLog(text) {
	if (!text.includes("\\")) return text;
	return text.replaceAll(/\\x([0-9a-fA-F]{2})|\\([bnrtv"\\])/g, (_, hex, letter = "") => hex === void 0 ? letters[letter] ?? letter : String.fromCharCode(Number.parseInt(hex, 16)));
}
// src/traffic/import/alb.ts
/** Type, time, balancer, client, target, three durations, both statuses, both sizes, then the quoted request line. */
const entry = /^(?:https?|h2|grpcs|wss?) \d{4}-\d\d-\d\dT\S+ \S+ \S+ (?:\S+ ){4}(\d{3}|-) (\d{3}|-) \S+ \S+ "(.*?)" "/;
/** Access log of an AWS Application Load Balancer. */
const alb = {
	name: "alb",
	title: "AWS Application Load Balancer log",
	lacks: "headers, cookies and bodies of requests, and what the load balancer itself found malformed",
	looksLike: isAlb,
	newReader: () => new AlbReader()
};
function isAlb(line) {
	return entry.test(line);
}
var AlbReader = class {
	read(line, onRequest) {
		const [, ownStatus, appStatus, quoted] = entry.exec(line) ?? [];
		if (quoted === void 0) return "unreadable";
		const request = readRequestLine(unescapeLog(quoted));
		const isItsOwn = appStatus === "-" && !/^50[234]$/.test(ownStatus ?? "");
		if (!request || isItsOwn || line.startsWith("ws")) return "other";
		const status = Number(appStatus === "-" ? ownStatus : appStatus);
		onRequest(loggedRequest(request.method, withoutOrigin(request.target), status));
		return "request";
	}
};
/** The load balancer writes `https://shop.example:443` in front of every target. */
function withoutOrigin(url) {
	const target = url.replace(/^\w+:\/\/[^/?#]*/, "");
	return target === "" ? "/" : target;
}
// src/traffic/import/combined-log.ts
/**
* Finds `] "REQUEST" STATUS ` in the common and the combined log format; what stands before the time and after the
* status (virtual hosts, durations) may be anything. By hand: this runs for millions of lines.
*/
function quotedRequest(line) {
	const start = line.indexOf("] \"") + 3;
	if (start === 2) return void 0;
	for (let end = line.indexOf("\" ", start); end !== -1; end = line.indexOf("\" ", end + 1)) {
		const status = statusAt(line, end + 2);
		if (status !== void 0) return {
			requestLine: line.slice(start, end),
			status
		};
	}
}
/** Three digits and the end of the field. */
function statusAt(line, at) {
	let status = 0;
	for (let i = at; i < at + 3; i += 1) {
		const digit = line.charCodeAt(i) - 48;
		if (!(digit >= 0 && digit <= 9)) return void 0;
		status = status * 10 + digit;
	}
	const after = line[at + 3];
	return after === " " || after === void 0 ? status : void 0;
}
var CombinedLogReader = class {
	read(line, onRequest) {
		const quoted = quotedRequest(line);
		if (!quoted) return "unreadable";
		const request = readRequestLine(unescapeLog(quoted.requestLine));
		if (!request) return "other";
		onRequest(loggedRequest(request.method, request.target, quoted.status));
		return "request";
	}
};
// src/traffic/import/apache.ts
/** Apache's `common`, `combined` and `vhost_combined`. */
const apache = {
	name: "apache",
	title: "Apache access log",
	lacks: "headers, cookies and bodies of requests",
	looksLike: isApache,
	newReader: () => new CombinedLogReader()
};
/** The same as nginx's but for the escapes: hex is in small letters, and quotes and backslashes are never hex. */
function isApache(line) {
	return quotedRequest(line) !== void 0 && !/\\x(?:22|5C|[0-9A-F]*[A-F])/.test(line);
}
// src/traffic/import/heroku.ts
const routed = /\bmethod=(\S+) path=(?:"(.*)"|(\S*)) host=.*?\bstatus=(\d*)/;
/** Lines of Heroku's router, among those of dynos: `heroku[router]: at=info method=GET path="/" host=… status=200 …`. */
const heroku = {
	name: "heroku",
	title: "Heroku router log",
	lacks: "headers, cookies and bodies of requests",
	looksLike: isHeroku,
	newReader: () => new HerokuReader()
};
function isHeroku(line) {
	return /\bat=\w+ /.test(line) && routed.test(line);
}
var HerokuReader = class {
	read(line, onRequest) {
		const [, method, quoted, bare, status] = routed.exec(line) ?? [];
		const target = quoted ?? bare;
		if (method !== void 0 && target !== void 0) {
			if (!isMethod(method)) return "other";
			onRequest(loggedRequest(method, target, Number(status) || void 0));
			return "request";
		}
		return /\b(?:app|heroku)(?:\[| - | [\w.-]+ - )/.test(line) && !/\brouter\b/.test(line) ? "other" : "unreadable";
	}
};
// src/traffic/import/lograge.ts
const keysAndValues = /\bmethod=(\S+) path=(.*?) format=\S* .*?\bstatus=(\d+)/;
/** lograge's lines: JSON, or `method=GET path=/ format=html … status=200 …`; a prefix may stand before either. */
const lograge = {
	name: "lograge",
	title: "lograge log",
	lacks: "queries, headers, cookies and bodies of requests; a request that raised outside an action has no line at all",
	looksLike: isLograge,
	newReader: () => new LogrageReader()
};
function isLograge(line) {
	return new LogrageReader().read(line, () => {}) === "request";
}
var LogrageReader = class {
	read(line, onRequest) {
		const [, method, path, status] = keysAndValues.exec(line) ?? [];
		if (method !== void 0 && path !== void 0 && isMethod(method)) {
			onRequest(loggedRequest(method, path, Number(status)));
			return "request";
		}
		if (!/\{"|\bmethod=/.test(line)) return "other";
		const logged = parseObject(line.slice(line.indexOf("{")));
		if (!logged) return "unreadable";
		if (typeof logged.method !== "string" || typeof logged.path !== "string") return "other";
		if (!isMethod(logged.method)) return "other";
		onRequest(loggedRequest(logged.method, bytesOf(logged.path), Number(logged.status) || void 0));
		return "request";
	}
};
function parseObject(text) {
	try {
		const value = JSON.parse(text);
		return typeof value === "object" && value !== null ? { ...value } : void 0;
	} catch {
		return;
	}
}
/** The line was a byte string, so only what was escaped can be no byte. */
const bytesOf = (text) => text.replaceAll(/[\u0100-\uffff]+/g, utf8Bytes);
// src/traffic/import/nginx.ts
/** nginx's `combined`, also with fields before and after. */
const nginx = {
	name: "nginx",
	title: "nginx access log",
	lacks: "headers, cookies and bodies of requests",
	looksLike: isNginx,
	newReader: () => new CombinedLogReader()
};
function isNginx(line) {
	return quotedRequest(line) !== void 0 && !/\\(?!x[0-9A-F]{2})/.test(line);
}
// src/traffic/import/rails.ts
const started = /^(.*?)Started ([\w-]+) "(.*)" for \S* at /;
const completed = /^(.*?)Completed (\d{3})\b/;
const noRoute = /^(.*?)ActionController::RoutingError \(/;
/** Requests that are waited for: a log without process ids or tags has one, a cluster's as many as its threads. */
const mostOpen = 1e4;
/** Rails' own log: `Started GET "/" for 127.0.0.1 at …` and, some lines on, `Completed 200 OK in …`. */
const rails = {
	name: "rails",
	title: "Rails log",
	lacks: "headers, cookies and bodies of requests, values of filtered parameters, and the status of what raised outside a controller",
	looksLike: isRails,
	newReader: () => new RailsReader()
};
function isRails(line) {
	return started.test(line);
}
var RailsReader = class {
	/** Requests without their status yet, by process and tags. */
	#open = /* @__PURE__ */ new Map();
	read(line, onRequest) {
		const [, prefix, method, path] = started.exec(line) ?? [];
		if (prefix !== void 0 && method !== void 0 && path !== void 0) {
			this.#start(threadOf(prefix), loggedRequest(method, unfiltered(path), void 0), onRequest);
			return "request";
		}
		const [, endPrefix, status] = completed.exec(line) ?? [];
		if (endPrefix !== void 0) this.#complete(threadOf(endPrefix), Number(status), onRequest);
		const [, errorPrefix] = noRoute.exec(line) ?? [];
		if (errorPrefix !== void 0) this.#complete(threadOf(errorPrefix), 404, onRequest);
		return "other";
	}
	end(onRequest) {
		for (const request of this.#open.values()) onRequest(request);
		this.#open.clear();
	}
	#start(thread, request, onRequest) {
		this.#release(thread, onRequest);
		this.#open.set(thread, request);
		const [oldest] = this.#open.keys();
		if (this.#open.size > mostOpen && oldest !== void 0) this.#release(oldest, onRequest);
	}
	#complete(thread, status, onRequest) {
		const request = this.#open.get(thread);
		if (!request) return;
		this.#open.delete(thread);
		onRequest({
			...request,
			status
		});
	}
	#release(thread, onRequest) {
		const request = this.#open.get(thread);
		this.#open.delete(thread);
		if (request) onRequest(request);
	}
};
/** The process id and the tags in front of a line; the time and the severity differ within a request. */
function threadOf(prefix) {
	const [head = "", tags] = prefix.split(/ -- (?:\w+)?: /);
	return (tags === void 0 ? "" : /#\d+\]/.exec(head)?.[0] ?? "") + ((tags ?? head).match(/\[[^\]]*\]/g) ?? []).join("");
}
/** Brackets that Rails wrote must not pass for a malformed target. */
const unfiltered = (path) => path.replaceAll("[FILTERED]", "FILTERED");
// src/traffic/import/formats.ts
/**
* All formats of lines; of two that fit as well, the first is taken. Heroku's logs hold lines of Rails too, which tell
* less.
*/
const logFormats = [
	nginx,
	apache,
	heroku,
	alb,
	rails,
	lograge
];
/** HAR is no format of lines: it is read as a whole. */
const formatNames = ["har", ...logFormats.map(({ name }) => name)];
/** The format that most of the first lines of a log have; `undefined` where none has any. */
function detectFormat(lines) {
	const best = logFormats.map((format) => ({
		format,
		count: lines.filter((line) => format.looksLike(line)).length
	})).reduce((most, each) => each.count > most.count ? each : most);
	return best.count > 0 ? best.format : void 0;
}
/** Whether a text begins as HAR does: an object whose first key is `log`. */
function isHar(start) {
	return /^(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:/.test(start);
}
export { buildReport as $, namesIn as $t, paragraph as A, ordinaryKinds as At, verdictSentence as B, redactPairs as Bt, html as C, talliesOf as Cn, Connection as Ct, fittedTable as D, moreRoom as Dn, shuffled as Dt, formatHash as E, nearest as En, seededRandom as Et, renderComment as F, readBytes as Ft, asMarkdownCode as G, findSecrets as Gt, pathLines as H, percentEncoded as Ht, markdownReport as I, showBytes as It, forMarkdown as J, isSecretName as Jt, asUrlSegment as K, isNamedSecret as Kt, sparkline as L, utf8Bytes as Lt, renderTrafficBisect as M, requestMethod as Mt, trafficBisectJson as N, requestTarget as Nt, bulletLines as O, defaultEnd as Ot, trafficSentences as P, isWellFormedTarget as Pt, buildMeasureReport as Q, mapLiterals as Qt, firstThatFits as R, shownName as Rt, Html as S, processName$1 as Sn, turnedAway as St, formatAddress as T, requestsNeeded as Tn, BrokenAnswer as Tt, culpritSentence as U, plain as Ut, amountPhrase as V, jsonEscaped as Vt, asMarkdownBlock as W, rewritten as Wt, visible as X, hasPlaceholder as Xt, forTerminal as Y, filledRequest as Yt, version as Z, literalsOf as Zt, progressing as _, suspectsIn as _n, writeBeside as _t, isMethod as a, heldBelow as an, shareOf as at, writeOutput as b, smallestLimit as bn, JobSecrets as bt, renderTerminal as c, alignDumps as cn, withoutLostPages as ct, assertNoDump as d, withClasses as dn, OutOfTime as dt, placeholder as en, judge as et, fileFor as f, isSteady as fn, Probes as ft, printResult as g, isUnsettled as gn, orRefuse as gt, printNotice as h, fingerprint as hn, assertCanWrite as ht, logFormats as i, withPlainBody as in, seedOf as it, terminal as j, requestBytes as jt, factLines as k, newKind as kt, renderPage as l, grouped as ln, withHostileVariants as lt, printFailure as m, isFailing as mn, showChanges as mt, formatNames as n, textsOf as nn, unconfirmed as nt, unloggedHeaders as o, findHolders as on, defaultHeaders as ot, assertWritable as p, isLeak$1 as pn, reportedProbes as pt, forHtml as q, isNoSecret as qt, isHar as r, withNames as rn, readShard as rt, renderMeasurement as s, findHolderGrowth as sn, discoverScenario as st, detectFormat as t, placesIn as tn, needsConfirmation as tt, assertApart as u, joinSeries as un, debugPagesNotice as ut, terminalOptions as v, pairLeaks as vn, writeWhole as vt, cutShortNotice as w, judgeGrowth as wn, AnswerReader as wt, PAGE_STYLE as x, ownRequestsOf as xn, require_package as xt, timingLines as y, bytesLimitPer1000 as yn, Told as yt, tell as z, redactTarget as zt };
