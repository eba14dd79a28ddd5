import { addressAt, movedPlace } from './address-pages.ts';
import type { Sizes } from './graph.ts';
import { type HeapPart, isLarge, NodeWord } from './heap-part.ts';
import { NodeIndex, type NodeIndexColumns } from './node-index.ts';

/** A part with all that is needed to write its rows of the graph, in any thread and in any order. */
export interface PlacedPart {
  readonly part: HeapPart;
  /** What numbers of the part stand for in the whole heap: of pages, of labels and of sites. */
  readonly pages: Int32Array;
  readonly names: Int32Array;
  readonly sites: Int32Array;
  readonly firstNode: number;
  /** Where its edges are written: all that are before it have room, those without a target too. */
  readonly firstEdge: number;
  readonly firstClassEdge: number;
}

/** How many edges of a part have a target. */
export interface LinkedPart {
  readonly edges: number;
  readonly classEdges: number;
}

/** The columns of a graph in memory that threads share, and what their writers need. */
export interface GraphColumns {
  readonly index: NodeIndexColumns;
  /** The address of each page's first slot, by page number of the whole heap. */
  readonly pageStarts: Float64Array;
  readonly addresses: Float64Array;
  readonly labels: Uint32Array;
  readonly kinds: Uint8Array;
  readonly shallowBytes: Sizes;
  readonly siteOf: Uint32Array;
  readonly stringBytes: Sizes;
  readonly stringHashes: Float64Array | undefined;
  readonly edgeStarts: Uint32Array;
  readonly edgeTargets: Uint32Array;
  readonly classEdgeStarts: Uint32Array;
  readonly classEdgeTargets: Uint32Array;
}

/**
 * Writes the rows of one part. Uses it up: its memory is given back at once, since twice a heap is more than needs to be
 * held. An edge whose target is no node is dropped.
 */
export function linkPart(placed: PlacedPart, columns: GraphColumns): LinkedPart {
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
  return { edges: edgesEnd - firstEdge, classEdges: classEdgesEnd - firstClassEdge };
}

function sizeAt({ nodes, largeSizes }: HeapPart, at: number): number {
  const bytes = nodes[at] ?? 0;
  return bytes === isLarge ? (largeSizes.get(at) ?? 0) : bytes;
}

function hashAt(nodes: Int32Array, at: number): number {
  return (nodes[at + NodeWord.hashHigh] ?? 0) * 0x1_0000_0000 + ((nodes[at + NodeWord.hashLow] ?? 0) >>> 0);
}
