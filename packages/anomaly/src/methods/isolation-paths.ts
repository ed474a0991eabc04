import { meanDepth } from './isolation-tree.js';
import type { Rows } from './rows.js';

/** Trees, and what is computed from them to score fast. */
export interface Forest {
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly size: Int32Array;
  /** The first node of each tree. */
  readonly roots: Int32Array;
  /** How many rows a tree was grown on. */
  readonly sampleSize: number;
  /** How many splits deep each tree is. */
  readonly deepest: Int32Array;
  /** The mean depth of the rows that reached a node: its own depth, and what the rows of a leaf would add if they were split further. */
  readonly depth: Float64Array;
  /** The mean depth at the root, over the trees. */
  readonly expected: number;
}

type Numbers = Readonly<Record<'feature' | 'threshold' | 'left' | 'size' | 'roots', ArrayLike<number>>> & { readonly sampleSize: number };

/** A forest of its nodes. */
export function forestOf(nodes: Numbers): Forest {
  const [feature, left, size, roots] = [nodes.feature, nodes.left, nodes.size, nodes.roots].map((numbers) => Int32Array.from(numbers));
  const own = new Int32Array(left!.length);
  const depth = new Float64Array(left!.length);
  const deepest = new Int32Array(roots!.length);
  let tree = 0;
  for (let node = 0; node < own.length; node++) {
    while (tree + 1 < deepest.length && roots![tree + 1]! <= node) tree++;
    deepest[tree] = Math.max(deepest[tree]!, own[node]!);
    const child = left![node]!;
    if (child !== node) own[child] = own[child + 1] = own[node]! + 1;
  }
  for (let node = own.length - 1; node >= 0; node--) {
    const [child, rows] = [left![node]!, size![node]!];
    depth[node] =
      child === node
        ? own[node]! + meanDepth(rows)
        : (size![child]! * depth[child]! + size![child + 1]! * depth[child + 1]!) / (size![child]! + size![child + 1]!);
  }
  const expected = roots!.reduce((sum, root) => sum + depth[root]!, 0) / roots!.length;
  const threshold = Float32Array.from(nodes.threshold);
  return { feature: feature!, threshold, left: left!, size: size!, roots: roots!, sampleSize: nodes.sampleSize, deepest, depth, expected };
}

/** The mean depth of some rows over the trees, and by how much each number of a row made it smaller. */
interface Paths {
  readonly depths: Float64Array;
  /** `[rows, width]`, where asked for. */
  readonly gains: Float64Array | undefined;
}

/** The paths of the rows from `from` to before `to`. */
export function pathsOf(forest: Forest, rows: Rows, from: number, to: number, contributions: boolean): Paths {
  const { width, mask } = rows;
  const depths = new Float64Array(to - from);
  const gains = contributions ? new Float64Array((to - from) * width) : undefined;
  const values = rows.values.subarray(from * width, to * width);
  for (let tree = 0; tree < forest.roots.length; tree++) {
    if (gains) walkWithGains(forest, tree, values, width, depths, gains);
    else walk(forest, tree, values, width, depths);
  }
  const { length } = forest.roots;
  for (let row = from; mask && row < to; row++) {
    const known = mask.subarray(row * width, (row + 1) * width);
    if (!known.includes(0)) continue;
    const own = gains?.subarray((row - from) * width, (row - from + 1) * width).fill(0);
    const x = values.subarray((row - from) * width, (row - from + 1) * width);
    depths[row - from] = forest.roots.reduce((sum, root) => sum + partly(forest, root, x, known, 1, own), 0);
  }
  for (let i = 0; i < depths.length; i++) depths[i]! /= length;
  if (gains) for (let i = 0; i < gains.length; i++) gains[i]! /= length;
  return { depths, gains };
}

/** Adds the depth of each row in a tree. All rows take as many turns as the tree is deep: a leaf leads to itself, so that nothing branches. */
function walk(
  { feature, threshold, left, roots, deepest, depth }: Forest,
  tree: number,
  values: Float32Array,
  width: number,
  depths: Float64Array,
): void {
  const [root, turns] = [roots[tree]!, deepest[tree]!];
  for (let row = 0, at = 0; row < depths.length; row++, at += width) {
    let node = root;
    for (let turn = 0; turn < turns; turn++) node = left[node]! + (values[at + feature[node]!]! > threshold[node]! ? 1 : 0);
    depths[row]! += depth[node]!;
  }
}

/** The same, and by how much each split made the expected depth smaller. */
function walkWithGains(
  { feature, threshold, left, roots, deepest, depth }: Forest,
  tree: number,
  values: Float32Array,
  width: number,
  depths: Float64Array,
  gains: Float64Array,
): void {
  for (let row = 0, at = 0; row < depths.length; row++, at += width) {
    let node = roots[tree]!;
    for (let turn = 0; turn < deepest[tree]!; turn++) {
      const by = at + feature[node]!;
      const next = left[node]! + (values[by]! > threshold[node]! ? 1 : 0);
      gains[by]! += depth[node]! - depth[next]!;
      node = next;
    }
    depths[row]! += depth[node]!;
  }
}

/** The depth of a row with hidden cells below `node`, times `weight`. Where a split needs one, the row goes both ways. */
function partly(forest: Forest, node: number, x: Float32Array, known: Uint8Array, weight: number, gains: Float64Array | undefined): number {
  const { feature, threshold, left, size, depth } = forest;
  const child = left[node]!;
  if (child === node) return weight * depth[node]!;
  const by = feature[node]!;
  if (known[by] === 0) {
    const share = size[child]! / (size[child]! + size[child + 1]!);
    return partly(forest, child, x, known, weight * share, gains) + partly(forest, child + 1, x, known, weight * (1 - share), gains);
  }
  const next = child + (x[by]! > threshold[node]! ? 1 : 0);
  if (gains) gains[by]! += weight * (depth[node]! - depth[next]!);
  return partly(forest, next, x, known, weight, gains);
}
