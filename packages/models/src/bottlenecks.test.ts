import '@tensorflow/tfjs-backend-cpu';
import { ones, tensor2d, tidy, zeros } from '@tensorflow/tfjs-core';
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

  test('bounds logVar, where it is told to, and leaves it as it is within the bounds', () => {
    const weights = { mean: { kernel: zeros([1, 1]), bias: zeros([1]) }, logVar: { kernel: ones([1, 1]), bias: zeros([1]) } };
    const steep = tensor2d([[-300], [-10], [0.3], [9], [300], [NaN]]);
    const logVarOf = (bottleneck: ReturnType<typeof gaussian>): number[] =>
      tidy(() => [...bottleneck.apply(weights as never, steep, { training: false }).logVar.dataSync<'float32'>()]);
    expect(logVarOf(gaussian(1, { logVarRange: [-10, 10] }))).toEqual([-10, -10, Math.fround(0.3), 9, 10, NaN]);
    expect(logVarOf(gaussian(1))).toEqual([...steep.dataSync<'float32'>()]);
    steep.dispose();
    [weights.mean, weights.logVar].forEach((own) => Object.values(own).forEach((leaf) => leaf.dispose()));
  });

  test.each([[[1, 1]], [[2, 1]], [[0, Infinity]], [10], [[1]]])('refuses bounds %j', (logVarRange) => {
    expect(() => gaussian(2, { logVarRange: logVarRange as [number, number] })).toThrow(
      'gaussian: logVarRange must be [least, greatest], such as [-10, 10], not',
    );
  });

  test('has its bounds in its config, and no options where there are none', () => {
    expect(gaussian(2, { logVarRange: [-5, 5] }).config).toEqual({ name: 'gaussian', args: [2, { logVarRange: [-5, 5] }] });
    expect(gaussian(2).config).toEqual({ name: 'gaussian', args: [2] });
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
