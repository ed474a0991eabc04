import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import { sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import { gainsOf, vectorMask, vectorsOf } from '../net/code-vectors.js';
import type { Coding } from '../net/code-vectors.js';
import { checkNetFit, fitNet, layoutIn, NET_FIT_OPTIONS } from '../net/fit-net.js';
import type { NetFitOptions } from '../net/fit-net.js';
import { modelState, openModel } from '../net/model-state.js';
import type { Method, MethodOptions, Scorer, ScoreOptions, Scores, ScorerState } from '../types.js';
import { nearestRows } from '@autoencoders/metrics/internal';
import type { NearestRows } from '@autoencoders/metrics/internal';
import { eachNeighbour } from './nearest-neighbours.js';
import { scoredRows, usualRows } from './rows.js';
import type { Rows } from './rows.js';
import { restoreInBatches } from './score-in-batches.js';
import { arrayOf, wholeOf } from './state.js';

/** Options of `codeNeighbours`. */
export interface CodeNeighboursOptions extends NetFitOptions {
  /** How many neighbours. Default 1. */
  readonly k?: number | undefined;
}

/** A net, and the usual examples as it sees them. */
interface CodeNeighbours extends Coding {
  readonly k: number;
  /** The usual examples, `[rows, …shape]`, and their scaled codes and residuals, `[rows, codes + numbers]`. */
  readonly rows: Float32Array;
  readonly vectors: Float32Array;
}

const KIND = 'codeNeighbours';

/**
 * The squared distance to the nearest usual examples in the space of codes and residuals. A net gives the codes of an example, and the
 * residuals: what it cannot restore. Each is divided by its standard deviation over held-out examples. The score is the mean of the squared
 * distances to the `k` nearest. It is large where an example breaks a rule that the net has learned: a residual is large. It is also large where an
 * example keeps all rules in a place without usual examples: its codes are far from theirs.
 *
 * A squared difference of residuals is the part of its number. The part of the codes belongs to no single number: the numbers share it in
 * proportion to their squared differences to the neighbour, since codes differ only where numbers do. A hidden cell has no residual, and no
 * part. Options of the net are those of `reconstruction`; the default `hidden` is `[128, codes, 128]` with a quarter as many codes as numbers.
 * Throws when there are fewer than `k` usual examples. Zong et al., "Deep autoencoding Gaussian mixture model for unsupervised anomaly
 * detection", ICLR 2018, put codes and errors side by side for another density.
 */
export function codeNeighbours(options: CodeNeighboursOptions = {}): Method {
  checkOptions(KIND, options, { ...NET_FIT_OPTIONS, k: true });
  const { k = 1, ...net } = options;
  checkInteger(KIND, 'k', k, 1);
  checkNetFit(KIND, net);
  return {
    kind: KIND,
    async fit(usual, given: MethodOptions = {}) {
      const { values: rows } = usualRows(KIND, usual, k);
      const codes = Math.max(2, Math.ceil(sizeOf(usual.shape) / 4));
      const fitted = await fitNet(usual, { ...net, hidden: net.hidden ?? [128, codes, 128] }, given);
      try {
        const { codeSize } = fitted.model;
        const plain = { ...fitted, gains: new Float32Array(codeSize + sizeOf(usual.shape)).fill(1) };
        const gains = gainsOf(await vectorsOf(plain, given.heldOut ?? usual), codeSize, plain.gains.length);
        return scorerOf({ ...fitted, k, gains, rows, vectors: await vectorsOf({ ...fitted, gains }, usual) });
      } catch (error) {
        fitted.model.dispose();
        throw error;
      }
    },
  };
}

/** A scorer by the neighbours. It owns the model. */
function scorerOf(parts: CodeNeighbours): Scorer {
  const { model, layout, k, fill, gains, rows, vectors } = parts;
  const { input: shape } = model;
  const search = nearestRows(vectors, gains.length, k);
  return {
    kind: KIND,
    shape,
    score: (examples, options) => score(parts, search, examples, options),
    restore: (examples) => restoreInBatches(model, examples, fill),
    async state() {
      const { model: text, arrays } = await modelState(model);
      const count = rows.length / sizeOf(shape);
      const own = {
        fill: { shape, values: fill },
        gains: { shape: [gains.length], values: gains },
        rows: { shape: [count, ...shape], values: rows },
        vectors: { shape: [count, gains.length], values: vectors },
      };
      return { kind: KIND, config: { model: text, layout, k }, arrays: { ...arrays, ...own } };
    },
    dispose: () => model.dispose(),
    [Symbol.dispose]: () => model.dispose(),
  };
}

/** Opens a scorer from its state. */
export function openCodeNeighbours(state: ScorerState): Scorer {
  return openModel(
    state,
    (name) => ['fill', 'gains', 'rows', 'vectors'].includes(name),
    (model) => {
      const { input: shape } = model;
      const gains = arrayOf(state, 'gains', [model.codeSize + sizeOf(shape)]);
      const rows = arrayOf(state, 'rows', [-1, ...shape]);
      const count = rows.length / sizeOf(shape);
      return scorerOf({
        model,
        layout: layoutIn(KIND, state.config, sizeOf(shape)),
        k: wholeOf(state, 'k', 1, count),
        fill: arrayOf(state, 'fill', shape),
        gains,
        rows,
        vectors: arrayOf(state, 'vectors', [count, gains.length]),
      });
    },
  );
}

async function score(
  parts: CodeNeighbours,
  search: NearestRows,
  examples: ArrayDataset,
  { contributions: asked = false }: ScoreOptions = {},
): Promise<Scores> {
  const { model, k, fill, gains } = parts;
  const given = scoredRows(KIND, model.input, examples, fill);
  const vectors = await vectorsOf(parts, examples);
  const rows: Rows = { count: given.count, width: gains.length, values: vectors, mask: given.mask && vectorMask(given, gains.length) };
  const values = new Float64Array(given.count);
  const contributions = asked ? new Float64Array(given.values.length) : undefined;
  await eachNeighbour(rows, search, { k, distance: 'squared' }, (row, place, share) => {
    values[row]! += share;
    if (contributions) addShares(contributions, parts, { given, rows, row, place, share });
  });
  return { values, contributions };
}

/** What a neighbour adds to the score of a row. */
interface Added {
  readonly given: Rows;
  /** The codes and residuals of all rows. */
  readonly rows: Rows;
  readonly row: number;
  readonly place: number;
  readonly share: number;
}

/** Divides `share` among the numbers of a row: their own squared differences of residuals, and their parts of those of the codes. */
function addShares(contributions: Float64Array, { vectors, rows: usual }: CodeNeighbours, { given, rows, row, place, share }: Added): void {
  const { width: size, mask } = given;
  const { width } = rows;
  const [codes, at] = [width - size, row * size];
  const known = (j: number): number => (mask && mask[at + j] === 0 ? 0 : 1);
  const squares = Float64Array.from({ length: width }, (_, i) =>
    i < codes || known(i - codes) ? (rows.values[row * width + i]! - vectors[place * width + i]!) ** 2 : 0,
  );
  const own = Float64Array.from({ length: size }, (_, j) => known(j) * (given.values[at + j]! - usual[place * size + j]!) ** 2);
  const sum = (numbers: Float64Array): number => numbers.reduce((a, b) => a + b, 0);
  const [all, inCodes, differences] = [sum(squares), sum(squares.subarray(0, codes)), sum(own)];
  if (!(all > 0)) return;
  // The codes of rows that differ in hidden numbers alone: all known numbers share them, or all numbers where none is known.
  const counts = Float64Array.from({ length: size }, (_, j) => known(j));
  const parts = differences > 0 ? own : sum(counts) > 0 ? counts : counts.fill(1);
  const total = sum(parts);
  for (let j = 0; j < size; j++) contributions[at + j]! += (share / all) * (squares[codes + j]! + (inCodes * parts[j]!) / total);
}
