/** Trees in flat arrays, as the state of an isolation forest has them. A leaf is its own left child; a right child follows the left one. */
export type Trees = Readonly<Record<'feature' | 'threshold' | 'left' | 'size' | 'roots', Float32Array>>;

/** The nodes of all trees that are equally deep. The next level has the left children of its splits, and then the right ones. */
export interface Level {
  /** How many nodes it has. */
  readonly nodes: number;
  /** The mean depth of rows in each leaf; 0 for splits. */
  readonly leafDepths: Float32Array;
  /** Which nodes are splits, and by which number each splits. */
  readonly splits: readonly number[];
  readonly features: readonly number[];
  /** Rows above it go to the right. */
  readonly thresholds: Float32Array;
  /** The share of the sample that went to the right. */
  readonly rightShares: Float32Array;
  /** By how much the expected depth becomes smaller to the left, and to the right. */
  readonly leftGains: Float32Array;
  readonly rightGains: Float32Array;
}

const EULER = 0.5772156649015329;

/** The mean depth of a leaf in a binary search tree of `n` rows, as in @autoencoders/anomaly. */
export const meanDepth = (n: number): number => (n > 2 ? 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n : n === 2 ? 1 : 0);

/** The levels of all trees, and the mean depth that is expected of a row before any split. */
export function levelsOf(trees: Trees): { readonly levels: readonly Level[]; readonly expected: number } {
  const { left, roots } = trees;
  const nodes: number[][] = [Array.from(roots)];
  const isSplit = (node: number): boolean => left[node] !== node;
  for (let at = nodes[0]!.filter(isSplit); at.length > 0; at = nodes.at(-1)!.filter(isSplit))
    nodes.push([...at.map((node) => left[node]!), ...at.map((node) => left[node]! + 1)]);
  const depth = depthsOf(trees, nodes);
  const expected = roots.reduce((sum, root) => sum + depth[root]!, 0) / roots.length;
  return { levels: nodes.map((own) => levelOf(trees, own, depth)), expected };
}

/** The mean depth of the rows that reached each node. Children come after their parents. */
function depthsOf({ left, size }: Trees, levels: readonly (readonly number[])[]): Float64Array {
  const depth = new Float64Array(left.length);
  for (const [own, nodes] of levels.entries()) for (const node of nodes) depth[node] = own + meanDepth(size[node]!);
  for (let node = left.length - 1; node >= 0; node--) {
    const child = left[node]!;
    if (child === node) continue;
    const [a, b] = [size[child]!, size[child + 1]!];
    depth[node] = (a * depth[child]! + b * depth[child + 1]!) / (a + b);
  }
  return depth;
}

function levelOf({ feature, threshold, left, size }: Trees, nodes: readonly number[], depth: Float64Array): Level {
  const splits = [...nodes.keys()].filter((i) => left[nodes[i]!] !== nodes[i]);
  const each = (of: (node: number, child: number) => number): Float32Array =>
    Float32Array.from(splits, (i) => of(nodes[i]!, left[nodes[i]!]!));
  return {
    nodes: nodes.length,
    leafDepths: Float32Array.from(nodes, (node) => (left[node] === node ? depth[node]! : 0)),
    splits,
    features: [...each((node) => feature[node]!)],
    thresholds: each((node) => threshold[node]!),
    rightShares: each((_, child) => size[child + 1]! / (size[child]! + size[child + 1]!)),
    leftGains: each((node, child) => depth[node]! - depth[child]!),
    rightGains: each((node, child) => depth[node]! - depth[child + 1]!),
  };
}
