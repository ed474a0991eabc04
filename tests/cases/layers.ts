import { normal, seeded, trainable } from '@autoencoders/core';
import { valueAndGradients } from '@autoencoders/core/operations';
import type { Layer, Leaves } from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import { dispose, mul, sum, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

const { chain, conv2d, conv2dTranspose, dense, elu, gelu, linear, relu, reshape, residual, sigmoid, softplus, tanh, tied } = layers;

/** Every layer with the shape of an example it takes. */
export const cases: readonly (readonly [string, Layer<any, any, any>, readonly number[]])[] = [
  ['dense', dense(5), [7]],
  ['conv2d', conv2d(5), [6, 5, 3]],
  ['conv2d, stride 2', conv2d(8, { stride: 2 }), [7, 6, 3]],
  ['conv2d, stride 3, kernel 2', conv2d(4, { stride: 3, kernelSize: 2 }), [7, 7, 2]],
  ['conv2d, valid, dilation 2', conv2d(4, { padding: 'valid', dilation: 2 }), [7, 7, 2]],
  ['conv2d, kernel 1×3, stride [2, 1], without bias', conv2d(5, { kernelSize: [1, 3], stride: [2, 1], useBias: false }), [7, 6, 3]],
  ['conv2d, 2 groups', conv2d(6, { groups: 2, stride: 2 }), [7, 6, 4]],
  ['conv2dTranspose, odd output', conv2dTranspose(3, { stride: [2, 3], outputSize: [7, 13] }), [4, 5, 6]],
  ['conv2dTranspose, 2 groups', conv2dTranspose(4, { stride: 2, groups: 2 }), [4, 3, 4]],
  ['depthwiseConv2d', layers.depthwiseConv2d({ stride: 2 }), [7, 6, 5]],
  ['depthwiseConv2d, 2 filters each', layers.depthwiseConv2d({ depthMultiplier: 2, dilation: 2 }), [7, 6, 3]],
  ['separableConv2d', layers.separableConv2d(5), [6, 5, 4]],
  ['conv1d', layers.conv1d(6, { kernelSize: 5, stride: 2 }), [13, 3]],
  ['conv1d, 2 groups', layers.conv1d(6, { groups: 2, dilation: 2 }), [13, 4]],
  ['conv1dTranspose', layers.conv1dTranspose(3, { stride: 2, outputSize: 13 }), [7, 4]],
  ['maxPool1d', layers.maxPool1d(2, { padding: 'same' }), [7, 3]],
  ['averagePool1d', layers.averagePool1d(3), [10, 3]],
  ['upsample1d', layers.upsample1d(3, { interpolation: 'linear' }), [5, 3]],
  ['crop1d', layers.crop1d(4), [7, 3]],
  ['zeroPad1d', layers.zeroPad1d([1, 2]), [4, 3]],
  ['zeroPad2d', layers.zeroPad2d([[1, 0], 2]), [3, 4, 2]],
  ['groupNorm', layers.groupNorm(2), [5, 4, 6]],
  ['groupNorm, series', layers.groupNorm(3), [9, 6]],
  ['instanceNorm', layers.instanceNorm(), [5, 4, 3]],
  ['tied, odd size', tiedPair(conv2d(4, { stride: [2, 3] })), [7, 5, 2]],
  ['tied, series', tiedPair(layers.conv1d(4, { stride: 2 })), [9, 2]],
  ['tied, groups', tiedPair(conv2d(4, { stride: 2, groups: 2 })), [5, 5, 2]],
  ['tied, depthwise', tiedPair(layers.depthwiseConv2d({ stride: 2, depthMultiplier: 2 })), [5, 6, 3]],
  ['maxPool2d, not square', layers.maxPool2d([1, 3], { stride: [2, 1] }), [6, 6, 3]],
  ['upsample2d, not square', layers.upsample2d([3, 1]), [2, 4, 3]],
  ['conv2dTranspose, stride 2', conv2dTranspose(3, { stride: 2 }), [4, 5, 6]],
  ['conv2dTranspose, valid, kernel 4', conv2dTranspose(8, { stride: 3, kernelSize: 4, padding: 'valid' }), [3, 4, 2]],
  ['maxPool2d', layers.maxPool2d(2), [6, 6, 3]],
  ['maxPool2d, same, stride 1', layers.maxPool2d(3, { stride: 1, padding: 'same' }), [5, 4, 2]],
  ['averagePool2d', layers.averagePool2d(2), [6, 6, 3]],
  ['averagePool2d, same', layers.averagePool2d(3, { stride: 2, padding: 'same' }), [5, 6, 2]],
  ['upsample2d, nearest', layers.upsample2d(2), [3, 4, 2]],
  ['upsample2d, bilinear', layers.upsample2d(3, { interpolation: 'bilinear' }), [3, 2, 2]],
  ['crop2d', layers.crop2d([3, 2]), [6, 3, 2]],
  ['flatten', layers.flatten, [3, 2, 2]],
  ['reshape', reshape([3, 2, 2]), [12]],
  ['dropout', layers.dropout(0.3), [40]],
  ['batchNorm', layers.batchNorm(), [5, 4, 3]],
  ['layerNorm', layers.layerNorm(), [9]],
  ['center', layers.center(), [5, 4]],
  ['uncenter', centred(), [6]],
  ['dictionary', layers.dictionary(7), [12]],
  ['residual', residual(chain(dense(6), tanh)), [6]],
  ['tied', tiedPair(dense(4)), [6]],
  ['tied, convolutional', tiedPair(conv2d(4, { stride: 2 })), [6, 6, 2]],
  ['leakyRelu', layers.leakyRelu(0.1), [30]],
  ...Object.entries({ elu, gelu, linear, relu, sigmoid, softplus, tanh }).map(([name, layer]) => [name, layer, [30]] as const),
];

/** The mean taken away and put back. */
function centred(): Layer<any, any, any> {
  const middle = layers.center();
  return (chain as any)(middle, tanh, layers.uncenter(middle));
}

/** A layer and its mirror, one after the other. */
function tiedPair(layer: layers.Tieable<any, any, any>): Layer<any, any, any> {
  return (chain as any)(layer, relu, tied(layer));
}

/** The output, and the gradients of Σ output · (numbers of its size) to the weights and to the input, as plain numbers. */
export async function everything(layer: Layer<any, any, any>, shape: readonly number[]): Promise<Record<string, Float32Array>> {
  const made = tidy(() => {
    const weights = layer.init(shape, { seeds: seeded(3) }).weights;
    const x: Tensor = normal([4, ...shape], 5);
    const apply = (): Tensor => layer.apply(weights, x, { training: true, seeds: seeded(7) });
    const inputs: Leaves = { ...trainable(weights), x };
    const output = apply();
    const direction = normal(output.shape, 9);
    const { gradients } = valueAndGradients(() => sum(mul(apply(), direction)) as Scalar, inputs);
    return { output, ...gradients };
  });
  // Not dataSync, which WebGPU has not.
  const read = Object.entries(made).map(async ([name, t]) => [name, (await t.data<'float32'>()).slice()] as const);
  return Object.fromEntries(await Promise.all(read).finally(() => dispose(Object.values(made))));
}
