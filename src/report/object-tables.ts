import type { SizedObject } from '../heap/analysis.ts';
import type { RootPath } from '../heap/root-path.ts';
import { forTerminal } from './escape.ts';
import { fittedTable } from './fitted-table.ts';
import { formatBytes, formatCount, formatQuantity } from './numbers.ts';
import { formatAddress } from './object-names.ts';
import { paragraph, type Terminal, type TerminalOptions, terminal } from './terminal-sections.ts';

/** A linked list may be as long as the heap: of a longer path the middle is left out. */
const MAX_STEPS = 20;
export const NAME_LENGTH = 200;

/** Single objects, and what each keeps alive. */
export function objectTable(title: string, objects: readonly SizedObject[], screen: Terminal): string {
  const rows = objects.map(({ address, class: name, bytes, retainedObjects, retainedBytes }) => [
    forTerminal(name, NAME_LENGTH),
    formatAddress(address),
    formatBytes(bytes),
    formatCount(retainedObjects),
    formatBytes(retainedBytes),
  ]);
  return fittedTable({ head: [title, 'address', 'bytes', 'objects', 'retained'], rows }, screen);
}

/** What `heapgate analyze --instances` prints: `largest` are those that retain most of `count` objects. */
export function renderInstances(
  name: string,
  count: number,
  largest: readonly SizedObject[],
  options: TerminalOptions,
): string {
  const screen = terminal(options);
  const title = screen.colors.bold(
    paragraph(`${forTerminal(name)}: ${formatQuantity(count, 'object')}`, screen),
  );
  return `${title}\n\n${objectTable('Largest retained size', largest, screen)}`;
}

/** What `heapgate analyze --path` prints: the objects from a root to `object`, which is one of `count` of its class. */
export function renderRootPath(
  object: SizedObject,
  path: RootPath | undefined,
  count: number,
  options: TerminalOptions,
): string {
  const screen = terminal(options);
  const others = count > 1 ? `, the largest of ${formatCount(count)}` : '';
  const title = `${forTerminal(object.class)} at ${formatAddress(object.address)}${others}`;
  if (path === undefined) {
    return paragraph(`${title}: no root leads to it, it is garbage that was not collected yet.`, screen);
  }
  const { root, steps } = path;
  const rows = [
    ...(root === undefined ? [] : [[forTerminal(root), '', '']]),
    ...steps.map(({ class: name, address, retainedBytes }) => [
      forTerminal(name, NAME_LENGTH),
      formatAddress(address),
      formatBytes(retainedBytes),
    ]),
  ];
  const cut = rows.length - MAX_STEPS;
  if (cut > 0) rows.splice(MAX_STEPS / 2, cut, [`… ${formatQuantity(cut, 'more step')}`, '', '']);
  const tree = rows.map(([name = '', ...cells], depth) => [indented(name, depth), ...cells]);
  const table = fittedTable({ head: ['Path', 'address', 'retained'], rows: tree, keepStart: true }, screen);
  return `${screen.colors.bold(paragraph(title, screen))}\n\n${table}`;
}

const indented = (name: string, depth: number): string =>
  depth === 0 ? name : `${'  '.repeat(depth - 1)}└ ${name}`;
