import { createHash } from 'node:crypto';
import type { ClassTree } from '../heap/class-tree.ts';
import { type Frame, flamegraphFrames } from './flamegraph-frames.ts';
import { FLAMEGRAPH_SCRIPT } from './flamegraph-script.ts';
import { FLAMEGRAPH_STYLE } from './flamegraph-style.ts';
import { Html, html } from './html.ts';
import { formatBytes, formatQuantity } from './numbers.ts';
import { PAGE_STYLE } from './page-style.ts';

const ROW_HEIGHT = 20;
const COLORS = 10;

/**
 * The dominator tree by class path as one page that loads nothing: a frame is as wide as what its objects retain, and
 * below it is what only they hold. Frames narrower than `smallestShare` of the whole are joined, and that is said.
 */
export function renderFlamegraph(
  tree: ClassTree,
  names: readonly string[],
  { file, smallestShare }: { readonly file: string; readonly smallestShare: number },
): string {
  const total = tree.retainedBytes[0] ?? 0;
  const { frames, cutPaths, cutBytes } = flamegraphFrames(tree, total * smallestShare);
  const depth = Math.max(...frames.map((frame) => frame.depth));
  const style = new Html(PAGE_STYLE + FLAMEGRAPH_STYLE);
  const script = new Html(FLAMEGRAPH_SCRIPT);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heapgate: ${file}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>heapgate · ${file}</h1>
<p class="quiet">${formatBytes(total)}, each frame as wide as what it retains</p>
<form hidden><span id="found" class="quiet" aria-live="polite"></span>
<input id="search" type="search" placeholder="Search classes" aria-label="Search classes">
<button id="whole" type="button" disabled>Whole heap</button></form>
</header>
<svg id="graph" height="${(depth + 1) * ROW_HEIGHT}" role="img" aria-label="Flame graph of the dominator tree">
${frames.map((frame) => frameMarkup(frame, total, names))}
</svg>
<p class="quiet">${cutPhrase(cutPaths, cutBytes, smallestShare)}</p>
<div id="tip" hidden></div>
<script>${script}</script>
</body>
</html>
`.markup;
}

function frameMarkup(frame: Frame, total: number, names: readonly string[]): Html {
  const { depth, left, bytes, below } = frame;
  const { name, facts, look } = shownAs(frame, names);
  return html`<svg x="${percent(left, total)}" y="${depth * ROW_HEIGHT}" width="${percent(bytes, total)}" height="${ROW_HEIGHT}" data-below="${below}"><title>${name}
${facts}
${formatBytes(bytes)} retained, ${share(bytes, total)} of the heap</title><rect class="${look}" width="100%" height="100%"/><text x="5" y="14">${name}</text></svg>`;
}

function shownAs({ label, depth, count }: Frame, names: readonly string[]) {
  if (depth === 0) return { name: 'all roots', facts: 'all that can be reached', look: 'all' };
  if (label === undefined)
    return { name: `${count} smaller`, facts: formatQuantity(count, 'class path'), look: 'joined' };
  const name = names[label] ?? '';
  return { name, facts: formatQuantity(count, 'object'), look: `c${colorOf(name)}` };
}

function cutPhrase(paths: number, bytes: number, smallestShare: number): string {
  if (paths === 0) return 'Nothing is left out.';
  return `Left out or joined: ${formatQuantity(paths, 'class path')} of less than ${100 * smallestShare} % each, ${formatBytes(bytes)} together.`;
}

/** The same class has the same colour everywhere. */
function colorOf(name: string): number {
  let hash = 0x811c_9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x0100_0193);
  return (hash >>> 0) % COLORS;
}

/** Where a frame is, as SVG has it. */
const percent = (part: number, total: number): string =>
  `${Number((total > 0 ? (100 * part) / total : 0).toFixed(5))}%`;

/** As much as says something: `12.3 %`, `0.04 %`. */
const share = (part: number, total: number): string => {
  const of100 = total > 0 ? (100 * part) / total : 0;
  return `${of100.toFixed(of100 < 1 ? 2 : 1)} %`;
};

const digest = ({ markup }: Html): Html =>
  new Html(`sha256-${createHash('sha256').update(markup).digest('base64')}`);
