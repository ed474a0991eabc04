import '@tensorflow/tfjs-backend-cpu';
import { useWasm } from '@autoencoders/backend-wasm';
import { normal, seeded, trainable, valueAndGradients } from '@autoencoders/core';
import type { Layer, Leaves } from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import { setBackend, sin, sum, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';

const { chain, conv2d, conv2dTranspose, dense, elu, gelu, linear, relu, reshape, residual, sigmoid, softplus, tanh, tied } = layers;

/** Every layer with the shape of an example it takes. */
const cases: readonly (readonly [string, Layer<any, any, any>, readonly number[]])[] = [
  ['dense', dense(5), [7]],
  ['conv2d', conv2d(5), [6, 5, 3]],
  ['conv2d, stride 2', conv2d(8, { stride: 2 }), [7, 6, 3]],
  ['conv2d, stride 3, kernel 2', conv2d(4, { stride: 3, kernel: 2 }), [7, 7, 2]],
  ['conv2d, valid, dilation 2', conv2d(4, { padding: 'valid', dilation: 2 }), [7, 7, 2]],
  ['conv2dTranspose, stride 2', conv2dTranspose(3, { stride: 2 }), [4, 5, 6]],
  ['conv2dTranspose, valid, kernel 4', conv2dTranspose(8, { stride: 3, kernel: 4, padding: 'valid' }), [3, 4, 2]],
  ['maxPool2d', layers.maxPool2d(2), [6, 6, 3]],
  ['maxPool2d, same, stride 1', layers.maxPool2d(3, { stride: 1, padding: 'same' }), [5, 4, 2]],
  ['averagePool2d', layers.averagePool2d(2), [6, 6, 3]],
  ['averagePool2d, same', layers.averagePool2d(3, { stride: 2, padding: 'same' }), [5, 6, 2]],
  ['upsample2d, nearest', layers.upsample2d(2), [3, 4, 2]],
  ['upsample2d, bilinear', layers.upsample2d(3, { interpolation: 'bilinear' }), [3, 2, 2]],
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

/** The output, and the gradients of Σ sin(output) to the weights and to the input, as plain numbers. */
function everything(layer: Layer<any, any, any>, shape: readonly number[]): Record<string, Float32Array> {
  return tidy(() => {
    const weights = layer.init(shape, seeded(3)).weights;
    const x: Tensor = normal([4, ...shape], 5);
    const apply = (): Tensor => layer.apply(weights, x, { training: true, seeds: seeded(7) });
    const inputs: Leaves = { ...trainable(weights), x };
    const { gradients } = valueAndGradients(() => sum(sin(apply())) as Scalar, inputs);
    return Object.fromEntries(
      Object.entries({ output: apply(), ...gradients }).map(([name, t]) => [name, t.dataSync<'float32'>().slice()]),
    );
  });
}

test('every layer is among the cases', () => {
  const tested = new Set(cases.map(([name]) => name.split(',')[0]));
  expect(Object.keys(layers.layerTypes).filter((name) => name !== 'chain' && !tested.has(name))).toEqual([]);
});

test.each(cases)('%s: WASM gives what the CPU backend gives, gradients too', async (_, layer, shape) => {
  await setBackend('cpu');
  const cpu = everything(layer, shape);
  await useWasm();
  const wasm = everything(layer, shape);
  expect(Object.keys(wasm)).toEqual(Object.keys(cpu));
  for (const [name, expected] of Object.entries(cpu)) {
    const scale = Math.max(...expected.map(Math.abs));
    const off = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - wasm[name]![i]!)), 0);
    expect(off / scale, name).toBeLessThan(1e-5);
  }
});
