import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { EncoderDecoder, Gaussian, Latent } from '@autoencoders/core';
import { bernoulliLogLikelihood, gaussianLogLikelihood, negativeElbo, negativeLogLikelihood, ssim } from './index.js';

declare const plain: EncoderDecoder<Tensor2D, Latent>;
declare const variational: EncoderDecoder<Tensor2D, Gaussian>;
declare const x: Tensor2D;
declare const images: Tensor4D;
const likelihood = bernoulliLogLikelihood;

void negativeElbo(variational, x, { likelihood });
void negativeLogLikelihood(variational, x, { likelihood: gaussianLogLikelihood(0.1), samples: 50 });
void ssim(images, images);

// @ts-expect-error the KL needs a mean and a variance
void negativeElbo(plain, x, { likelihood });
// @ts-expect-error so do the weights
void negativeLogLikelihood(plain, x, { likelihood });
// @ts-expect-error the data are what the model takes
void negativeElbo(variational, images, { likelihood });
// @ts-expect-error a factory is no likelihood: gaussianLogLikelihood(0.1), not gaussianLogLikelihood
void negativeElbo(variational, x, { likelihood: gaussianLogLikelihood });
// @ts-expect-error flat images have no windows
void ssim(x, x);
