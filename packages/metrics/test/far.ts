import { add, concat, fill, gather, mul, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { normal } from '@autoencoders/core';

/** Codes, and the class of each. */
export interface Grouped {
  readonly codes: Tensor2D;
  readonly labels: number[];
}

/**
 * `count` codes of `width` in `groups` about `apart` from 0; in each group three classes, N(place, ¼·I) around places about
 * 1 from its middle.
 */
export function grouped(count: number, width: number, groups: number, apart: number): Grouped {
  const labels = Array.from({ length: count }, (_, i) => (i * 7) % (3 * groups));
  const codes = tidy(() => {
    const middles: Tensor2D = mul(normal([groups, width], 11), apart);
    const places = add(
      normal([3 * groups, width], 13),
      gather(
        middles,
        tensor1d(
          Array.from({ length: 3 * groups }, (_, i) => i % groups),
          'int32',
        ),
      ),
    );
    return add(mul(normal([count, width], 12), 0.5), gather(places, tensor1d(labels, 'int32'))) as Tensor2D;
  });
  return { codes, labels };
}

/** The same with another code far from all others, of the first class. */
export function withOutlier({ codes, labels }: Grouped, at: number): Grouped {
  return { codes: tidy(() => concat([codes, fill([1, codes.shape[1]], at) as Tensor2D])), labels: [...labels, 0] };
}
