import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Gaussian } from '@autoencoders/core';
import { gaussianKl, softmaxCrossEntropy, squaredError } from '@autoencoders/losses';
import type { Autoencoder, Classifier, Stack } from '@autoencoders/models';
import { evaluate, fit, pretrain } from './index.js';
import type { LevelProgress, TrainingResult } from './index.js';

declare const flat: Tensor2D;
declare const images: Tensor4D;
declare const labels: Tensor1D;
declare const plain: Autoencoder<Tensor2D>;
declare const gaussian: Autoencoder<Tensor2D, Gaussian>;
declare const classifier: Classifier<Tensor4D>;
declare const stack: Stack<Tensor4D>;

// The terms have the names of the losses.
fit(plain, flat, { loss: { squaredError } })
  .next()
  .then(({ value }) => value && value.terms.squaredError);
fit(gaussian, flat, { loss: { squaredError, gaussianKl } });
// @ts-expect-error no Gaussian bottleneck
fit(plain, flat, { loss: { gaussianKl } });
// @ts-expect-error the model takes flat rows
fit(plain, images, { loss: { squaredError } });

// A classifier takes what its encoder takes, and labels as numbers or a tensor.
fit(classifier, images, { loss: { softmaxCrossEntropy }, target: labels, validation: { data: images, target: [0, 1] } });
fit(classifier.headOnly, images, { loss: { softmaxCrossEntropy }, target: new Int32Array(3) });
evaluate(classifier, images, { loss: { softmaxCrossEntropy }, target: [0, 1, 2] });
// @ts-expect-error the encoder takes images
fit(classifier, flat, { loss: { softmaxCrossEntropy }, target: labels });
// @ts-expect-error names of classes are no labels
fit(classifier, images, { loss: { softmaxCrossEntropy }, target: ['cat', 'dog'] });

// Pre-training reads what the first level reads.
pretrain(stack, images, { loss: { squaredError }, levels: [{}, { epochs: 3 }] });
const levels: readonly TrainingResult<LevelProgress>[] = await pretrain(stack, images, { loss: { squaredError } });
console.log(levels[0]?.history.at(-1)?.level);
// @ts-expect-error the first level takes images
pretrain(stack, flat, { loss: { squaredError } });
// @ts-expect-error levels have no Gaussian bottleneck
pretrain(stack, images, { loss: { gaussianKl } });
// @ts-expect-error validation is the same data for all levels
pretrain(stack, images, { loss: { squaredError }, levels: [{ validation: 0.1 }] });
