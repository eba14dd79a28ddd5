import type { ClassTree } from '../heap/class-tree.ts';
import { visible } from './escape.ts';

const linesAtOnce = 1_000;

/**
 * The tree as folded stacks, the input of flame graph tools: `all;class Registry;Array 1234`, the number being bytes
 * that no longer stack accounts for. In pieces, since the whole may be longer than a string can be.
 */
export function* foldedStacks(tree: ClassTree, names: readonly string[]): Generator<string> {
  let lines: string[] = [];
  for (let row = 0; row < tree.parents.length; row++) {
    const bytes = Math.round(tree.ownBytes[row] ?? 0);
    if (bytes <= 0) continue;
    lines.push(`${stackOf(row, tree, names)} ${bytes}\n`);
    if (lines.length < linesAtOnce) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

function stackOf(row: number, { parents, labels }: ClassTree, names: readonly string[]): string {
  const stack: string[] = [];
  for (let at = row; at > 0; at = parents[at] ?? 0) stack.push(frameName(names[labels[at] ?? 0] ?? ''));
  return ['all', ...stack.reverse()].join(';');
}

/** A semicolon would end the frame, and a line break the stack. */
const frameName = (name: string): string => visible(name, 500).replaceAll(';', ',') || '(no name)';
