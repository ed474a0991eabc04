import type { Rows } from './rows.js';

/**
 * Trees in flat arrays, one number for each node of each tree. The right child of a node is the one after the left child, and children come
 * after their parents.
 */
export interface Nodes {
  /** The number of the example that the node splits by. */
  readonly feature: number[];
  /** Rows above it go to the right. */
  readonly threshold: number[];
  /** The left child; the node itself for a leaf. */
  readonly left: number[];
  /** How many rows of the sample reached the node. */
  readonly size: number[];
}

/** Rows of a sample, from `from` to before `to`, that reached a node. */
interface Reached {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** Grows a tree on the rows at the places in `sample`, which it reorders, to `limit` splits deep. `uniform` gives numbers in [0, 1). */
export function growTree(nodes: Nodes, { values, width }: Rows, sample: Int32Array, limit: number, uniform: () => number): void {
  const features = Int32Array.from({ length: width }, (_, i) => i);
  const waiting: Reached[] = [{ node: addNode(nodes, sample.length), from: 0, to: sample.length, depth: 0 }];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { node, from, to, depth } = at;
    if (depth === limit || to - from < 2) continue;
    const found = varying(values, width, sample.subarray(from, to), features, uniform);
    if (!found) continue;
    const { feature, least, greatest } = found;
    const between = Math.fround(least + uniform() * (greatest - least));
    // Rounding may have reached the greatest number, above which there is nothing.
    const threshold = between < greatest ? between : least;
    const middle = partition(sample, from, to, (row) => values[row * width + feature]! <= threshold);
    nodes.feature[node] = feature;
    nodes.threshold[node] = threshold;
    nodes.left[node] = addNode(nodes, middle - from);
    const right = addNode(nodes, to - middle);
    waiting.push({ node: right, from: middle, to, depth: depth + 1 }, { node: right - 1, from, to: middle, depth: depth + 1 });
  }
}

function addNode({ feature, threshold, left, size }: Nodes, rows: number): number {
  const node = size.push(rows) - 1;
  feature.push(0);
  // No number is above it, so that a row stays in a leaf.
  threshold.push(Infinity);
  left.push(node);
  return node;
}

/** A feature that varies among some rows. */
interface Varying {
  readonly feature: number;
  readonly least: number;
  readonly greatest: number;
}

/** A random feature that varies among some rows; undefined where none does. */
function varying(values: Float32Array, width: number, rows: Int32Array, features: Int32Array, uniform: () => number): Varying | undefined {
  for (let left = width; left > 0; left--) {
    const place = Math.floor(uniform() * left);
    const feature = features[place]!;
    features[place] = features[left - 1]!;
    features[left - 1] = feature;
    let [least, greatest] = [Infinity, -Infinity];
    for (const row of rows) {
      const value = values[row * width + feature]!;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    if (least < greatest) return { feature, least, greatest };
  }
  return undefined;
}

/** Moves the rows for which `goesLeft` holds to the front. Returns where the others begin. */
function partition(sample: Int32Array, from: number, to: number, goesLeft: (row: number) => boolean): number {
  let middle = from;
  for (let i = from; i < to; i++) {
    const row = sample[i]!;
    if (!goesLeft(row)) continue;
    sample[i] = sample[middle]!;
    sample[middle++] = row;
  }
  return middle;
}

const EULER = 0.5772156649015329;

/** The mean depth of a leaf in a binary search tree of `n` rows: 2·H(n − 1) − 2·(n − 1) / n, with H(i) ≈ ln i + γ; 1 for two rows, 0 for one. */
export const meanDepth = (n: number): number => (n > 2 ? 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n : n === 2 ? 1 : 0);
