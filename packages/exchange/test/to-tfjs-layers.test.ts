import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { toTfjsLayers } from '../src/index.js';
import { fixedModels } from './models.js';
import { difference, nudged, numbers, ours, scramble } from './numbers.js';
import { around, randomModels, sampling } from './random-models.js';
import { openLayers, runLayers } from './tfjs-layers.js';

beforeAll(() => setBackend('cpu'));

/** What tfjs-layers does not have, in the sentence that says so. */
const missing = /TensorFlow\.js layers|which has no counterpart/;

test('random models give the same numbers in tfjs-layers', async () => {
  let [written, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(randomModels, async ([input, layers, between, seed]) => {
      const model = around(input, layers, { between, seed });
      scramble(model, seed);
      const shape = [3, ...input];
      const values = numbers(sizeOf(shape), seed + 99);
      const exported = await toTfjsLayers(model).catch((error: unknown) => error);
      if (exported instanceof Error) {
        expect(exported).toBeInstanceOf(InputError);
        expect(exported.message).toMatch(missing);
        refused++;
      } else {
        const { modelJson, weights } = exported as any;
        const theirs = await openLayers(JSON.parse(JSON.stringify(modelJson)), weights);
        const [wanted, near] = [values, nudged(values)].map((given) => ours(model, given, shape).reconstruction) as any;
        const [found] = runLayers(theirs, values, shape);
        const tolerance = Math.max(1e-5, 8 * difference(near, wanted));
        expect(difference(found!, wanted), model.summary()).toBeLessThan(tolerance);
        theirs.dispose();
        written++;
      }
      model.dispose();
    }),
    sampling(150),
  );
  expect(written).toBeGreaterThan(refused);
});

describe.each(Object.keys(fixedModels))('%s', (name) => {
  test('gives the same numbers in tfjs-layers, as a whole and in parts', async () => {
    const model = fixedModels[name]!();
    scramble(model, 5);
    const refused = ({ 'center and uncenter': 'topK', 'a variational autoencoder': 'interpolates' } as any)[name];
    if (refused) return void (await expect(toTfjsLayers(model)).rejects.toThrow(refused));
    const shape = [4, ...model.spec.input];
    const values = numbers(sizeOf(shape), 3);
    const { tensor, tidy } = await import('@tensorflow/tfjs-core');
    const [codes, output] = tidy(() => {
      const found = model.forward(tensor(values, shape), { training: false });
      return [found.codes.dataSync(), found.output().dataSync()];
    });
    const run = async (part: any, given: Float32Array, of: number[]): Promise<Float32Array> => {
      const { modelJson, weights } = await toTfjsLayers(model, { part });
      const theirs = await openLayers(modelJson, weights);
      return runLayers(theirs, given, of)[0]!;
    };
    expect(difference(await run('model', values, shape), output)).toBeLessThan(1e-5);
    expect(difference(await run('encoder', values, shape), codes)).toBeLessThan(1e-5);
    expect(difference(await run('decoder', codes, [4, codes.length / 4]), output)).toBeLessThan(1e-5);
  });
});
