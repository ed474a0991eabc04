import '@tensorflow/tfjs-backend-cpu';
import { tidy } from '@tensorflow/tfjs-core';
import { normal, seeded } from '@autoencoders/core';
import { digitsLike } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { gaussianModel, numbers, plainModel, scramble } from '../test/helpers.js';
import { gaussian, plain } from './bottlenecks.js';

const x = digitsLike(6);
const model = gaussianModel();
afterAll(() => [x, model].forEach((owned) => owned.dispose()));

describe('gaussian', () => {
  test('without seeds, codes are the mean', () => {
    tidy(() => {
      const { codes, mean, logVar } = model.forward(x, { training: true });
      expect([codes.shape, mean.shape, logVar.shape]).toEqual([
        [6, 3],
        [6, 3],
        [6, 3],
      ]);
      expect(codes.arraySync()).toEqual(mean.arraySync());
      expect(model.encode(x).arraySync()).toEqual(mean.arraySync());
    });
  });

  test('with seeds, codes = mean + exp(logVar / 2)·ε with ε ~ N(0, I) of the next seed', () => {
    tidy(() => {
      const { codes, mean, logVar } = model.forward(x, { training: false, seeds: seeded(7) });
      const noise = normal([6, 3], seeded(7)()).dataSync();
      const [z, mu, l] = [codes.dataSync(), mean.dataSync(), logVar.dataSync()];
      z.forEach((value, i) => expect(value).toBeCloseTo(mu[i]! + Math.exp(l[i]! / 2) * noise[i]!, 5));
      expect(z).not.toEqual(mu);
    });
  });

  test('the same seeds give the same codes, others give others, and neither moves the mean', () => {
    tidy(() => {
      const [one, again, other] = [7, 7, 8].map((seed) => model.forward(x, { training: true, seeds: seeded(seed) }));
      expect(one!.codes.arraySync()).toEqual(again!.codes.arraySync());
      expect(one!.codes.arraySync()).not.toEqual(other!.codes.arraySync());
      expect(one!.mean.arraySync()).toEqual(other!.mean.arraySync());
    });
  });

  test('mean and logVar are dense layers of their own', () => {
    using scrambled = gaussianModel();
    scramble(scrambled);
    tidy(() => {
      const { mean, logVar } = scrambled.forward(x, { training: false });
      expect(mean.arraySync()).not.toEqual(logVar.arraySync());
    });
  });

  test('draws its prior from N(0, I)', () => {
    expect(numbers(gaussian(3).prior!(5, 3, 2))).toEqual(numbers(normal([5, 3], 2)));
  });
});

test('plain hands its input on, whatever the seeds', () => {
  tidy(() => {
    expect(plain.apply({}, x, { training: true, seeds: seeded(1) })).toEqual({ codes: x });
    using flat = plainModel();
    expect(Object.keys(flat.forward(x, { training: false })).sort()).toEqual(['codes', 'decode', 'logits', 'output']);
  });
});
