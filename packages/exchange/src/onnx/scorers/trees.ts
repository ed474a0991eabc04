/** Trees in flat arrays, as the state of an isolation forest has them. A leaf is its own left child; a right child follows the left one. */
export type TreeArrays = Readonly<Record<'feature' | 'threshold' | 'left' | 'size' | 'roots', Float32Array>>;

/** Trees, and what is computed from them. */
export interface Trees extends TreeArrays {
  /** How many splits deep the deepest one is. */
  readonly deepest: number;
  /** The mean depth of the rows that reached each node: its own depth, and what the rows of a leaf would add if they were split further. */
  readonly depth: Float64Array;
  /** The mean depth at the root, over the trees. */
  readonly expected: number;
}

const EULER = 0.5772156649015329;

/** The mean depth of a leaf in a binary search tree of `n` rows, as in @autoencoders/anomaly. */
export const meanDepth = (n: number): number => (n > 2 ? 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n : n === 2 ? 1 : 0);

/** The trees of a state. Children come after their parents. */
export function treesOf(arrays: TreeArrays): Trees {
  const { left, size, roots } = arrays;
  const own = new Int32Array(left.length);
  let deepest = 0;
  for (const [node, child] of left.entries()) {
    deepest = Math.max(deepest, own[node]!);
    if (child !== node) own[child] = own[child + 1] = own[node]! + 1;
  }
  const depth = new Float64Array(left.length);
  for (let node = left.length - 1; node >= 0; node--) {
    const child = left[node]!;
    const [a, b] = [size[child]!, size[child + 1]!];
    depth[node] = child === node ? own[node]! + meanDepth(size[node]!) : (a * depth[child]! + b * depth[child + 1]!) / (a + b);
  }
  const expected = roots.reduce((sum, root) => sum + depth[root]!, 0) / roots.length;
  return { ...arrays, deepest, depth, expected };
}
