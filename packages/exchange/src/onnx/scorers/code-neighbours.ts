import { sizeOf } from '@autoencoders/core/internal';
import type { FeatureLayout } from '@autoencoders/tables';
import type { ModelOperations } from '../../operation.js';
import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import { codesOf, decoded } from '../model-graph.js';
import { elementErrors } from './contributions.js';
import { flatten } from './flatten.js';
import { besideNeighbours, neighbours, overNeighbours, storedRows } from './neighbours.js';
import { netOf } from './net-state.js';
import { rowOf } from './reconstruction.js';
import type { Examples, ScorerGraph, ScorerState } from './scorer.js';

interface Config {
  readonly k: number;
  readonly layout?: FeatureLayout | null | undefined;
}

/** The squared distance to the nearest usual examples, in the space of a net's codes and residuals. */
export async function codeNeighboursGraph(call: string, state: ScorerState): Promise<ScorerGraph> {
  const operations = await netOf(call, state, (name) => ['fill', 'gains', 'rows', 'vectors'].includes(name));
  const { k, layout } = state.config as Config;
  return (g, examples) => {
    const m = arithmetic(g, 'double');
    const size = sizeOf(examples.shape);
    const width = state.arrays.gains!.values.length;
    const { where, cast } = arithmetic(g, 'float');
    const seen = where(cast(examples.mask, 'bool'), examples.x, rowOf(g, state)('fill')!);
    const { codes, residuals } = coded(g, { ...examples, x: seen }, operations, layout ?? undefined);
    g.at('codes');
    const flat = flatten(g, examples);
    const shown = arithmetic(g, 'float').mul(residuals, flat.mask);
    const vectors = g.node('Mul', [g.node('Concat', [codes, shown], { axis: 1 }), rowOf(g, state)('gains')!]);
    const ones = g.node('Pad', [flat.mask, g.ints([0, width - size, 0, 0]), g.scalar(1, 'float')]);
    const rows = { x: m.cast(vectors, 'double'), known: m.cast(ones, 'double'), width };
    const found = neighbours(g, rows, storedRows(g, state, 'vectors', width), { k, distance: 'squared' });
    return {
      score: overNeighbours(g, found.share),
      contributions() {
        g.at('parts');
        const known = besideNeighbours(g, m.cast(flat.mask, 'double'));
        const neighbour = g.node('Gather', [storedRows(g, state, 'rows', size), found.places]);
        const own = m.mul(m.square(m.sub(besideNeighbours(g, m.cast(flat.x, 'double')), neighbour)), known);
        return m.cast(overNeighbours(g, partsOf(g, { ...found, own, known, sizes: [width - size, size] })), 'float');
      },
    };
  };
}

/** The codes of examples, and their residuals: x − x̂ of numbers, and the root of the term of `mixedLoss` of yes/no and of words. */
function coded(
  g: Graph,
  { x, shape }: Examples,
  operations: ModelOperations,
  layout: FeatureLayout | undefined,
): { readonly codes: string; readonly residuals: string } {
  const codes = codesOf(g, { name: x, shape, first: false }, operations);
  const { name: logits } = decoded(g, codes, operations);
  g.at('residuals');
  const m = arithmetic(g, 'float');
  if (!layout) return { codes: codes.name, residuals: g.node('Reshape', [m.sub(x, logits), g.ints([-1, sizeOf(shape)])]) };
  const roots = m.sqrt(elementErrors(g, logits, x, layout));
  const isNumber = m.row(
    'numbers',
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => (i < layout.numbers.length ? 1 : 0)),
  );
  return { codes: codes.name, residuals: m.mul(roots, m.where(m.cast(isNumber, 'bool'), m.sign(m.sub(x, logits)), 1)) };
}

/** All are float64, `[batch, neighbours, …]`. */
interface Parts {
  readonly squares: string;
  readonly all: string;
  readonly share: string;
  /** (xᵢ − yᵢ)² of the known numbers, and which are known. */
  readonly own: string;
  readonly known: string;
  /** How many codes and how many numbers there are. */
  readonly sizes: readonly [codes: number, numbers: number];
}

/** What each number adds: its own square of residuals, and its part of those of the codes, in proportion to its difference to the neighbour. */
function partsOf(g: Graph, { squares, all, share, own, known, sizes }: Parts): string {
  const m = arithmetic(g, 'double');
  const inCodes = g.node('Split', [squares, g.ints(sizes)], { axis: 2 }, 2);
  const isZero = (sum: string): string => m.lessOrEqual(sum, 0);
  // Where known numbers do not differ, they share the codes equally; where none is known, all numbers do.
  const equally = m.where(isZero(m.sum(known)), 1, known);
  const parts = m.where(isZero(m.sum(own)), equally, own);
  const ofCodes = m.div(m.mul(m.sum(inCodes), parts), m.sum(parts));
  return m.mul(m.div(share, m.where(isZero(all), 1, all)), m.add(`${inCodes}:1`, ofCodes));
}
