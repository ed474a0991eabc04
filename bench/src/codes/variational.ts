import { adam, uniform, piecewise } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl } from '@autoencoders/losses';
import { activeUnits, bernoulliLogLikelihood, negativeElbo, negativeLogLikelihood } from '@autoencoders/metrics';
import { autoencoder, gaussian } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { cast, dispose, less, slice, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Labelled } from './data.js';

export interface Variational {
  /** Nats, on the 10,000 test images. */
  readonly negativeElbo: number;
  readonly likelihood: number;
  readonly kl: number;
  /** Nats, 200 samples, on the first 2,000 test images. */
  readonly negativeLogLikelihood: number;
  readonly active: number;
  readonly epochs: number;
  readonly seconds: number;
}

/** Pixels drawn once as black or white, with the grey level as the probability of white. */
const binarised = (images: Tensor2D, seed: number): Tensor2D => tidy(() => cast(less(uniform(images.shape, seed), images), 'float32'));

/** VAE 784-400-40 on statically binarised MNIST; from three quarters of the epochs on with a fifth of the learning rate. */
export async function variational(train: Labelled, test: Labelled, epochs = 60): Promise<Variational> {
  const [data, held] = [binarised(train.images, 1), binarised(test.images, 2)];
  using model = autoencoder({
    input: [784],
    encoder: chain(dense(400), relu),
    bottleneck: gaussian(40),
    decoder: chain(dense(400), relu, dense(784)),
    output: sigmoid,
    seed: 1,
  });
  const optimizer = adam({ learningRate: piecewise(1e-3, { epochs: 0.75 * epochs }, 2e-4) });
  let seconds = 0;
  for await (const progress of fit(model, data, { loss: { binaryCrossEntropy, kl: gaussianKl }, optimizer, epochs, batch: 128, seed: 1 })) {
    seconds = progress.elapsedSeconds;
    if (progress.epoch % 5 === 0) console.error(`  epoch ${progress.epoch}: loss ${progress.loss.toFixed(2)}, ${seconds.toFixed(0)} s`);
  }
  const elbo = await negativeElbo(model, held, { likelihood: bernoulliLogLikelihood });
  const some = slice(held, 0, 2000);
  const logLikelihoods = await negativeLogLikelihood(model, some, { likelihood: bernoulliLogLikelihood, samples: 200 });
  const codes = model.encode(held);
  const { active } = await activeUnits(codes);
  dispose([data, held, some, codes]);
  return {
    negativeElbo: elbo.negativeElbo,
    likelihood: elbo.reconstruction,
    kl: elbo.kl,
    negativeLogLikelihood: logLikelihoods.reduce((a, b) => a + b, 0) / logLikelihoods.length,
    active,
    epochs,
    seconds,
  };
}
