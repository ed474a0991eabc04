import { sizeOf } from '@autoencoders/core/internal';
import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import { flatten } from './flatten.js';
import { levelsOf, meanDepth } from './tree-levels.js';
import type { Level, Trees } from './tree-levels.js';
import type { ScorerGraph, ScorerState } from './scorer.js';

/**
 * 2^(−depth / usual depth), with the mean depth over the trees. All trees go down together, level by level: each node has the share of the row
 * that reaches it, which is 1 or 0, or between where a split needs a hidden number. A split that shortens the path adds to its number.
 */
export function isolationForestGraph({ config, arrays }: ScorerState): ScorerGraph {
  const trees = Object.fromEntries(Object.entries(arrays).map(([name, { values }]) => [name, values])) as unknown as Trees;
  const { levels, expected } = levelsOf(trees);
  const usual = meanDepth((config as { readonly sampleSize: number }).sampleSize);
  return (g, examples) => {
    const { x, mask } = flatten(g, examples);
    const width = sizeOf(examples.shape);
    const m = arithmetic(g, 'float');
    let reach: string | undefined;
    const [depths, gains]: [string[], string[]] = [[], []];
    for (const [i, level] of levels.entries()) {
      g.at(`level.${i}`);
      reach ??= g.node('Expand', [g.scalar(1, 'float'), rowsBy(g, x, level.nodes)]);
      depths.push(m.matMul(reach, g.constant('depths', level.leafDepths, [level.nodes, 1])));
      if (level.features.length === 0) break;
      const split = splits(g, level, { x, mask, reach }, width);
      gains.push(split.gains);
      reach = split.next;
    }
    g.at('paths');
    const total = (parts: readonly string[]): string => parts.reduce(m.add as (a: string, b: string) => string);
    const d = arithmetic(g, 'double');
    const depth = d.cast(m.div(total(depths), trees.roots.length), 'double');
    const score = d.exp(d.mul(depth, -Math.LN2 / usual));
    const base = 2 ** (-expected / usual);
    const own = gains.length > 0 ? m.div(total(gains), trees.roots.length) : m.mul(x, 0);
    const all = m.sum(own);
    const flat = m.less(m.abs(all), 1e-9);
    const slope = m.where(flat, (base * Math.LN2) / usual, m.div(m.sub(m.cast(score, 'float'), base), m.where(flat, 1, all)));
    const even = m.div(mask, m.max(m.sum(mask), 1));
    return { score, contributions: m.add(m.mul(even, base), m.mul(m.mul(own, slope), mask)) };
  };
}

/** The shape `[batch, columns]`. */
const rowsBy = (g: Graph, x: string, columns: number): string =>
  g.node('Concat', [g.node('Shape', [x], { start: 0, end: 1 }), g.ints([columns])], { axis: 0 });

interface Reached {
  readonly x: string;
  readonly mask: string;
  readonly reach: string;
}

/** The shares that reach the next level, and what each number gains by the splits of this one. */
function splits(g: Graph, level: Level, { x, mask, reach }: Reached, width: number): { readonly next: string; readonly gains: string } {
  const m = arithmetic(g, 'float');
  const count = level.features.length;
  const whole = (name: string, values: readonly number[]): string => g.constant(name, values.map(BigInt), [values.length]);
  const row = (name: string, values: Float32Array): string => g.constant(name, values, [1, count]);
  const features = whole('features', level.features);
  const [value, known] = [g.node('Gather', [x, features], { axis: 1 }), g.node('Gather', [mask, features], { axis: 1 })];
  const right = m.where(
    m.cast(known, 'bool'),
    m.cast(m.less(row('thresholds', level.thresholds), value), 'float'),
    row('shares', level.rightShares),
  );
  const here = g.node('Gather', [reach, whole('splits', level.splits)], { axis: 1 });
  const toRight = m.mul(here, right);
  const toLeft = m.sub(here, toRight);
  const gain = m.add(m.mul(toLeft, row('leftGains', level.leftGains)), m.mul(toRight, row('rightGains', level.rightGains)));
  const members = g.node('OneHot', [features, g.ints([width]), g.constant('zeroOne', Float32Array.of(0, 1), [2])]);
  return { next: g.node('Concat', [toLeft, toRight], { axis: 1 }), gains: m.matMul(m.mul(gain, known), members) };
}
