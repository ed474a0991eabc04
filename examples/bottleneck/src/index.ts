import { add, round, sub } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { configOf, uniform } from '@autoencoders/core';
import type { Latent } from '@autoencoders/core';
import type { OnnxLayer } from '@autoencoders/exchange';
import { dense } from '@autoencoders/layers';
import type { DenseWeights } from '@autoencoders/layers';
import type { Bottleneck } from '@autoencoders/models';

/**
 * Codes of whole numbers, for compression: `[batch, n] → [batch, size]`. With seeds, as in training, codes = x·W + b + u with u from −½ to ½, since
 * rounding has no gradient. Without seeds, codes = round(x·W + b). Ballé et al. 2017.
 */
export function rounded(size: number): Bottleneck<Latent, DenseWeights> {
  const inner = dense(size);
  return {
    bottleneck: true,
    init: inner.init,
    apply(weights, x, context) {
      const codes: Tensor2D = inner.apply(weights, x, context);
      if (!context.seeds) return { codes: round(codes) };
      return { codes: add(codes, sub(uniform(codes.shape, context.seeds()), 0.5)) };
    },
    config: configOf('rounded', size),
  };
}

/** The codes as operators of ONNX, which rounds halves to even numbers, as tfjs does. */
export const roundedToOnnx: OnnxLayer = (graph, x, { weights }) =>
  graph.node('Round', [graph.node('Gemm', [x, weights.kernel!, weights.bias!])]);
