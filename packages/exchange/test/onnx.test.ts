import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError, chain } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import { batchNorm, conv2d, conv2dTranspose, dense, relu, residual, tied } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { toOnnx } from '../src/index.js';
import { fixedModels } from './models.js';
import { difference, numbers, ours, scramble } from './numbers.js';
import { around, sampling } from './random-models.js';
import { expectOurNumbers } from './random-onnx.js';
import { runOnnx } from './onnxruntime.js';

beforeAll(() => setBackend('cpu'));

test('random models give the same numbers in onnxruntime', () => expectOurNumbers(runOnnx, 150));

describe.each(Object.keys(fixedModels))('%s', (name) => {
  test('gives the same numbers in onnxruntime, as a whole and in parts', async () => {
    const model = fixedModels[name]!();
    scramble(model, 5);
    const shape = [4, ...model.spec.input];
    const values = numbers(sizeOf(shape), 3);
    const x = tensor(values, shape);
    const wanted = tidy(() => {
      const { codes, output } = model.forward(x, { training: false });
      return { codes: codes.dataSync(), output: output().dataSync() };
    });
    const whole = await runOnnx(await toOnnx(model), { x: { values, shape } });
    const output = (whole.reconstruction ?? whole.probabilities ?? whole.predictions)!;
    expect(difference(whole.codes!.values, wanted.codes)).toBeLessThan(1e-5);
    expect(difference(output.values, wanted.output)).toBeLessThan(1e-5);
    const { codes } = await runOnnx(await toOnnx(model, { part: 'encoder' }), { x: { values, shape } });
    expect(codes!.values).toEqual(whole.codes!.values);
    const decoded = await runOnnx(await toOnnx(model, { part: 'decoder' }), { codes: codes! });
    expect(difference(Object.values(decoded)[0]!.values, wanted.output)).toBeLessThan(1e-5);
    model.dispose();
    x.dispose();
  });
});

const foldable = fc.record({
  transposed: fc.boolean(),
  groups: fc.constantFrom(1, 2),
  useBias: fc.boolean(),
  epsilon: fc.constantFrom(1e-5, 1e-3),
  seed: fc.nat(1e6),
});

test('batch norms become part of the layers before them', () =>
  fc.assert(
    fc.asyncProperty(foldable, async ({ transposed, groups, useBias, epsilon, seed }) => {
      const how = { kernelSize: [3, 2], groups, useBias } as const;
      const middle = transposed ? conv2dTranspose(6, { ...how, stride: 2 }) : conv2d(6, how);
      const norm = batchNorm({ epsilon });
      const model = around([5, 4, 2], [residual((chain as any)(conv2d(2), norm)), middle, norm, relu, norm], { seed });
      scramble(model, seed);
      const x = { values: numbers(3 * 40, seed + 99), shape: [3, 5, 4, 2] };
      const wanted = ours(model, x.values, x.shape);
      const bytes = await toOnnx(model, { foldBatchNorm: true });
      const found = await runOnnx(bytes, { x });
      for (const name of ['codes', 'reconstruction'] as const)
        expect(difference(found[name]!.values, wanted[name]), `${name}\n${model.summary()}`).toBeLessThan(1e-5);
      // The one after relu stays.
      expect(new TextDecoder('latin1').decode(bytes).match(/BatchNormalization"/g)!.length).toBe(1);
      model.dispose();
    }),
    sampling(30),
  ));

test('and those of tied dense layers', async () => {
  const first = dense(6);
  const model = autoencoder({
    input: [9],
    encoder: (chain as any)(first, batchNorm(), relu, dense(3, { useBias: false }), batchNorm()),
    decoder: (chain as any)(dense(6), relu, tied(first), batchNorm()),
  }) as any;
  scramble(model, 5);
  const x = { values: numbers(36, 3), shape: [4, 9] };
  const bytes = await toOnnx(model, { foldBatchNorm: true });
  expect(new TextDecoder('latin1').decode(bytes)).not.toContain('BatchNormalization');
  const found = await runOnnx(bytes, { x });
  const wanted = ours(model, x.values, x.shape);
  for (const name of ['codes', 'reconstruction'] as const) expect(difference(found[name]!.values, wanted[name])).toBeLessThan(1e-5);
  model.dispose();
});

test('noise is an input of a Gaussian bottleneck', async () => {
  const model = fixedModels['a variational autoencoder']!();
  scramble(model, 5);
  const x = { values: numbers(128, 3), shape: [2, 8, 8, 1] };
  const noise = { values: numbers(4, 9), shape: [2, 2] };
  const drawn = await runOnnx(await toOnnx(model, { noise: true }), { x, noise });
  const { mean, logVar, codes } = drawn;
  const wanted = codes!.values.map((_, i) => mean!.values[i]! + Math.exp(logVar!.values[i]! / 2) * noise.values[i]!);
  expect(difference(codes!.values, wanted)).toBeLessThan(1e-6);
  expect(Math.max(...logVar!.values.map(Math.abs))).toBeLessThanOrEqual(0.5);
  const still = await runOnnx(await toOnnx(model, { noise: true }), { x, noise: { ...noise, values: new Float32Array(4) } });
  expect(still.codes!.values).toEqual(mean!.values);
  model.dispose();
});

test('a kernel that two layers share is in the file once', async () => {
  const tied = fixedModels['tied dense layers']!();
  const bytes = await toOnnx(tied);
  expect(bytes.length).toBeLessThan(4 * 35 * 2 + 1000);
  const count = (text: string): number => new TextDecoder('latin1').decode(bytes).split(text).length - 1;
  expect([count('encoder.0.kernel'), count('decoder.0.kernel')]).toEqual([3, 0]);
  tied.dispose();
});

describe('bad input', () => {
  const plain = (): any => fixedModels['tied dense layers']!();
  const mine = { init: (shape: any) => ({ weights: {}, shape }), apply: (_: unknown, x: any) => x, config: { name: 'swish', args: [] } };
  test.each<[string, () => unknown]>([
    ['toOnnx: the model must be one, such as autoencoder({ … }) or load(bytes) gives, not 3', () => toOnnx(3 as any)],
    ["toOnnx: part must be 'model', 'encoder' or 'decoder', not \"head\"", () => toOnnx(plain(), { part: 'head' as any })],
    ['toOnnx: noise is for models with a Gaussian bottleneck', () => toOnnx(plain(), { noise: true })],
    ['toOnnx: metadata.run must be a string, not 3', () => toOnnx(plain(), { metadata: { run: 3 as any } })],
    [
      'toOnnx: encoder.1 is swish, which has no counterpart outside of these packages; give toOnnx a function that writes it, as layers: { swish }',
      () => toOnnx(autoencoder({ input: [3], encoder: (chain as any)(dense(2), mine), decoder: dense(3) }) as any),
    ],
  ])('%s', async (message, call) => {
    await expect(async () => call()).rejects.toThrow(new InputError(message));
  });
});
