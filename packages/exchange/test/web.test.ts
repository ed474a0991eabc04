import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as web from 'onnxruntime-web';
import { sizeOf } from '@autoencoders/core/internal';
import { beforeAll, expect, test } from 'vitest';
import { toOnnx } from '../src/index.js';
import { fixedModels } from './models.js';
import { difference, numbers, scramble } from './numbers.js';
import { runOnnx } from './onnxruntime.js';

beforeAll(() => {
  web.env.wasm.numThreads = 1;
  return setBackend('cpu');
});

test.each(Object.keys(fixedModels))('%s gives the same in onnxruntime-web', async (name) => {
  const model = fixedModels[name]!();
  scramble(model, 5);
  const bytes = await toOnnx(model);
  const shape = [3, ...model.spec.input];
  const x = { values: numbers(sizeOf(shape), 3), shape };
  const native = await runOnnx(bytes, { x });
  const session = await web.InferenceSession.create(bytes);
  const outputs = await session.run({ x: new web.Tensor('float32', x.values, shape) });
  for (const [output, { values }] of Object.entries(native))
    expect(difference(outputs[output]!.data as Float32Array, values), output).toBeLessThan(1e-5);
  await session.release();
  model.dispose();
});
