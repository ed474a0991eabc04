import '@tensorflow/tfjs-backend-cpu';
import { chain, dense, relu } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { stacked } from '@autoencoders/models';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, expect, test } from 'vitest';
import { all, plainModel, weightsOf } from '../../test/helpers.js';
import { fit } from '../fit.js';
import { pretrain } from '../pretrain.js';
import { localTrainer } from './local-trainer.js';

const data = digitsLike(40);
const plain = { shape: data.shape.slice(1), values: data.dataSync<'float32'>() };
afterAll(() => data.dispose());
const options = { loss: { squaredError }, epochs: 2, batch: 16, validation: 0.2 };

test('fit takes plain arrays, gives what fit gives, and leaves nothing behind', async () => {
  using own = plainModel();
  using same = plainModel();
  const { best, stopped } = await expectNoLeaks(() =>
    localTrainer.fit(own, plain, { ...options, validation: plain, weightsWith: 'progress' }),
  );
  const local = await fit(same, data, { ...options, validation: data });
  expect([best?.loss, stopped]).toEqual([local.best?.loss, local.stopped]);
  expect(weightsOf(own)).toEqual(weightsOf(same));
  expect(await all(localTrainer.fit(own, data, { ...options, seed: 1 }))).toHaveLength(2);
});

test('pretrain does, too', async () => {
  const make = () =>
    stacked({
      input: [64],
      levels: [
        { encoder: chain(dense(8), relu), decoder: dense(64) },
        { encoder: dense(2), decoder: dense(8) },
      ],
      seed: 1,
    });
  using own = make();
  using same = make();
  const results = await expectNoLeaks(() => localTrainer.pretrain(own, plain, options));
  expect(results.map(({ best }) => best?.loss)).toEqual((await pretrain(same, data, options)).map(({ best }) => best?.loss));
  expect(weightsOf(own)).toEqual(weightsOf(same));
});
