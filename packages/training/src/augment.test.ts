import '@tensorflow/tfjs-backend-cpu';
import { add, mul, scalar, setBackend, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { InputError, leaves, normal } from '@autoencoders/core';
import type { Augmentation, Clock, Corruption, Loss } from '@autoencoders/core';
import { dense } from '@autoencoders/layers';
import { meanSquaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, expect, test } from 'vitest';
import { fit } from './index.js';

beforeAll(() => setBackend('cpu'));

const model = () => autoencoder({ input: [3], encoder: dense(2), decoder: dense(3), seed: 1 });
const data = (): Tensor2D => normal([8, 3], 5);
const plusOne = (<X extends Tensor>(x: X): X => add(x, 1)) as Augmentation;

/** The weights after an epoch. */
async function trained(options: { augment?: Augmentation; corrupt?: Corruption; loss?: Loss }, x: Tensor2D = data()): Promise<number[]> {
  using fresh = model();
  const { loss = meanSquaredError, ...more } = options;
  for await (const _ of fit(fresh, x, { loss: { loss }, batch: 4, epochs: 1, seed: 3, ...more }));
  x.dispose();
  return Object.values(leaves(fresh.weights)).flatMap((leaf) => [...leaf.dataSync<'float32'>()]);
}

test('changes the input and the target alike', async () => {
  const shifted = tidy(() => add(data(), 1) as Tensor2D);
  expect(await trained({ augment: plusOne })).toEqual(await trained({}, shifted));
});

test('comes before the corruption', async () => {
  const twice = (<X extends Tensor>(x: X): X => mul(x, scalar(2))) as Corruption;
  const shifted = tidy(() => add(data(), 1) as Tensor2D);
  expect(await trained({ augment: plusOne, corrupt: twice })).toEqual(await trained({ corrupt: twice }, shifted));
});

test('leaves the random numbers of the rest as they are, and sees the clock', async () => {
  const seen: [number, Clock | undefined][] = [];
  const look: Augmentation = (x, seeds, clock) => {
    seen.push([seeds(), clock]);
    return x;
  };
  const noise: number[] = [];
  const listen: Corruption = (x, seeds) => {
    noise.push(seeds());
    return x;
  };
  await trained({ corrupt: listen });
  const alone = noise.splice(0);
  await trained({ augment: look, corrupt: listen });
  expect(noise).toEqual(alone);
  expect(seen.map(([, clock]) => clock)).toEqual([
    { step: 0, epoch: 0 },
    { step: 1, epoch: 0.5 },
  ]);
  expect(new Set([...seen.map(([seed]) => seed), ...noise]).size).toBe(4);
});

test('gives the clock to a corruption', async () => {
  const clocks: (Clock | undefined)[] = [];
  const corrupt: Corruption = (x, _, clock) => {
    clocks.push(clock);
    return x;
  };
  await trained({ corrupt });
  expect(clocks.map((clock) => clock?.step)).toEqual([0, 1]);
});

test('leaves nothing behind', () => expectNoLeaks(async () => void (await trained({ augment: plusOne }))));

test('must be a function', async () => {
  await expect(trained({ augment: 3 as never })).rejects.toThrow(new InputError('fit: augment must be a function, not 3'));
});
