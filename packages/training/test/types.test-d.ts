/*
 * Read by the type checker, never run: what a caller writes must compile, what cannot work must not.
 */
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Gaussian, Latent, Loss } from '@autoencoders/core';
import { chain, conv2d, conv2dTranspose, dense, dropout, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, freeBits, gaussianKl, l1, linearWarmUp, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian, plain } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { evaluate, fit } from '../src/index.js';

declare function setWasmBackend(): Promise<void>;
declare const flat: Tensor2D;
declare const images: Tensor4D;

// The call site to protect: a denoising convolutional β-VAE, complete.
await setWasmBackend();
using model = autoencoder({
  input: [28, 28, 1],
  encoder: chain(conv2d(16, { stride: 2 }), relu, conv2d(32, { stride: 2 }), relu, flatten, dense(64), relu),
  bottleneck: gaussian(2),
  decoder: chain(dense(7 * 7 * 32), relu, reshape([7, 7, 32]), conv2dTranspose(16, { stride: 2 }), relu, conv2dTranspose(1, { stride: 2 })),
  output: sigmoid,
  seed: 1,
});
for await (const { epoch, loss, terms } of fit(model, images, {
  loss: { likelihood: binaryCrossEntropy, kl: weighted(4, gaussianKl) },
  corrupt: maskingNoise(0.25),
  epochs: 20,
  batch: 64,
  seed: 1,
})) {
  console.log(epoch, loss, terms.kl);
  if (terms.likelihood < 80) break;
}
const codes: Tensor2D = model.encode(images);
const samples: Tensor4D = model.sample(16, { seed: 2 });
const reconstructed: Tensor4D = model.reconstruct(images);
console.log(codes, samples, reconstructed, model.decode(codes), model.interpolate(images, images, { steps: 5 }));

// Other variants are other values.
using undercomplete = autoencoder({ input: [64], encoder: chain(dense(8), relu, dropout(0.1)), decoder: dense(64) });
using spelt = autoencoder({ input: [64], encoder: dense(8), bottleneck: plain, decoder: dense(64) });
fit(undercomplete, flat, { loss: { squaredError } });
fit(undercomplete, flat, {
  loss: { squaredError, sparsity: weighted(3, sparsityKl(0.05)), small: weighted(linearWarmUp(0.1, { epochs: 3 }), l1) },
});
fit(undercomplete, flat, { loss: { squaredError }, validation: 0.1, earlyStopping: { patience: 3 }, every: 10 });
fit(undercomplete, flat, { loss: { squaredError }, validation: flat });
fit(spelt, flat, { loss: { squaredError } });
fit(model, images, { loss: { binaryCrossEntropy, kl: freeBits(0.5), l1 } });
const own: Loss<Gaussian> = ({ mean, logVar, codes: drawn, clock }) => (console.log(mean, logVar, drawn, clock.epoch), squaredError as any);
fit(model, images, { loss: { own } });

// Names of losses are the caller's, everywhere they come back.
const evaluated = await evaluate(model, images, { loss: { likelihood: binaryCrossEntropy, kl: gaussianKl } });
const kl: number = evaluated.terms.kl;
for await (const { validation } of fit(model, images, { loss: { likelihood: binaryCrossEntropy } }))
  console.log(validation?.terms.likelihood, kl);

// A run can be awaited: its epochs have the caller's names, too.
const { history, best, stopped } = await fit(model, images, { loss: { likelihood: binaryCrossEntropy } });
const likelihoods: number[] = history.map(({ terms }) => terms.likelihood);
const why: 'completed' | 'early stopping' | 'interrupted' = stopped;
console.log(likelihoods, best?.validation?.terms.likelihood, why);
// @ts-expect-error there is no loss of that name
console.log(history[0]?.terms.typo);
// @ts-expect-error best is undefined without validation and early stopping
console.log(best.epoch);
// @ts-expect-error a run gives its result when it is awaited, not before
console.log(fit(undercomplete, flat, { loss: { squaredError } }).history);

// @ts-expect-error a plain autoencoder has no mean and no logVar
fit(undercomplete, flat, { loss: { squaredError, gaussianKl } });
// @ts-expect-error nor to be weighed
fit(undercomplete, flat, { loss: { squaredError, kl: weighted(4, gaussianKl) } });
// @ts-expect-error nor to evaluate
evaluate(undercomplete, flat, { loss: { gaussianKl } });
// @ts-expect-error dense reads rank 2, conv2d gives rank 4
chain(conv2d(8), relu, dense(10));
// @ts-expect-error conv2d reads rank 4, dense gives rank 2
chain(dense(8), conv2d(10));
// @ts-expect-error flat data for an image model
fit(model, flat, { loss: { binaryCrossEntropy } });
// @ts-expect-error images for a flat model
fit(undercomplete, images, { loss: { squaredError } });
// @ts-expect-error flat validation data for an image model
fit(model, images, { loss: { binaryCrossEntropy }, validation: flat });
// @ts-expect-error flat data to encode with an image model
model.encode(flat);
// @ts-expect-error images to evaluate a flat model on
evaluate(undercomplete, images, { loss: { squaredError } });
// @ts-expect-error the decoder gives rank 2, the encoder reads rank 4
autoencoder({ input: [28, 28, 1], encoder: chain(conv2d(8), flatten), decoder: chain(dense(784)) });
// @ts-expect-error the decoder gives rank 4, the encoder reads rank 2
autoencoder({ input: [784], encoder: dense(8), decoder: chain(dense(784), reshape([28, 28, 1])) });
// @ts-expect-error the encoder must end flat
autoencoder({ input: [28, 28, 1], encoder: conv2d(8), decoder: chain(dense(784), reshape([28, 28, 1])) });
// @ts-expect-error a plain autoencoder has nothing to sample from
undercomplete.sample(4);
// @ts-expect-error nor has one that says that it is plain
spelt.sample(4);
for await (const { terms, validation } of fit(model, images, { loss: { likelihood: binaryCrossEntropy } })) {
  // @ts-expect-error there is no loss of that name
  console.log(terms.typo);
  // @ts-expect-error nor in validation
  console.log(validation?.terms.typo);
}
// @ts-expect-error there is no loss of that name
console.log(evaluated.terms.typo);
// @ts-expect-error losses have names
fit(undercomplete, flat, { loss: squaredError });
// @ts-expect-error there is no such option
fit(undercomplete, flat, { loss: { squaredError }, epoch: 3 });
// @ts-expect-error what is yielded is read only
for await (const progress of fit(undercomplete, flat, { loss: { squaredError } })) progress.loss = 0;
// @ts-expect-error and so is what awaiting gives
history.pop();

const latent: Latent = { codes };
console.log(latent);
