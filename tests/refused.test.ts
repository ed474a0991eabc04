import '@tensorflow/tfjs-backend-cpu';
import { complex, setBackend, tensor2d, zeros } from '@tensorflow/tfjs-core';
import type { Rank } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { InputError } from '@autoencoders/core';
import { batches, digits, fromIdx } from '@autoencoders/datasets';
import type { Idx } from '@autoencoders/datasets';
import { fashionMnist, fromFolder, loadDataset, mnist } from '@autoencoders/datasets/node';
import { dense, sigmoid } from '@autoencoders/layers';
import {
  activationDensity,
  activeUnits,
  deadShare,
  explainedVariance,
  gaussianLogLikelihood,
  knn,
  linearProbe,
  negativeElbo,
  negativeLogLikelihood,
  psnr,
  rSquared,
  silhouette,
  squaredErrorPerFeature,
  ssim,
  trustworthiness,
} from '@autoencoders/metrics';
import { autoencoder, gaussian, gaussianMixture, pca } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';

await setBackend('cpu');
const x = digitsLike(20);
const pictures = zeros<Rank.R4>([2, 16, 16, 1]);
const first = zeros([1, 64]);
const labels = Int32Array.from({ length: 20 }, (_, i) => i % 2);
const model = autoencoder({ input: [64], encoder: dense(8), bottleneck: gaussian(2), decoder: dense(64), output: sigmoid });
const gone = tensor2d([[1, 2]]);
gone.dispose();
afterAll(() => [x, pictures, first, model].forEach((owned) => owned.dispose()));

/** Callers without a compiler: any arguments. */
type Call = (...args: any[]) => unknown;
type Named = readonly [name: string, call: Call];
const images: Idx = { name: 'mine', shape: [1, 2, 2], data: new Uint8Array(4) };
const set = { codes: x, labels };
const likelihood = gaussianLogLikelihood(1);

/** Calls that take options. */
const optioned: readonly Named[] = [
  ['psnr', (given) => psnr(x, x, given)],
  ['ssim', (given) => ssim(pictures, pictures, given)],
  ['knn', (given) => knn(set, set, given)],
  ['linearProbe', (given) => linearProbe(set, set, given)],
  ['trustworthiness', (given) => trustworthiness(x, x, given)],
  ['activationDensity', (given) => activationDensity(x, given)],
  ['deadShare', (given) => deadShare(x, given)],
  ['activeUnits', (given) => activeUnits(x, given)],
  ['negativeElbo', (given) => negativeElbo(model, x, { likelihood, ...given })],
  ['negativeLogLikelihood', (given) => negativeLogLikelihood(model, x, { likelihood, ...given })],
  ['gaussianMixture', (given) => gaussianMixture(x, 2, given)],
  ['batches', async (given) => batches(await digits(), 5, given)],
  ['fromIdx', (given) => fromIdx(images, undefined, given)],
  ['fromFolder', (given) => fromFolder('nowhere', { part: 'train', ...given })],
  ['loadDataset', (given) => loadDataset('digits', 'train', given)],
  ['mnist', (given) => mnist('train', given)],
  ['fashionMnist', (given) => fashionMnist('train', given)],
  ['setWasmBackend', setWasmBackend],
];

test.each(optioned)('%s refuses an option that there is not', async (name, call) => {
  await expect((async () => call({ sampels: 3 }))()).rejects.toThrow(`${name}: there is no option "sampels"; there are `);
});

/** Calls that take tensors, with what is no such tensor in its place. */
const taking: readonly Named[] = [
  ['psnr', (bad) => psnr(bad, x)],
  ['rSquared', (bad) => rSquared(x, bad)],
  ['squaredErrorPerFeature', (bad) => squaredErrorPerFeature(bad, x)],
  ['explainedVariance', (bad) => explainedVariance(x, bad)],
  ['ssim', (bad) => ssim(bad, pictures)],
  ['silhouette', (bad) => silhouette(bad, labels)],
  ['trustworthiness', (bad) => trustworthiness(x, bad)],
  ['knn', (codes) => knn({ codes, labels }, { codes: x, labels })],
  ['linearProbe', (codes) => linearProbe({ codes: x, labels }, { codes, labels })],
  ['activationDensity', activationDensity],
  ['activeUnits', activeUnits],
  ['negativeElbo', (bad) => negativeElbo(model, bad, { likelihood })],
  ['pca', (bad) => pca(bad, 1)],
  ['gaussianMixture', (bad) => gaussianMixture(bad, 2)],
];

describe.each([
  ['a list', [[1, 2]], 'must be a tensor'],
  ['nothing', undefined, 'must be a tensor'],
  ['a tensor that was disposed', gone, 'was disposed'],
  ['complex numbers', complex([[1, 2]], [[0, 0]]), 'must hold real numbers, its type is complex64'],
])('%s in place of data', (_, bad, sentence) => {
  test.each(taking)('%s refuses it', async (name, call) => {
    const refusal: unknown = await (async () => call(bad))().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InputError);
    expect((refusal as Error).message).toMatch(new RegExp(`^${name}: .*${sentence}`));
  });
});

test.each<Named>([
  ['sample', (given) => given.sample(3)],
  ['interpolate', (given) => given.interpolate(first, first)],
  ['decode', (given) => given.decode(zeros([1, 2]))],
])('%s of a model that was disposed says so', (name, call) => {
  const own = autoencoder({ input: [64], encoder: dense(8), bottleneck: gaussian(2), decoder: dense(64) });
  own.dispose();
  expect(() => call(own)).toThrow(`${name}: the model was disposed`);
});

test.each([[[1, 2]], [undefined], [3], [complex([1], [0])]])('a corruption refuses %j in place of a tensor', (bad: any) => {
  expect(() => gaussianNoise(0.5)(bad, () => 1)).toThrow(/^expected a tensor of type float32, int32 or bool, not /);
});
