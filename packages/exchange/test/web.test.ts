import type { Detector, SeriesDetector } from '@autoencoders/anomaly';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as web from 'onnxruntime-web';
import { sizeOf } from '@autoencoders/core/internal';
import { beforeAll, expect, test } from 'vitest';
import { detectorToOnnx, toOnnx } from '../src/index.js';
import { fittedDetectors } from './detectors.js';
import { fixedModels } from './models.js';
import { difference, numbers, scramble } from './numbers.js';
import { columnsOf, runOnnx, typeOf } from './onnxruntime.js';
import type { Input } from './onnxruntime.js';
import { rawCsv, tableOf } from './raw-tables.js';
import { expectOurNumbers } from './random-onnx.js';
import { fittedSeriesDetectors, seriesOf } from './series.js';

beforeAll(() => {
  web.env.wasm.numThreads = 1;
  return setBackend('cpu');
});

const feedsOf = (inputs: Readonly<Record<string, Input>>): Record<string, web.Tensor> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      new web.Tensor(typeOf(input) as 'float32', input.values as Float32Array, input.shape),
    ]),
  );

/** Expects detectors to give in onnxruntime-web what they give in onnxruntime-node, and frees them. */
async function expectSame(
  detectors: Readonly<Record<string, Detector | SeriesDetector>>,
  inputs: Readonly<Record<string, Input>>,
): Promise<void> {
  const feeds = feedsOf(inputs);
  for (const [name, detector] of Object.entries(detectors)) {
    const bytes = await detectorToOnnx(detector);
    const native = await runOnnx(bytes, inputs);
    const session = await web.InferenceSession.create(bytes);
    const outputs = await session.run(feeds);
    // −1 stands for NaN: a step of a series without a score.
    const numbersOf = (values: Float32Array): Float32Array => values.map((x) => (Number.isNaN(x) ? -1 : x));
    for (const output of ['score', 'contributions'])
      expect(
        difference(numbersOf(outputs[output]!.data as Float32Array), numbersOf(native[output]!.values)),
        `${name}: ${output}`,
      ).toBeLessThan(1e-5);
    expect([...(outputs.alarm!.data as Uint8Array)].map(Number), name).toEqual([...native.alarm!.values].map(Number));
    await session.release();
    detector.dispose();
  }
}

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

test(
  'random models give our numbers in onnxruntime-web',
  () =>
    expectOurNumbers(async (bytes, inputs) => {
      const session = await web.InferenceSession.create(bytes);
      try {
        const outputs = await session.run(feedsOf(inputs));
        return Object.fromEntries(
          Object.entries(outputs).map(([name, { data, dims }]) => [name, { values: data as Float32Array, shape: dims }]),
        );
      } finally {
        await session.release();
      }
    }, 60),
  120_000,
);

test('detectors give the same of raw columns in onnxruntime-web', async () => {
  const { detectors, encoder } = await fittedDetectors();
  const { table } = await tableOf(rawCsv(60, 9, { oddFrom: 20 }), encoder.schema);
  const inputs = columnsOf(
    table,
    encoder.columns.map(({ name }) => name),
    ['score'],
  );
  await expectSame(detectors, inputs);
}, 120_000);

test('detectors of series, too', async () => {
  const { values, times } = seriesOf({ steps: 60, columns: 2, seed: 2, gaps: true, holes: true, odd: true });
  const inputs = { x: { values: values as Float64Array, shape: [60, 2] }, times: { values: times as Float64Array, shape: [60] } };
  await expectSame(await fittedSeriesDetectors(), inputs);
});
