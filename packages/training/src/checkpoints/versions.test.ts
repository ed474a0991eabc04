import '@tensorflow/tfjs-backend-cpu';
import { readFileSync, readdirSync } from 'node:fs';
import { setBackend } from '@tensorflow/tfjs-core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { stacked } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike } from '@autoencoders/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainModel, weightsOf } from '../../test/helpers.js';
import { fit } from '../fit.js';
import { pretrain } from '../pretrain.js';
import { readCheckpoint } from './checkpoint.js';
import { versionOf } from './migrations.js';

const files = new URL('../../test/files/', import.meta.url);
const versions = readdirSync(files).sort();
const read = (version: string, name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`${version}/${name}.safetensors`, files)));

let data: ReturnType<typeof digitsLike>;
beforeAll(async () => {
  await setBackend('cpu');
  data = digitsLike(30);
});
afterAll(() => data.dispose());

test('there are files of every version', () => expect(versions).toEqual(Array.from({ length: versionOf() }, (_, i) => `v${i + 1}`)));

/** Another engine may round `exp` otherwise. So it may give other data, too, and they are not checked. */
const expectClose = (found: readonly number[], expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
};

describe.each(versions)('checkpoints of version %s', (version) => {
  test('of fit are resumed, with validation, early stopping and a count of faults', async () => {
    const how = {
      loss: { squaredError },
      corrupt: gaussianNoise(0.1),
      batch: 10,
      epochs: 6,
      seed: 1,
      validation: 0.2,
      earlyStopping: { patience: 2 },
      nonFinite: 'skip' as const,
      spikes: { threshold: 10 },
      checkData: false,
    };
    using whole = plainModel();
    using model = plainModel(5);
    const expected = await fit(whole, data, how);
    const bytes = read(version, 'fit');
    const { epoch, bestLoss, bestWeights } = readCheckpoint(bytes);
    expect([epoch, bestLoss]).toEqual([4, expect.closeTo(expected.history[2]!.validation!.loss, 5)]);
    expect(Object.keys(bestWeights!)).toContain('encoder.0.kernel');
    const { history, best } = await fit(model, data, { ...how, resume: bytes });
    expectClose(weightsOf(model), weightsOf(whole));
    expect(history.map(({ skippedSteps }) => skippedSteps)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(best!.epoch).toBe(expected.best!.epoch);
  });

  test('of pretrain are resumed', async () => {
    const make = () =>
      stacked({
        input: [64],
        levels: [
          { encoder: chain(dense(9), sigmoid), decoder: dense(64) },
          { encoder: dense(5), decoder: chain(relu, dense(9)) },
        ],
      });
    const how = { loss: { squaredError }, batch: 10, epochs: 3, seed: 1, checkData: false };
    using whole = make();
    using model = make();
    await pretrain(whole, data, how);
    const results = await pretrain(model, data, { ...how, resume: read(version, 'pretrain') });
    expectClose(weightsOf(model), weightsOf(whole));
    expect(results.map(({ history }) => history.length)).toEqual([3, 3]);
  });
});
