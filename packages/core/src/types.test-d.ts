import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { chain, seeded } from './index.js';
import type { Gaussian, Latent, Layer, Loss, ShapePreserving } from './index.js';

declare const dense: Layer<Tensor2D>;
declare const conv2d: Layer<Tensor4D>;
declare const flatten: Layer<Tensor4D, Tensor2D>;
declare const reshape: Layer<Tensor2D, Tensor4D>;
declare const relu: ShapePreserving;

/** Passes when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T => true as T;

// A chain takes what its first layer takes and gives what its last gives; layers that keep shapes fit anywhere.
const encoder = chain(relu, conv2d, relu, flatten, relu, dense, relu);
is<Same<typeof encoder, Layer<Tensor4D, Tensor2D>>>();
const decoder = chain(dense, relu, reshape, conv2d);
is<Same<typeof decoder, Layer<Tensor2D, Tensor4D>>>();
const indifferent = chain(relu, relu);
is<Same<typeof indifferent, Layer<Tensor, Tensor>>>();
const nested = chain(chain(conv2d, relu), chain(flatten, dense));
is<Same<typeof nested, Layer<Tensor4D, Tensor2D>>>();
chain();

// @ts-expect-error dense reads rank 2, conv2d gives rank 4
chain(conv2d, relu, dense);
// @ts-expect-error conv2d reads rank 4, dense gives rank 2
chain(dense, conv2d);
// @ts-expect-error the chain inside ends in rank 2
chain(chain(conv2d, flatten), conv2d);
// @ts-expect-error the chain inside begins with rank 4
chain(dense, chain(relu, conv2d));
// @ts-expect-error flatten reads rank 4, and has been before
chain(conv2d, flatten, flatten);
// @ts-expect-error an activation is no factory: relu, not relu()
chain(dense, relu());
// @ts-expect-error dense is a factory elsewhere, here it is a layer; functions are no layers
chain(dense, () => relu);

declare const flat: Tensor2D;
declare const images: Tensor4D;
const { weights } = encoder.init([28, 28, 1], { seeds: seeded(1) });
const codes = encoder.apply(weights, images, { training: false });
is<Same<typeof codes, Tensor2D>>();
// @ts-expect-error the encoder takes images
encoder.apply(weights, flat, { training: false });

// A loss on any code fits where a Gaussian one is asked for, not the other way round.
declare const onCodes: Loss;
declare const onGaussians: Loss<Gaussian>;
const fits: Loss<Gaussian> = onCodes;
// @ts-expect-error codes alone have no mean and logVar
const doesNotFit: Loss<Latent> = onGaussians;
void [fits, doesNotFit];
