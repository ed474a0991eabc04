import { chain, dense, sigmoid } from '@autoencoders/layers';
import { stacked } from '@autoencoders/models';
import type { Level, Stack } from '@autoencoders/models';
import { checkWidths } from './variant.js';

/**
 * A stack of dense sigmoid levels to pre-train one after the other: level i goes from `units[i - 1]` numbers (`features` for the
 * first) to `units[i]` and back. Throws where it would not fit into memory. Bengio et al., "Greedy layer-wise training of deep
 * networks", NIPS 2006.
 */
export function sigmoidStack(features: number, units: readonly number[], { seed = 0 }: { readonly seed?: number } = {}): Stack {
  const sizes = [features, ...units];
  checkWidths('stacked', sizes, 'fewer units');
  const levels = units.map((size, i): Level => ({ encoder: chain(dense(size), sigmoid), decoder: dense(sizes[i]!), output: sigmoid }));
  return stacked({ input: [features], levels, seed });
}
