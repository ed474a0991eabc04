import type { Gemm } from '@autoencoders/backend-wasm/gemm';

/*
 * What is worth a call of the BLAS: a rule rather than a measurement at each start, so that two runs of a program give the
 * same numbers to the last bit. It was measured by `npm run bench -- --only products`; docs/decisions has the figures.
 */

/** Multiply-adds below which our kernels are done before the BLAS has started. */
const PRODUCT = 2 ** 12;

/** Multiply-adds, and numbers of a patch, below which writing patches down takes about as long as it saves. */
const CONVOLUTION = 2 ** 18;
const TAPS = 128;

export const worthIt: Pick<Gemm, 'takes' | 'convolves'> = {
  takes: (m, n, k) => m * n * k >= PRODUCT,
  convolves: (places, filters, taps) => taps >= TAPS && places * filters * taps >= CONVOLUTION,
};
