import { mul, sigmoid } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import type { Layer } from '@autoencoders/core';
import type { OnnxLayer } from '@autoencoders/exchange';
import { dense } from '@autoencoders/layers';
import type { DenseWeights } from '@autoencoders/layers';

/** The weights of `gated`: two dense layers. */
export type GatedWeights = { readonly value: DenseWeights; readonly gate: DenseWeights };

/** A gated linear unit, (x·W + b) ⊙ σ(x·V + c): `[batch, n] → [batch, units]`. Dauphin et al. 2017. */
export function gated(units: number): Layer<Tensor2D, Tensor2D, GatedWeights> {
  const inner = dense(units);
  return {
    init(shape, context) {
      const [value, gate] = [inner.init(shape, context), inner.init(shape, context)];
      return { weights: { value: value.weights, gate: gate.weights }, shape: value.shape };
    },
    apply: (weights, x, context) => mul(inner.apply(weights.value, x, context), sigmoid(inner.apply(weights.gate, x, context))),
    config: configOf('gated', units),
  };
}

/** The same as operators of ONNX. */
export const gatedToOnnx: OnnxLayer = (graph, x, { weights }) => {
  const linear = (name: string): string => graph.node('Gemm', [x, weights[`${name}.kernel`]!, weights[`${name}.bias`]!]);
  return graph.node('Mul', [linear('value'), graph.node('Sigmoid', [linear('gate')])]);
};
