import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { classifier, regressor, stacked } from './index.js';
import type { Autoencoder, Classifier, Level, Regressor, Stack } from './index.js';

/** Passes when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T => true as T;

const upper: Level = { encoder: chain(dense(8), sigmoid), decoder: dense(32) };
const images: Level<Tensor4D> = {
  encoder: chain(conv2d(2, { stride: 2 }), relu, flatten),
  decoder: chain(reshape([4, 4, 2]), conv2dTranspose(1, { stride: 2 })),
};

// A stack reads what its first level reads; flat levels may come from a list.
const ofImages = stacked({ input: [8, 8, 1], levels: [images, upper] });
is<Same<typeof ofImages, Stack<Tensor4D>>>();
const flat = stacked({ input: [64], levels: [64, 32].map((size): Level => ({ encoder: dense(32), decoder: dense(size) })) });
is<Same<typeof flat, Stack<Tensor2D>>>();
const deep: Autoencoder<Tensor4D> = ofImages;

// @ts-expect-error codes are flat, so that only the first level can read images
stacked({ input: [64], levels: [upper, images] });
// @ts-expect-error a level decodes to what it encodes
stacked({ input: [8, 8, 1], levels: [{ encoder: images.encoder, decoder: upper.decoder }, upper] });

// A head reads codes, so that a model with one takes what its encoder takes.
const on = classifier({ from: ofImages, classes: 3 });
is<Same<typeof on, Classifier<Tensor4D>>>();
const fresh = regressor({ input: [64], encoder: dense(3), targets: 2 });
is<Same<typeof fresh, Regressor<Tensor2D>>>();

// @ts-expect-error either a model's encoder or a fresh one
classifier({ from: flat, input: [64], encoder: dense(3), classes: 3 });
// @ts-expect-error a fresh encoder needs the shape of its input
classifier({ encoder: dense(3), classes: 3 });
// @ts-expect-error a fresh encoder is random as it is
classifier({ input: [64], encoder: dense(3), classes: 3, reinitialize: true });
void deep;
