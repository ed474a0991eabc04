import '@tensorflow/tfjs-backend-cpu';
import { useWasm } from '@autoencoders/backend-wasm';
import { digits, take, toFlat, toImages } from '@autoencoders/datasets';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import * as metrics from '@autoencoders/metrics';
import { autoencoder, gaussian } from '@autoencoders/models';
import { reshape, setBackend, slice } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';

/** Every measure of 200 digits, as plain numbers. */
async function measures(): Promise<Record<string, number[]>> {
  const data = take(await digits(), 200);
  const labels = data.labels!;
  const x = toFlat(data);
  const images = toImages(data);
  using model = autoencoder({
    input: [64],
    encoder: chain(dense(20), relu),
    bottleneck: gaussian(6),
    decoder: dense(64),
    output: sigmoid,
    seed: 1,
  });
  const output = model.reconstruct(x);
  const codes = model.encode(x);
  const map = slice(codes, [0, 0], [200, 2]) as Tensor2D;
  const both = { codes, labels };
  const likelihood = metrics.bernoulliLikelihood;
  const made = reshape(output, [200, 8, 8, 1]) as Tensor4D;
  const found: Record<string, ArrayLike<number> | number> = {
    squaredErrorPerExample: await metrics.squaredErrorPerExample(x, output),
    squaredErrorPerFeature: await metrics.squaredErrorPerFeature(x, output),
    psnr: await metrics.psnr(x, output),
    ssim: await metrics.ssim(images, made),
    rSquared: await metrics.rSquared(x, output),
    explainedVariance: await metrics.explainedVariance(x, output),
    negativeElbo: (await metrics.negativeElbo(model, x, { likelihood })).negativeElbo,
    negativeLogLikelihood: await metrics.negativeLogLikelihood(model, x, { likelihood, samples: 5 }),
    variances: (await metrics.activeUnits(codes)).variances,
    knn: (await metrics.knn(both, both, { k: 3 })).predicted,
    linearProbe: (await metrics.linearProbe(both, both)).accuracy,
    silhouette: await metrics.silhouette(codes, labels),
    trustworthiness: await metrics.trustworthiness(codes, map),
    meanActivation: await metrics.meanActivation(codes),
    activationDensity: await metrics.activationDensity(codes),
    hoyerSparsity: await metrics.hoyerSparsity(codes),
    populationSparsity: await metrics.populationSparsity(codes),
    lifetimeSparsity: await metrics.lifetimeSparsity(codes),
  };
  [x, images, output, made, codes, map].forEach((each) => each.dispose());
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, typeof value === 'number' ? [value] : Array.from(value)]));
}

test('every measure is the same on the CPU backend and on WASM', async () => {
  await setBackend('cpu');
  const cpu = await measures();
  await useWasm();
  const wasm = await measures();
  for (const [name, values] of Object.entries(cpu)) {
    const scale = Math.max(...values.map(Math.abs));
    values.forEach((value, i) => expect(Math.abs(wasm[name]![i]! - value) / scale, name).toBeLessThan(1e-4));
  }
});
