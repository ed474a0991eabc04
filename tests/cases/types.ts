import { leaves, seeded } from '@autoencoders/core';
import { bits } from '@autoencoders/core/internal';
import type { Corruption, Loss, Pass } from '@autoencoders/core';
import { averagePool2d, chain, conv2d, dense, flatten, maxPool2d, relu, reshape, sigmoid } from '@autoencoders/layers';
import * as losses from '@autoencoders/losses';
import * as metrics from '@autoencoders/metrics';
import { autoencoder, classifier, gaussian, gaussianMixture, pca } from '@autoencoders/models';
import { clip, compose, gaussianNoise, maskingNoise, saltAndPepper } from '@autoencoders/noise';
import { evaluate, fit } from '@autoencoders/training';
import { cast, dispose, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/*
 * Everything that takes data, given numbers of one type: float32, or whole numbers or truth values of the same worth.
 */

export type Type = 'float32' | 'int32' | 'bool';

/** Zeros and ones: they have all types. */
const binary = (shape: readonly number[], type: Type, seed: number = 1): Tensor =>
  tensor(
    Array.from(
      bits(
        shape.reduce((a, b) => a * b, 1),
        seed,
      ),
      (word) => word & 1,
    ),
    [...shape],
    type,
  );

/** Whole numbers from 0 to 15, and for truth values zeros and ones. */
const whole = (shape: readonly number[], type: Type, seed: number = 1): Tensor =>
  type === 'bool'
    ? binary(shape, type, seed)
    : tensor(
        Array.from(
          bits(
            shape.reduce((a, b) => a * b, 1),
            seed,
          ),
          (word) => word & 15,
        ),
        [...shape],
        type,
      );

const corruptions: Readonly<Record<string, Corruption>> = {
  gaussianNoise: gaussianNoise(0.5),
  maskingNoise: maskingNoise(0.5),
  'maskingNoise of nothing': maskingNoise(0),
  saltAndPepper: saltAndPepper(0.5),
  clip: clip(0.2, 0.8),
  compose: compose(clip(0.2, 0.8), gaussianNoise(0.1)),
};

const {
  auxK,
  binaryCrossEntropy,
  freeBits,
  gaussianKl,
  huber,
  l1,
  l2,
  meanAbsoluteError,
  meanSquaredError,
  softmaxCrossEntropy,
  sparsityKl,
  squaredError,
} = losses;
const every: Readonly<Record<string, Loss<any>>> = {
  auxK,
  binaryCrossEntropy,
  freeBits: freeBits(0.1),
  gaussianKl,
  huber: huber(0.3),
  l1,
  l2,
  meanAbsoluteError,
  meanSquaredError,
  sparsityKl: sparsityKl(0.2),
  squaredError,
};

/** A pass all of whose tensors have one type. */
const passOf = (type: Type): Pass<any> => {
  const [target, output, codes, mean, logVar] = [1, 2, 3, 4, 5].map((seed) => binary([4, 6], type, seed)) as Tensor2D[];
  const decode = (x: Tensor2D): Tensor2D => cast(x, 'float32');
  return {
    target,
    output: () => output,
    logits: output,
    codes,
    mean,
    logVar,
    decode,
    auxiliaryCodes: () => codes,
    clock: { step: 0, epoch: 0 },
  } as Pass<any>;
};

const pictures = () =>
  autoencoder<Tensor4D>({
    input: [4, 4, 1],
    encoder: chain(conv2d(2), maxPool2d(2), averagePool2d(2), flatten, dense(2)),
    decoder: chain(dense(16), reshape([4, 4, 1])),
    output: sigmoid,
    seed: 1,
  });
const flat = () => autoencoder({ input: [6], encoder: chain(dense(4), relu), decoder: dense(6), output: sigmoid, seed: 1 });

/** What comes of numbers of a type, by the name of what was asked. */
export async function everythingOf(type: Type): Promise<Readonly<Record<string, readonly number[]>>> {
  const found: Record<string, readonly number[]> = {};
  const note = async (name: string, make: () => Tensor | readonly Tensor[]): Promise<void> => {
    const made = tidy(() => make() as Tensor | Tensor[]);
    const list = Array.isArray(made) ? made : [made];
    found[name] = (await Promise.all(list.map(async (t) => [...(await t.data())]))).flat();
    dispose(list);
  };
  for (const [name, corrupt] of Object.entries(corruptions)) await note(`noise, ${name}`, () => corrupt(whole([5, 7], type), seeded(3)));
  for (const [name, loss] of Object.entries(every)) await note(`loss, ${name}`, () => loss(passOf(type)));
  await note('loss, softmaxCrossEntropy', () => softmaxCrossEntropy({ ...passOf(type), target: binary([4], type) } as never));
  using image = pictures();
  using row = flat();
  using head = classifier({ from: row, classes: 2 });
  await note('encode pictures', () => image.encode(binary([3, 4, 4, 1], type) as Tensor4D));
  await note('reconstruct', () => row.reconstruct(whole([3, 6], type) as Tensor2D));
  await note('decode', () => row.decode(binary([3, 4], type) as Tensor2D));
  await note('classify', () => head.probabilities(whole([3, 6], type) as Tensor2D));
  await note('forward', () => image.forward(binary([3, 4, 4, 1], type) as Tensor4D, { training: false }).output());
  const x = binary([40, 6], type) as Tensor2D;
  const labels = binary([40], type, 9);
  for (const [name, corrupt] of Object.entries(corruptions)) {
    using model = flat();
    const options = { loss: { binaryCrossEntropy }, corrupt, epochs: 2, batch: 16 };
    for await (const { loss } of fit(model, x, { ...options, validation: 0.2 })) found[`fit, ${name}, loss`] = [loss];
    await note(`fit, ${name}, weights`, () => Object.values(leaves(model.weights)).map((leaf) => leaf.clone()));
    found[`evaluate, ${name}`] = [(await evaluate(model, x, { loss: { binaryCrossEntropy }, corrupt })).loss];
  }
  for await (const { loss } of fit(head, x, { loss: { softmaxCrossEntropy }, target: labels, epochs: 1 })) found['fit, labels'] = [loss];
  dispose([x, labels]);
  return { ...found, ...(await measuresOf(type)) };
}

/** What measures and decompositions make of numbers of a type. */
async function measuresOf(type: Type): Promise<Readonly<Record<string, readonly number[]>>> {
  const found: Record<string, readonly number[]> = {};
  const [target, output, other] = [1, 2, 3].map((seed) => binary([24, 6], type, seed)) as [Tensor2D, Tensor2D, Tensor2D];
  const [first, second] = [4, 5].map((seed) => binary([2, 12, 12, 1], type, seed)) as [Tensor4D, Tensor4D];
  const labels = Int32Array.from({ length: 24 }, (_, i) => i % 3);
  const [train, test] = [
    { codes: target, labels },
    { codes: other, labels },
  ] as const;
  using variational = autoencoder({ input: [6], encoder: dense(4), bottleneck: gaussian(2), decoder: dense(6), output: sigmoid, seed: 1 });
  const { bernoulliLogLikelihood: likelihood } = metrics;
  const measures: Readonly<Record<string, () => Promise<ArrayLike<number> | number>>> = {
    squaredErrorPerExample: () => metrics.squaredErrorPerExample(target, output),
    squaredErrorPerFeature: () => metrics.squaredErrorPerFeature(target, output),
    psnr: () => metrics.psnr(target, output),
    rSquared: () => metrics.rSquared(target, output),
    explainedVariance: () => metrics.explainedVariance(target, output),
    ssim: () => metrics.ssim(first, second),
    activationDensity: () => metrics.activationDensity(target),
    deadShare: () => metrics.deadShare(target),
    meanActivation: () => metrics.meanActivation(target),
    hoyerSparsity: () => metrics.hoyerSparsity(target),
    populationSparsity: () => metrics.populationSparsity(target),
    lifetimeSparsity: () => metrics.lifetimeSparsity(target),
    silhouette: () => metrics.silhouette(target, labels),
    trustworthiness: () => metrics.trustworthiness(target, other),
    knn: async () => (await metrics.knn(train, test)).predicted,
    linearProbe: async () => (await metrics.linearProbe(train, test)).predicted,
    activeUnits: async () => (await metrics.activeUnits(target)).variances,
    negativeElbo: async () => (await metrics.negativeElbo(variational, target, { likelihood })).negativeElbo,
    negativeLogLikelihood: () => metrics.negativeLogLikelihood(variational, target, { likelihood, samples: 3 }),
    'pca, variances': async () => {
      using components = await pca(target, 3);
      return components.variances;
    },
    'pca, codes': async () => {
      using components = await pca(target, 3);
      const made = components.encode(other);
      const values = await made.data();
      made.dispose();
      return values;
    },
    gaussianMixture: async () => {
      const mixture = await gaussianMixture(target, 2, { iterations: 3 });
      const densities = mixture.logDensity(other);
      const values = await densities.data();
      densities.dispose();
      return values;
    },
  };
  for (const [name, measure] of Object.entries(measures)) {
    const value = await measure();
    found[`measure, ${name}`] = typeof value === 'number' ? [value] : Array.from(value);
  }
  dispose([target, output, other, first, second]);
  return found;
}
