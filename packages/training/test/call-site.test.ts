import '@tensorflow/tfjs-backend-cpu';
import { memory, reshape } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { uniform } from '@autoencoders/core';
import { chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape as reshaped, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { expect, test } from 'vitest';
import { fit } from '../src/index.js';

/** A denoising convolutional β-VAE, complete; only the number of images, of epochs and the batch are smaller here. */
test('the whole call site trains, leaves the loop, encodes, and frees everything', async () => {
  const images: Tensor4D = reshape(uniform([4, 784], 1), [4, 28, 28, 1]);
  const before = memory().numTensors;
  const seen: number[] = [];
  {
    using model = autoencoder({
      input: [28, 28, 1],
      encoder: chain(conv2d(16, { stride: 2 }), relu, conv2d(32, { stride: 2 }), relu, flatten, dense(64), relu),
      bottleneck: gaussian(2),
      decoder: chain(
        dense(7 * 7 * 32),
        relu,
        reshaped([7, 7, 32]),
        conv2dTranspose(16, { stride: 2 }),
        relu,
        conv2dTranspose(1, { stride: 2 }),
      ),
      output: sigmoid,
      seed: 1,
    });
    for await (const { epoch, loss, terms } of fit(model, images, {
      loss: { likelihood: binaryCrossEntropy, kl: weighted(4, gaussianKl) },
      corrupt: maskingNoise(0.25),
      epochs: 3,
      batch: 2,
      seed: 1,
    })) {
      seen.push(loss);
      expect(loss).toBeCloseTo(terms.likelihood + terms.kl, 8);
      if (epoch === 2) break;
    }
    const codes = model.encode(images);
    expect(codes.shape).toEqual([4, 2]);
    codes.dispose();
  }
  expect(seen).toHaveLength(2);
  expect(seen[1]).toBeLessThan(seen[0]!);
  expect(memory().numTensors).toBe(before);
  images.dispose();
});
