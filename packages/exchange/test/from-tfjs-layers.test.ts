import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-layers';
import { InputError } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromTfjsLayers, toTfjsLayers } from '../src/index.js';
import { difference, nudged, numbers, ours } from './numbers.js';
import { around, randomModels, sampling } from './random-models.js';
import { runLayers, savedLayers } from './tfjs-layers.js';

beforeAll(() => setBackend('cpu'));

/** Weights that no initializer gives. */
function scrambled(model: tf.LayersModel, seed: number): tf.LayersModel {
  model.setWeights(
    model.weights.map((weight: any, i) => {
      const shape = weight.shape as number[];
      const values = numbers(sizeOf(shape), seed + i).map((x) => (weight.originalName.includes('variance') ? 0.1 + x * x : 0.4 * x));
      return tensor(values, shape);
    }),
  );
  return model;
}

/** Our model of what tfjs-layers saved gives its numbers. */
async function check(theirs: tf.LayersModel, options: object = {}, seed = 5): Promise<any> {
  scrambled(theirs, seed);
  const found = fromTfjsLayers(await savedLayers(theirs), options);
  const { model } = found;
  const shape = [3, ...model.spec.input];
  const values = numbers(sizeOf(shape), seed + 99);
  const [wanted] = runLayers(theirs, values, shape);
  const [own, near] = [values, nudged(values)].map((given) => ours(model, given, shape).reconstruction) as any;
  expect(difference(own, wanted!), model.summary()).toBeLessThan(Math.max(1e-5, 8 * difference(near, own)));
  return found;
}

const L: any = tf.layers;

/** Layers from codes to examples of this shape. */
const end = (shape: number[]): any[] => [L.dense({ units: sizeOf(shape) }), L.reshape({ targetShape: shape })];
const images: Readonly<Record<string, () => any>> = {
  'Conv2D same, strides': () => L.conv2d({ filters: 4, kernelSize: 3, strides: [2, 1], padding: 'same', activation: 'relu' }),
  'Conv2D valid, dilation': () => L.conv2d({ filters: 3, kernelSize: [2, 3], dilationRate: [2, 1], useBias: false }),
  'Conv2DTranspose same': () => L.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'elu' }),
  'Conv2DTranspose valid': () => L.conv2dTranspose({ filters: 3, kernelSize: [3, 2], strides: [2, 3], padding: 'valid' }),
  'Conv2DTranspose, stride above the kernel': () => L.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 3, padding: 'valid' }),
  DepthwiseConv2D: () => L.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same', activation: 'tanh' }),
  SeparableConv2D: () => L.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
  MaxPooling2D: () => L.maxPooling2d({ poolSize: [2, 3], padding: 'same' }),
  AveragePooling2D: () => L.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  UpSampling2D: () => L.upSampling2d({ size: [2, 3] }),
  ZeroPadding2D: () => L.zeroPadding2d({ padding: [[1, 0], [2, 3]] }), // prettier-ignore
  Cropping2D: () => L.cropping2D({ cropping: [[1, 1], [0, 1]] }), // prettier-ignore
  'BatchNormalization with epsilon 1e-3': () => L.batchNormalization(),
  'BatchNormalization without scale': () => L.batchNormalization({ scale: false, epsilon: 1e-2 }),
  LayerNormalization: () => L.layerNormalization(),
  'LeakyReLU of 0.3': () => L.leakyReLU(),
  ELU: () => L.elu(),
  ReLU: () => L.reLU(),
  gelu: () => L.activation({ activation: 'gelu' }),
  softplus: () => L.activation({ activation: 'softplus' }),
  Reshape: () => L.reshape({ targetShape: [12, 6] }),
};

describe.each(Object.keys(images))('%s', (name) => {
  test('gives the numbers of tfjs-layers', async () => {
    const model = tf.sequential({
      layers: [
        L.inputLayer({ inputShape: [6, 6, 2] }),
        images[name]!(),
        L.flatten(),
        L.dense({ units: 1, name: 'narrow' }),
        ...end([6, 6, 2]),
      ],
    });
    expect((await check(model)).codes).toBe('narrow');
  });
});

test('a random chain of layers gives the numbers of tfjs-layers', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(images).filter((name) => name !== 'Reshape')), { minLength: 1, maxLength: 4 }),
      fc.nat(1e6),
      async (names, seed) => {
        const model = tf.sequential();
        model.add(L.inputLayer({ inputShape: [8, 7, 2] }));
        for (const name of names)
          try {
            if ((model.outputs[0]!.shape.length as number) === 4) model.add(images[name]!());
          } catch {
            // It does not fit.
          }
        if (model.outputs[0]!.shape.slice(1).some((n) => n! < 1)) return;
        model.add(L.flatten());
        model.add(L.dense({ units: 2 }));
        for (const layer of end([8, 7, 2])) model.add(layer);
        const { model: own } = await check(model, { codes: model.layers.length - 4 }, seed).catch((error: unknown) => {
          // Images that became smaller than the next layer's window are refused by name.
          if (error instanceof InputError && /does not fit its input|leaves nothing/.test(error.message)) return { model: undefined };
          throw error;
        });
        own?.dispose();
      },
    ),
    sampling(40),
  ));

test('residuals, one after the other and within each other', async () => {
  const x = tf.input({ shape: [6] });
  const around = (y: any, inner: (z: any) => any): any => L.add().apply([y, inner(y)]);
  let y: any = x;
  for (let i = 0; i < 30; i++) y = around(y, (z) => L.dense({ units: 6, activation: 'tanh' }).apply(z));
  y = around(y, (z) => L.dense({ units: 6 }).apply(around(z, (w) => L.elu().apply(w))));
  const codes = L.dense({ units: 2 }).apply(y);
  const model = tf.model({ inputs: x, outputs: L.dense({ units: 6 }).apply(codes) });
  await check(model);
  const other = tf.model({
    inputs: x,
    outputs: L.add().apply([L.dense({ units: 6, name: 'p' }).apply(x), L.dense({ units: 6 }).apply(x)]) as any,
  });
  await expect(check(other)).rejects.toThrow(/add_Add\d+ \(Add\) reads 2 layers/);
});

test('series', async () => {
  await check(
    tf.sequential({
      layers: [
        L.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', inputShape: [11, 3], activation: 'relu' }),
        L.averagePooling1d({ poolSize: 2 }),
        L.conv1d({ filters: 2, kernelSize: 2, dilationRate: 2 }),
        L.maxPooling1d({ poolSize: 1 }),
        L.flatten(),
        L.dense({ units: 1 }),
        L.dense({ units: 33 }),
        L.reshape({ targetShape: [11, 3] }),
      ],
    }),
  );
});

describe('where the codes are', () => {
  const three = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        L.gaussianNoise({ stddev: 0.1, inputShape: [9] }),
        L.dense({ units: 6, activation: 'relu' }),
        L.dense({ units: 3, name: 'middle' }),
        L.activation({ activation: 'tanh' }),
        L.dropout({ rate: 0.2 }),
        L.dense({ units: 9, activation: 'sigmoid' }),
      ],
    });

  test('after the narrowest layer with its activation; noise is left out', async () => {
    const { codes, notes, model } = await check(three());
    expect(codes).toMatch(/^dropout/);
    expect(notes).toEqual([expect.stringMatching(/GaussianNoise acts in training alone and was left out$/)]);
    expect(model.spec.output.config.name).toBe('sigmoid');
    expect(model.codeSize).toBe(3);
  });
  test('told by name or number', async () => {
    const { model, codes } = await check(three(), { codes: 'middle' });
    expect([codes, model.codeSize]).toEqual(['middle', 3]);
    expect((await check(three(), { codes: 1 })).model.codeSize).toBe(6);
  });
  test('between two models', async () => {
    const [a, b] = [tf.input({ shape: [8] }), tf.input({ shape: [4] })];
    const encoder = tf.model({
      inputs: a,
      outputs: L.dense({ units: 4, name: 'in' }).apply(L.dense({ units: 2 }).apply(a)),
      name: 'encoder',
    });
    const decoder = tf.model({ inputs: b, outputs: L.dense({ units: 8 }).apply(b), name: 'decoder' });
    const x = tf.input({ shape: [8] });
    const whole = tf.model({ inputs: x, outputs: decoder.apply(encoder.apply(x)) as any });
    expect((await check(whole)).codes).toBe('encoder/in');
    expect((await check(whole, { codes: 'encoder' })).codes).toBe('encoder/in');
    const open = (model: any): any => savedLayers(model);
    const { model } = fromTfjsLayers(await open(encoder), { decoder: await open(decoder) });
    const values = numbers(16, 3);
    expect(difference(ours(model, values, [2, 8]).reconstruction, runLayers(whole, values, [2, 8])[0]!)).toBeLessThan(1e-5);
  });
  test('images as codes become flat', async () => {
    const model = tf.sequential({
      layers: [
        L.conv2d({ filters: 2, kernelSize: 3, padding: 'same', inputShape: [4, 4, 1] }),
        L.maxPooling2d({ poolSize: 2, name: 'encoded' }),
        L.conv2d({ filters: 1, kernelSize: 3, padding: 'same' }),
        L.upSampling2d({}),
      ],
    });
    await expect(check(model)).rejects.toThrow(/it is not clear which layer gives the codes; say it with codes: .* 1 encoded \[2, 2, 2\]/);
    expect((await check(model, { codes: 'encoded' })).model.codeSize).toBe(8);
  });
});

test('a variational encoder and its decoder', async () => {
  const [a, b] = [tf.input({ shape: [8] }), tf.input({ shape: [2] })];
  const h = L.dense({ units: 5, activation: 'relu' }).apply(a);
  const outputs = ['z_mean', 'z_log_sigma'].map((name) => L.dense({ units: 2, name }).apply(h));
  const encoder = scrambled(tf.model({ inputs: a, outputs }), 3);
  const decoder = scrambled(tf.model({ inputs: b, outputs: L.dense({ units: 8 }).apply(b) }), 9);
  const { model, codes, notes } = fromTfjsLayers(await savedLayers(encoder), { decoder: await savedLayers(decoder) });
  expect(codes).toBe('z_mean');
  expect(notes).toEqual(['z_log_sigma: it gives ln σ, so its weights were doubled to give ln σ²']);
  const values = numbers(24, 3);
  const [mean, logSigma] = runLayers(encoder, values, [3, 8]);
  const found: any = tidy(() => {
    const latent: any = model.encodeWith(tensor(values, [3, 8]), { training: false });
    return { mean: latent.mean.dataSync(), logVar: latent.logVar.dataSync() };
  });
  expect(difference(found.mean, mean!)).toBeLessThan(1e-5);
  expect(
    difference(
      found.logVar,
      logSigma!.map((x) => 2 * x),
    ),
  ).toBeLessThan(1e-5);
});

test('what toTfjsLayers writes comes back with the same numbers', () =>
  fc.assert(
    fc.asyncProperty(randomModels, async ([input, layers, , seed]) => {
      const model = around(input, layers, { seed });
      const files = await toTfjsLayers(model).catch(() => undefined);
      if (files) {
        const shape = [2, ...input];
        const values = numbers(sizeOf(shape), seed);
        try {
          const found = fromTfjsLayers({ ...files, modelJson: JSON.parse(JSON.stringify(files.modelJson)) });
          const [wanted, near] = [values, nudged(values)].map((given) => ours(model, given, shape)) as any;
          const own = ours(found.model, values, shape);
          for (const key of ['codes', 'reconstruction'] as const)
            expect(difference(own[key], wanted[key])).toBeLessThan(Math.max(1e-5, 8 * difference(near[key], wanted[key])));
          expect(found.codes).toBe('codes');
          found.model.dispose();
        } catch (error) {
          // An option that Keras has and these packages do not.
          if (!(error instanceof InputError)) throw error;
          expect(error.message).toMatch(/which Keras does not have|keep the middle|ThresholdedReLU/);
        }
      }
      model.dispose();
    }),
    sampling(60),
  ));

describe('refused', () => {
  const saved = async (...layers: any[]): Promise<any> =>
    savedLayers(tf.sequential({ layers: [L.inputLayer({ inputShape: [4, 4, 1] }), ...layers] }));
  test.each<[RegExp, () => any[]]>([
    [
      /^fromTfjsLayers: mine \(ThresholdedReLU\) has no counterpart in these packages$/,
      () => [L.thresholdedReLU({ name: 'mine' }), L.flatten()],
    ],
    [
      /^fromTfjsLayers: up \(UpSampling2D\) has interpolation "bilinear"/,
      () => [L.upSampling2d({ name: 'up', interpolation: 'bilinear' })],
    ],
    [/^fromTfjsLayers: r \(ReLU\) has max_value 6/, () => [L.reLU({ name: 'r', maxValue: 6 })]],
    [/^fromTfjsLayers: d \(Dense\) reads examples of shape \[4, 4, 1\]; it must have 1 axes/, () => [L.dense({ name: 'd', units: 2 })]],
    [/^fromTfjsLayers: s \(Activation\) has the activation "selu"/, () => [L.activation({ name: 's', activation: 'selu' })]],
    [/^fromTfjsLayers: the model turns \[4, 4, 1\] into \[2\]/, () => [L.flatten(), L.dense({ units: 1 }), L.dense({ units: 2 })]],
  ])('%s', async (message, layers) => {
    const files = await saved(...layers());
    const open = (): unknown => fromTfjsLayers(files);
    expect(open).toThrow(InputError);
    expect(open).toThrow(message);
  });

  const damaged = async (change: (files: any) => void): Promise<() => unknown> => {
    const files = await saved(
      L.flatten({ name: 'f' }),
      L.dense({ units: 3, name: 'a' }),
      L.dense({ units: 16, name: 'b' }),
      L.reshape({ targetShape: [4, 4, 1] }),
    );
    const copy = { modelJson: JSON.parse(JSON.stringify(files.modelJson)), weights: files.weights.slice() };
    change(copy);
    return () => fromTfjsLayers(copy);
  };
  const layersIn = ({ modelJson }: any): any => (modelJson.modelTopology.model_config ?? modelJson.modelTopology).config.layers;
  const specs = ({ modelJson }: any): any => modelJson.weightsManifest[0].weights;
  test.each<[RegExp, (files: any) => void]>([
    [
      /layers of the model must be a list, not 3/,
      (files) => ((files.modelJson.modelTopology.model_config ?? files.modelJson.modelTopology).config.layers = 3),
    ],
    [/modelJson must be an object, not 3/, (files) => (files.modelJson = 3)],
    [
      /a \(Dense\) has kernel of shape \[16, 3\] in the file; it needs \[16, 1000000000\]/,
      (files) => (layersIn(files)[2].config.units = 1e9),
    ],
    [/the weight a\/kernel needs 64000000000 bytes/, (files) => (specs(files)[0].shape = [16, 1e9])],
    [/the weight files have 455 bytes|needs 64 bytes, and 63 are left/, (files) => (files.weights = files.weights.subarray(1))],
    [/the file has no weight a\/kernel of a/, (files) => (specs(files)[0].name = 'other')],
    [/has NaN among the numbers of kernel/, (files) => files.weights.fill(255)],
    [/shape must be a whole number from 0, not -1/, (files) => (specs(files)[0].shape = [-1, 3])],
    [
      /is of the class Sequence;/,
      (files) => ((files.modelJson.modelTopology.model_config ?? files.modelJson.modelTopology).class_name = 'Sequence'),
    ],
    [
      /an example would have/,
      (files) => layersIn(files).splice(1, 0, { class_name: 'UpSampling2D', config: { name: 'u', size: [1e6, 1e6] } }),
    ],
  ])('damaged: %s', async (message, change) => {
    const open = await damaged(change);
    expect(open).toThrow(InputError);
    expect(open).toThrow(message);
  });

  test('layers that read each other', () => {
    const layer = (name: string, from: string): object => ({
      name,
      class_name: 'Dense',
      config: { name, units: 1 },
      inbound_nodes: [[[from, 0, 0, {}]]],
    });
    const config = { layers: [layer('a', 'b'), layer('b', 'a')], input_layers: [], output_layers: [['a', 0, 0]] };
    const modelJson = { modelTopology: { class_name: 'Model', config }, weightsManifest: [] };
    expect(() => fromTfjsLayers({ modelJson, weights: new Uint8Array(0) })).toThrow(
      new InputError('fromTfjsLayers: the layers of the model read each other in a circle, at a'),
    );
  });
});
