import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import type { Trees } from './trees.js';

/*
 * Rows go down all trees together, level by level. At a split that needs a hidden number they go both ways, weighted by how many rows of the
 * sample did. An ensemble of trees of ONNX cannot do that, nor tell the gains.
 */

/** Rows, `[batch, width]`. Hidden numbers have the mask 0. */
interface MaskedRows {
  readonly x: string;
  readonly mask: string;
  readonly width: number;
}

/** Where rows are in the trees: one entry for each node that a part of a row is at. All are `[entries]`. */
interface Entries {
  readonly node: string;
  /** Where the numbers of the row begin. */
  readonly row: string;
  /** The part of the row, from 0 to 1. */
  readonly weight: string;
}

/** A walk about to begin: the numbers of all rows in a list, with NaN for hidden ones, and where each row begins. */
interface Walk {
  readonly tables: Tables;
  readonly numbers: string;
  readonly firsts: string;
  readonly roots: Entries;
}

/** The sum over the trees of how much deeper than expected the leaves of each row are: `[batch, width] → [batch, 1]`. */
export function walkedDeviations(g: Graph, trees: Trees, rows: MaskedRows): string {
  const { tables, numbers, firsts, roots } = walkOf(g, trees, rows);
  let entries = roots;
  for (let level = 0; level < trees.deepest; level++) entries = stepDown(g, tables, numbers, entries).entries;
  const parts = arithmetic(g, 'float').mul(entries.weight, g.node('Gather', [tables.deviation, entries.node]));
  const deviations = addAt(g, zeros(g, firsts), g.node('Div', [entries.row, whole(g, rows.width + 1)]), parts);
  return g.node('Reshape', [deviations, g.ints([-1, 1])]);
}

/** By how much the splits by each number made the expected depth smaller, summed over the trees: `[batch, width] → [batch, width]`. */
export function walkedGains(g: Graph, trees: Trees, rows: MaskedRows): string {
  const { tables, numbers, roots } = walkOf(g, trees, rows);
  let entries = roots;
  let gains = zeros(g, numbers);
  for (let level = 0; level < trees.deepest; level++) {
    const down = stepDown(g, tables, numbers, entries);
    gains = addAt(g, gains, down.at, down.gains());
    entries = down.entries;
  }
  const each = g.node('Reshape', [gains, g.ints([-1, rows.width + 1])]);
  return g.node('Slice', [each, g.ints([0]), g.ints([rows.width]), g.ints([1])]);
}

function walkOf(g: Graph, trees: Trees, { x, mask, width }: MaskedRows): Walk {
  g.at('walk');
  const m = arithmetic(g, 'float');
  const shown = m.where(m.cast(mask, 'bool'), x, NaN);
  // Leaves look at one more number, which is 0 and never hidden.
  const numbers = flatten(g, g.node('Pad', [shown, g.ints([0, 0, 0, 1])]));
  const firsts = g.node('Range', [whole(g, 0), g.node('Size', [numbers]), whole(g, width + 1)]);
  return { tables: tablesOf(g, trees, width), numbers, firsts, roots: rootsOf(g, trees, firsts) };
}

const whole = (g: Graph, value: number): string => g.scalar(value, 'int64');
const flatten = (g: Graph, x: string): string => g.node('Reshape', [x, g.ints([-1])]);
const zeros = (g: Graph, like: string): string => g.node('Expand', [g.scalar(0, 'float'), g.node('Shape', [like])]);
const addAt = (g: Graph, to: string, places: string, values: string): string =>
  g.node('ScatterElements', [to, places, values], { reduction: 'add' });

/** Of each node. */
type Tables = Readonly<Record<'feature' | 'threshold' | 'left' | 'rightShare' | 'deviation', string>>;

function tablesOf(g: Graph, { feature, threshold, left, size, depth, expected }: Trees, width: number): Tables {
  const each = (of: (node: number, child: number) => number): number[] => Array.from(left, (child, node) => of(node, child));
  const floats = (name: string, of: (node: number, child: number) => number): string =>
    g.constant(name, Float32Array.from(each(of)), [left.length]);
  const integers = (name: string, of: (node: number, child: number) => number): string =>
    g.constant(name, each(of).map(BigInt), [left.length]);
  return {
    feature: integers('features', (node, child) => (child === node ? width : feature[node]!)),
    left: integers('left', (_, child) => child),
    threshold: floats('thresholds', (node) => threshold[node]!),
    rightShare: floats('rightShares', (_, child) => size[child + 1]! / (size[child]! + size[child + 1]!)),
    deviation: floats('deviations', (node) => depth[node]! - expected),
  };
}

/** All rows at the roots of all trees. */
function rootsOf(g: Graph, { roots }: Trees, firsts: string): Entries {
  const shape = g.node('Concat', [g.node('Shape', [firsts]), g.ints([roots.length])], { axis: 0 });
  const spread = (value: string): string => flatten(g, g.node('Expand', [value, shape]));
  return {
    node: spread(g.constant('roots', Array.from(roots, BigInt), [1, roots.length])),
    row: spread(g.node('Reshape', [firsts, g.ints([-1, 1])])),
    weight: spread(g.scalar(1, 'float')),
  };
}

interface Down {
  readonly entries: Entries;
  /** The place of the number that each entry was split by, and what it gained. */
  readonly at: string;
  readonly gains: () => string;
}

/** All entries one level down. Those whose number is hidden go left, and entries for their parts that go right are added. */
function stepDown(g: Graph, tables: Tables, numbers: string, { node, row, weight }: Entries): Down {
  const m = arithmetic(g, 'float');
  const gather = (from: string, places: string): string => g.node('Gather', [from, places]);
  const join = (a: string, b: string): string => g.node('Concat', [a, b], { axis: 0 });
  const at = m.add(row, gather(tables.feature, node));
  const value = gather(numbers, at);
  const left = gather(tables.left, node);
  const next = m.add(left, m.cast(m.less(gather(tables.threshold, node), value), 'int64'));
  const isHidden = m.isNaN(value);
  const hidden = flatten(g, g.node('NonZero', [isHidden]));
  const toRight = m.mul(gather(weight, hidden), gather(tables.rightShare, gather(node, hidden)));
  return {
    at,
    gains: () => m.where(isHidden, 0, m.mul(weight, m.sub(gather(tables.deviation, node), gather(tables.deviation, next)))),
    entries: {
      node: join(next, m.add(gather(left, hidden), whole(g, 1))),
      row: join(row, gather(row, hidden)),
      weight: join(addAt(g, weight, hidden, m.neg(toRight)), toRight),
    },
  };
}
