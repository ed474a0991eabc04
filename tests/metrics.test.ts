import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { leaves, normal } from '@autoencoders/core';
import { digits, take, toFlat, toImages } from '@autoencoders/datasets';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import * as metrics from '@autoencoders/metrics';
import { autoencoder, gaussian } from '@autoencoders/models';
import { add, fill, gather, mul, reshape, setBackend, slice, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
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
  const likelihood = metrics.bernoulliLogLikelihood;
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
  await setWasmBackend();
  const wasm = await measures();
  for (const [name, values] of Object.entries(cpu)) {
    const scale = Math.max(...values.map(Math.abs));
    values.forEach((value, i) => expect(Math.abs(wasm[name]![i]! - value) / scale, name).toBeLessThan(1e-4));
  }
});

/** 200 codes in two groups that are 20,000 apart, three classes in each, whose distances are about 5. */
const apart = (): Tensor2D =>
  tidy(() => {
    const groups = tensor1d(Array.from({ length: 200 }, (_, i) => (i % 2 ? 1e4 : -1e4)));
    const places = gather(
      mul(normal<any>([6, 8], 1), 1.5),
      tensor1d(
        Array.from({ length: 200 }, (_, i) => i % 6),
        'int32',
      ),
    );
    return add(add(normal([200, 8], 2), places), reshape(groups, [200, 1])) as Tensor2D;
  });

test.each(['cpu', 'wasm'])('measures of distance between groups far from each other: on %s', async (backend) => {
  await (backend === 'wasm' ? setWasmBackend() : setBackend('cpu'));
  const codes = apart();
  const labels = Array.from({ length: 200 }, (_, i) => i % 6);
  const half = (at: number): metrics.LabelledCodes => ({ codes: slice(codes, [at, 0], [100, 8]), labels: labels.slice(at, at + 100) });
  // scikit-learn 1.2 on the same float32 numbers as float64
  expect(metrics.mean(await metrics.silhouette(codes, labels))).toBeCloseTo(0.4216225, 5);
  expect((await metrics.knn(half(0), half(100), { k: 1 })).accuracy).toBe(0.99);
  const map = slice(codes, [0, 0], [200, 2]) as Tensor2D;
  expect(await metrics.trustworthiness(codes, map)).toBeCloseTo(0.8856146, 6);
  for (const each of [codes, map]) each.dispose();
});

test.each(['cpu', 'wasm'])('the likelihood of a model whose posterior is a point: on %s', async (backend) => {
  await (backend === 'wasm' ? setWasmBackend() : setBackend('cpu'));
  using model = autoencoder({ input: [3], encoder: dense(4), bottleneck: gaussian(2), decoder: dense(3), seed: 2 });
  const x = normal<any>([50, 3], 3) as Tensor2D;
  const at = async (logVar: number): Promise<Float32Array> => {
    const of = (name: string): Variable => leaves(model.weights)[`bottleneck.logVar.${name}`] as Variable;
    tidy(() => {
      of('kernel').assign(mul(of('kernel'), 0));
      of('bias').assign(fill([2], logVar));
    });
    return metrics.negativeLogLikelihood(model, x, { likelihood: metrics.gaussianLogLikelihood(1), samples: 10, seed: 4 });
  };
  // Of points, the posterior's density is all that changes: by half of the difference in each of two latents.
  const least = await at(-120);
  for (const logVar of [-90, -50, -34, -28])
    (await at(logVar)).forEach((value, i) => expect(Math.abs(value - least[i]! + 120 + logVar)).toBeLessThan(1e-3));
  x.dispose();
});
