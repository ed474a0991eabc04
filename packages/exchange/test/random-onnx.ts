import fc from 'fast-check';
import { sizeOf } from '@autoencoders/core/internal';
import { expect } from 'vitest';
import { toOnnx } from '../src/index.js';
import { difference, nudged, nudgeWeights, numbers, ours, scramble } from './numbers.js';
import type { Outputs } from './numbers.js';
import type { runOnnx } from './onnxruntime.js';
import { around, randomModels, sampling } from './random-models.js';

/** Expects so many random models to give our numbers in a runtime of ONNX. */
export const expectOurNumbers = (run: typeof runOnnx, models: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(randomModels, async ([input, layers, between, seed]) => {
      const model = around(input, layers, { between, seed });
      try {
        scramble(model, seed);
        const shape = [3, ...input];
        const values = numbers(sizeOf(shape), seed + 99);
        const outputs = await run(await toOnnx(model), { x: { values, shape } });
        const [wanted, ...near] = [values, nudged(values)].map((given) => ours(model, given, shape)) as [Outputs, Outputs];
        nudgeWeights(model);
        near.push(ours(model, values, shape));
        expect(outputs.reconstruction!.shape).toEqual(shape);
        for (const name of ['codes', 'reconstruction'] as const) {
          // A model may carry a change in the last digits of its input or its weights further than 1e-5.
          const tolerance = Math.max(1e-5, ...near.map((others) => 8 * difference(others[name], wanted[name])));
          expect(difference(outputs[name]!.values, wanted[name]), `${name}\n${model.summary()}`).toBeLessThan(tolerance);
        }
      } finally {
        model.dispose();
      }
    }),
    sampling(models),
  );
