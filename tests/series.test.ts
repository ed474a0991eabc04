import { setWasmBackend } from '@autoencoders/backend-wasm';
import { mean, reshape, squaredDifference, tensor3d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { adam, normal, seeded, uniform } from '@autoencoders/core';
import { chain, conv1d, conv1dTranspose, dense, flatten, groupNorm, relu, reshape as reshaped, tanh, tied } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder, load, pca, save } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { expectNoLeaks } from '@autoencoders/testing';
import { evaluate, fit } from '@autoencoders/training';
import { afterAll, beforeAll, expect, test } from 'vitest';

const [count, time] = [200, 31];

/** Pulses of one width at random places: one number tells a series, but not linearly. */
let pulses: Tensor3D;
beforeAll(async () => {
  await setWasmBackend();
  const places = tidy(() => Array.from(uniform([count], seeded(1)(), 4, time - 5).dataSync<'float32'>()));
  const values = places.map((place) => Array.from({ length: time }, (_, t) => Math.exp(-(((t - place) / 2) ** 2))));
  pulses = tensor3d(values.flat(), [count, time, 1]);
});
afterAll(() => pulses.dispose());

const make = () => {
  const outer = conv1d(8, { kernelSize: 5, stride: 2 });
  return autoencoder({
    input: [time, 1],
    encoder: chain(outer, relu, conv1d(8, { kernelSize: 5, stride: 2 }), groupNorm(2), relu, flatten, dense(16), tanh, dense(2)),
    decoder: chain(
      dense(32),
      tanh,
      dense(64),
      relu,
      reshaped([8, 8]),
      conv1dTranspose(8, { kernelSize: 5, stride: 2, outputSize: 16 }),
      relu,
      tied(outer),
    ),
    seed: 1,
  });
};

const error = (x: Tensor, y: Tensor): number => tidy(() => mean(squaredDifference(x, y)).dataSync()[0]!);

test('a model of series of odd length trains, denoises, and comes back from its file', async () => {
  using model = make();
  const losses = await expectNoLeaks(async () => {
    const list: number[] = [];
    for await (const { loss } of fit(model, pulses, {
      loss: { squaredError },
      corrupt: gaussianNoise(0.05),
      optimizer: adam({ learningRate: 0.01 }),
      epochs: 12,
      batch: 20,
      seed: 1,
      validation: 0.1,
    }))
      list.push(loss);
    return list;
  });
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 5);
  const output = model.reconstruct(pulses);
  expect(output.shape).toEqual([count, time, 1]);
  // Two numbers that may be any function of the series tell more than two linear ones.
  const flat: Tensor2D = reshape(pulses, [count, time]);
  using linear = await pca(flat, 2);
  const straight = linear.reconstruct(flat);
  expect(error(pulses, output)).toBeLessThan(error(flat, straight) / 2);
  const { loss } = await evaluate(model, pulses, { loss: { squaredError } });
  expect(loss / time).toBeCloseTo(error(pulses, output), 5);
  using loaded = load(await save(model), { kind: 'autoencoder' });
  const again = loaded.reconstruct(pulses as never);
  expect(error(again, output)).toBe(0);
  [output, flat, straight, again].forEach((each) => each.dispose());
});

test('series of another length are refused', () => {
  using model = make();
  const longer = normal([2, time + 1, 1], 1) as Tensor3D;
  expect(() => model.reconstruct(longer)).toThrow('reconstruct: the model takes [batch, 31, 1], the argument is [2, 32, 1]');
  longer.dispose();
});
