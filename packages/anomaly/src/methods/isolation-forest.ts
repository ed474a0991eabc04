import { seeded } from '@autoencoders/core';
import type { ArrayDataset, Seeds, Shape } from '@autoencoders/core';
import { bits, periodicYield, sizeOf } from '@autoencoders/core/internal';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import type { Method, Scorer, ScoreOptions, Scores, ScorerState } from '../types.js';
import { forestOf, pathsOf } from './isolation-paths.js';
import type { Forest } from './isolation-paths.js';
import { growTree, meanDepth } from './isolation-tree.js';
import type { Nodes } from './isolation-tree.js';
import { scoredRows, usualRows } from './rows.js';
import type { Rows } from './rows.js';
import { arrayOf, shapeOf, wholeOf } from './state.js';

/** Options of `isolationForest`. */
export interface IsolationForestOptions {
  /** How many trees. Default 100. */
  readonly trees?: number | undefined;
  /** How many usual examples a tree is grown on, drawn without replacement. Default 256; all, where there are fewer. */
  readonly sampleSize?: number | undefined;
}

const KIND = 'isolationForest';
/** Up to so many nodes, float32 holds their places. */
const MOST = 2 ** 24;
/** Rows that go through all trees together. */
const BLOCK = 1024;

/**
 * Isolation forest. A tree splits a sample by random features at random thresholds, to a depth of log₂ of the sample's size; odd rows are alone
 * after few splits. The score is 2^(−h / c), between 0 and 1: h is the mean depth of a row over the trees, c the mean depth of a search tree of
 * as many rows. About 0.5 is usual.
 *
 * Every split changes the depth that is expected of a row; a number of an example gets the changes of the splits by it, carried over to the
 * score along a straight line. What is left, the score of the expected depth at the root, is shared equally. So contributions add up to the
 * score. Where a split needs a hidden cell, the row goes both ways, weighted by how many rows of the sample did. Liu, Ting & Zhou, "Isolation
 * forest", 2008; for the contributions, Saabas, "Interpreting random forests", 2014, and Sundararajan, Taly & Yan, "Axiomatic attribution for
 * deep networks", 2017. Throws when there are fewer than two usual examples.
 */
export function isolationForest(options: IsolationForestOptions = {}): Method {
  checkOptions(KIND, options, { trees: true, sampleSize: true });
  const { trees = 100, sampleSize = 256 } = options;
  checkInteger(KIND, 'trees', trees, 1);
  checkInteger(KIND, 'sampleSize', sampleSize, 2);
  check(
    2 * trees * sampleSize <= MOST,
    () => `${KIND}: ${trees} trees of ${sampleSize} examples could have more than ${MOST} nodes; take fewer of them`,
  );
  return {
    kind: KIND,
    fit: async (usual, { seed = 0 } = {}) => {
      const rows = usualRows(KIND, usual, 2);
      const size = Math.min(sampleSize, rows.count);
      return forestScorer(usual.shape, await grow(rows, trees, size, seed));
    },
  };
}

async function grow(rows: Rows, trees: number, size: number, seed: number): Promise<Forest> {
  const nodes: Nodes = { feature: [], threshold: [], left: [], size: [] };
  const roots: number[] = [];
  const order = Int32Array.from({ length: rows.count }, (_, row) => row);
  const limit = Math.ceil(Math.log2(size));
  const breathe = periodicYield();
  for (let tree = 0; tree < trees; tree++) {
    const uniform = uniforms(seeded(seed, tree));
    roots.push(nodes.size.length);
    growTree(nodes, rows, drawRows(order, size, uniform), limit, uniform);
    await breathe();
  }
  return forestOf({ ...nodes, roots, sampleSize: size });
}

/** `size` of the rows, without replacement: the first steps of Fisher & Yates. */
function drawRows(order: Int32Array, size: number, uniform: () => number): Int32Array {
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(uniform() * (order.length - i));
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order.slice(0, size);
}

/** A supply of uniform numbers in [0, 1). */
function uniforms(seeds: Seeds): () => number {
  let words: Uint32Array = new Uint32Array(0);
  let at = 0;
  return () => {
    if (at === words.length) [words, at] = [bits(512, seeds()), 0];
    return words[at++]! / 2 ** 32;
  };
}

/** The scorer of a state. */
export function openIsolationForest(state: ScorerState): Scorer {
  const shape = shapeOf(state);
  const [feature, left, size] = ['feature', 'left', 'size'].map((name) => arrayOf(state, name, [-1]));
  const threshold = arrayOf(state, 'threshold', [-1], (value) => value > -Infinity);
  const roots = arrayOf(state, 'roots', [-1]);
  const count = feature!.length;
  const whole = (values: Float32Array, least: number, greatest: number): boolean =>
    values.length > 0 && values.every((value) => Number.isInteger(value) && value >= least && value <= greatest);
  const fits =
    [threshold, left, size].every((values) => values!.length === count) &&
    whole(feature!, 0, sizeOf(shape) - 1) &&
    // A child comes after its parent, with the right one beside it.
    left!.every((child, node) => Number.isInteger(child) && (child === node || (child > node && child < count - 1))) &&
    whole(size!, 1, MOST) &&
    whole(roots, 0, count - 1) &&
    roots.every((root, i) => (i === 0 ? root === 0 : root > roots[i - 1]!)) &&
    left!.every((child, node) => (child === node) === (threshold[node] === Infinity));
  check(fits, `openScorer: the trees of ${KIND} do not fit together; the file is damaged`);
  return forestScorer(
    shape,
    forestOf({
      feature: feature!,
      threshold,
      left: left!,
      size: size!,
      roots,
      sampleSize: wholeOf(state, 'sampleSize', 2, MOST),
    }),
  );
}

function forestScorer(shape: Shape, forest: Forest): Scorer {
  const flat = (values: ArrayLike<number>): ScorerState['arrays'][string] => ({
    shape: [values.length],
    values: Float32Array.from(values),
  });
  const dispose = (): void => undefined;
  return {
    kind: KIND,
    shape,
    score: (examples, options) => score(shape, forest, examples, options),
    state: async () => {
      const { feature, threshold, left, size, roots, sampleSize } = forest;
      return {
        kind: KIND,
        config: { shape, sampleSize },
        arrays: { feature: flat(feature), threshold: flat(threshold), left: flat(left), size: flat(size), roots: flat(roots) },
      };
    },
    dispose,
    [Symbol.dispose]: dispose,
  };
}

async function score(shape: Shape, forest: Forest, examples: ArrayDataset, { contributions = false }: ScoreOptions = {}): Promise<Scores> {
  const width = sizeOf(shape);
  const rows = scoredRows(KIND, shape, examples, new Float32Array(width));
  const values = new Float64Array(rows.count);
  const parts = contributions ? new Float64Array(rows.values.length) : undefined;
  const breathe = periodicYield();
  for (let at = 0; at < rows.count; at += BLOCK) {
    const end = Math.min(at + BLOCK, rows.count);
    const { depths, gains } = pathsOf(forest, rows, at, end, contributions);
    const usual = meanDepth(forest.sampleSize);
    for (let row = at; row < end; row++) {
      const value = 2 ** (-depths[row - at]! / usual);
      values[row] = value;
      if (parts)
        share(
          parts.subarray(row * width, (row + 1) * width),
          gains!.subarray((row - at) * width, (row - at + 1) * width),
          { value, base: 2 ** (-forest.expected / usual), usual },
          rows.mask?.subarray(row * width, (row + 1) * width),
        );
    }
    await breathe();
  }
  return { values, contributions: parts };
}

/** Divides `value` among the numbers of a row: `base` equally, the rest by how much each shortened the path. */
function share(
  parts: Float64Array,
  gains: Float64Array,
  { value, base, usual }: { readonly value: number; readonly base: number; readonly usual: number },
  mask: Uint8Array | undefined,
): void {
  const all = gains.reduce((sum, gain) => sum + gain, 0);
  const slope = Math.abs(all) > 1e-9 ? (value - base) / all : (base * Math.LN2) / usual;
  const known = mask ? mask.reduce((sum, one) => sum + (one === 0 ? 0 : 1), 0) : parts.length;
  for (let i = 0; i < parts.length; i++) parts[i] = mask && mask[i] === 0 ? 0 : base / known + gains[i]! * slope;
}
