import type { Gaussian, Loss, TopK } from '@autoencoders/core';
import { auxK, binaryCrossEntropy, freeBits, gaussianKl, l1, sparsityKl, squaredError, weighted } from './index.js';

/** Passes when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T => true as T;

const weightedKl = weighted(4, gaussianKl);
is<Same<typeof weightedKl, Loss<Gaussian>>>();

const anyBottleneck: readonly Loss[] = [squaredError, binaryCrossEntropy, l1, sparsityKl(0.05), weighted(2, l1)];
const gaussianBottleneck: readonly Loss<Gaussian>[] = [gaussianKl, freeBits(0.1), weightedKl, ...anyBottleneck];
const topKBottleneck: readonly Loss<TopK>[] = [auxK, weighted(1 / 32, auxK), ...anyBottleneck];
void [gaussianBottleneck, topKBottleneck];

// @ts-expect-error the KL needs a mean and a variance
const kl: Loss = gaussianKl;
// @ts-expect-error so does its floor
const floor: Loss = freeBits(0.1);
// @ts-expect-error and a weight does not change that
const weightedToo: Loss = weighted(2, gaussianKl);
// @ts-expect-error a plain bottleneck has no units to spare
const spare: Loss = auxK;
// @ts-expect-error a factory is no loss: sparsityKl(0.05), not sparsityKl
weighted(2, sparsityKl);
void [kl, floor, weightedToo, spare];
