import { sizeOf } from '@autoencoders/core/internal';
import type { Graph } from '../graph.js';
import type { Examples } from './scorer.js';

/** Examples and their mask as rows, `[batch, size]`. */
export function flatten(g: Graph, { x, mask, shape }: Examples): { readonly x: string; readonly mask: string } {
  if (shape.length === 1) return { x, mask };
  const flat = (value: string): string => g.node('Reshape', [value, g.ints([-1, sizeOf(shape)])]);
  return { x: flat(x), mask: flat(mask) };
}
