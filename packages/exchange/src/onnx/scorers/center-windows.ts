import { sizeOf } from '@autoencoders/core/internal';
import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import type { Examples } from './scorer.js';

/** Windows `[steps, columns]` without the mean of the known numbers of each column. Hidden numbers become 0. */
export function withoutLevel(g: Graph, examples: Examples): Examples {
  g.at('centerWindows');
  const { x, mask, shape } = examples;
  const m = arithmetic(g, 'double');
  const sizes = g.ints([-1, sizeOf(shape) / shape.at(-1)!, shape.at(-1)!]);
  const columns = (value: string): string => g.node('Reshape', [m.cast(value, 'double'), sizes]);
  const [given, known] = [columns(x), columns(mask)];
  const total = (value: string): string => g.node('ReduceSum', [value, g.ints([1])], { keepdims: 1 });
  const level = m.div(total(m.mul(given, known)), m.max(1, total(known)));
  const centred = m.cast(m.mul(m.sub(given, level), known), 'float');
  return { ...examples, x: shape.length === 2 ? centred : g.node('Reshape', [centred, g.ints([-1, ...shape])]) };
}
