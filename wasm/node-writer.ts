import { keepLargeSize, siteNumber, sortOf } from './reader';
import {
  addressField,
  bytesizeField,
  classField,
  fileField,
  imemoTypeField,
  lineField,
  memsizeField,
  referenceCountField,
  structField,
  superclassField,
  typeField,
  valueField,
} from './row-scanner';
import { hashValue } from './value-hash';

const absent: i32 = -1;
const isLarge: i32 = -1;

/** Up to this length a string fits into its slot in every Ruby. */
const embeddedBytes: f64 = 23;
const stringHeaderBytes: f64 = 40;

/** Sorts that were asked for, by hash of the words that tell them. */
enum SortByte {
  words = 0,
  sort = 16,
  /** 1 where there is an entry. */
  isTaken = 20,
}
const sortsAt: u32 = <u32>memory.data(32 << 12, 64);

/** Sites that were asked for, by hash of file and line. */
enum SiteByte {
  /** Plus 1, so that zeros are no entry. */
  file = 0,
  number = 4,
  line = 8,
}
const sitesAt: u32 = <u32>memory.data(16 << 12, 64);

/** What a node is made of, each in a word: `NodeWord` in bytes. */
enum NodeByte {
  place = 0,
  label = 4,
  kind = 8,
  shallowBytes = 12,
  stringBytes = 16,
  site = 20,
  edgesFrom = 24,
  classEdgesFrom = 28,
  /** Of two words, only where asked for. */
  hash = 32,
}

let nodesAt: u32 = 0;
export let nodesEnd: u32 = 0;
let edgesAt: u32 = 0;
export let edgesEnd: u32 = 0;
let edgesBefore: u32 = 0;
let nodeBytes: u32 = 0;

/** Nodes and edges are put into memory from there on. */
export function writeTo(nodes: u32, edges: u32, nodeWords: u32, before: u32): void {
  nodesAt = nodesEnd = nodes;
  edgesAt = edgesEnd = edges;
  nodeBytes = nodeWords << 2;
  edgesBefore = before;
}

/** The sort of node that the row in hand is, or -1. */
export function sortOfRow(): i32 {
  const type = load<i32>(typeField);
  const classPlace = load<i32>(classField);
  const imemoType = load<i32>(imemoTypeField);
  const struct = load<i32>(structField);
  const hash = (((type * 31 + imemoType) * 31 + struct) * 31 + classPlace) * 0x9e37_79b1;
  const entry = sortsAt + ((<u32>hash >>> 20) << 5);
  const words = i32x4(type, classPlace, imemoType, struct);
  const isKnown =
    load<u32>(entry, SortByte.isTaken) !== 0 &&
    !v128.any_true(v128.xor(words, v128.load(entry, SortByte.words)));
  if (isKnown) return load<i32>(entry, SortByte.sort);
  const sort = sortOf(type, classPlace, imemoType, struct);
  v128.store(entry, words, SortByte.words);
  store<i32>(entry, sort, SortByte.sort);
  store<u32>(entry, 1, SortByte.isTaken);
  return sort;
}

/** Appends the row in hand, whose references are in memory from `places` on. */
export function appendNode(sort: i32, places: u32): void {
  const node = nodesEnd;
  nodesEnd = node + nodeBytes;
  const hasValue = (sort & 8) !== 0;
  const bytesize = load<f64>(bytesizeField);
  const shallow =
    bytesize > embeddedBytes ? stringHeaderBytes + bytesize : max<f64>(load<f64>(memsizeField), 0);
  store<i32>(node, load<i32>(addressField), NodeByte.place);
  store<i32>(node, sort >> 4, NodeByte.label);
  store<i32>(node, sort & 7, NodeByte.kind);
  store<i32>(node, sizeWord(shallow, node + NodeByte.shallowBytes), NodeByte.shallowBytes);
  const length = hasValue ? max<f64>(bytesize, 0) : 0;
  store<i32>(node, sizeWord(length, node + NodeByte.stringBytes), NodeByte.stringBytes);
  store<i32>(node, siteOfRow(), NodeByte.site);
  store<u32>(node, edgesBefore + ((edgesEnd - edgesAt) >> 2), NodeByte.edgesFrom);
  const namesSuperclass = addEdges(places);
  store<u32>(node, edgesBefore + ((edgesEnd - edgesAt) >> 2), NodeByte.classEdgesFrom);
  addClassEdge(load<i32>(classField));
  if (!namesSuperclass) addClassEdge(load<i32>(superclassField));
  if (nodeBytes === NodeByte.hash) return;
  const start = load<i32>(valueField);
  if (hasValue && start !== absent) hashValue(start, load<u32>(valueField, 4), node + NodeByte.hash);
  else store<u64>(node, 0, NodeByte.hash);
}

function sizeWord(bytes: f64, at: u32): i32 {
  if (bytes <= <f64>i32.MAX_VALUE) return <i32>bytes;
  keepLargeSize((at - nodesAt) >> 2, bytes);
  return isLarge;
}

function siteOfRow(): i32 {
  const file = load<i32>(fileField);
  const line = load<f64>(lineField);
  if (file === absent || line < 0) return 0;
  const hash = (<u32>file * 31 + <u32>line) * 0x9e37_79b1;
  const entry = sitesAt + ((hash >>> 20) << 4);
  if (load<i32>(entry, SiteByte.file) !== file + 1 || load<f64>(entry, SiteByte.line) !== line) {
    store<i32>(entry, file + 1, SiteByte.file);
    store<i32>(entry, siteNumber(file, line), SiteByte.number);
    store<f64>(entry, line, SiteByte.line);
  }
  return load<i32>(entry, SiteByte.number);
}

/** A class refers to its superclass among its references too: that is an edge like any other then. Tells of it. */
function addEdges(places: u32): bool {
  const classPlace = load<i32>(classField);
  const superclass = load<i32>(superclassField);
  const end = places + (load<u32>(referenceCountField) << 2);
  let edge = edgesEnd;
  let namesSuperclass = false;
  for (let at = places; at < end; at += 4) {
    const target = load<i32>(at);
    store<i32>(edge, target);
    edge += target !== classPlace ? 4 : 0;
    namesSuperclass = namesSuperclass || target === superclass;
  }
  edgesEnd = edge;
  return namesSuperclass;
}

/** The class of a VM-internal row is whatever it caches or belongs to, not what it is an instance of. */
function addClassEdge(target: i32): void {
  store<i32>(edgesEnd, target);
  edgesEnd += target !== absent ? 4 : 0;
}
