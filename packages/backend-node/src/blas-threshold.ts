import type { Gemm } from '@autoencoders/backend-wasm/gemm';

/*
 * When to call the BLAS. The limits are fixed, not measured at each start, so that two runs of a program give the same numbers to
 * the last bit. They come from `npm run bench -- --only products`; docs/decisions has the figures.
 */

/** Below so many multiply-adds, our kernels finish before the BLAS starts. */
const PRODUCT = 2 ** 12;

/** Below so many multiply-adds, or numbers of a patch, or of a filter, writing patches takes about as long as it saves. */
const CONVOLUTION = 2 ** 18;
const TAPS = 64;
const FILTER = 1024;

export const worthIt: Pick<Gemm, 'takes' | 'convolves'> = {
  takes: (m, n, k) => m * n * k >= PRODUCT,
  convolves: (places, filters, taps) => taps >= TAPS && taps * filters >= FILTER && places * filters * taps >= CONVOLUTION,
};
