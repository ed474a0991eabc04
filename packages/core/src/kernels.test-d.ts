import type { Scalar, Tensor1D, Tensor2D, TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelInputs, KernelOutputs } from './kernels.js';
import { hasKernel, run } from './operations/differentiable.js';

/** Passes when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T => true as T;

declare const x: Tensor2D;
declare const kernel: Tensor2D;
declare const bias: Tensor1D;
const attrs = { activation: 'relu', transposed: false } as const;

// A kernel by its name: its inputs, attributes and outputs are known.
const made = run('FusedAffine', { x, kernel, bias }, attrs);
is<Same<typeof made, readonly [y: Tensor2D]>>();
const found = run('GaussianKl', { mean: x, logVar: x }, { scale: 1 });
is<Same<(typeof found)[0], Scalar>>();
run('RandomNumbers', {}, { shape: [2], seed: 1, distribution: 'normal', mean: 0, stddev: 1 });
run('AdamStep', [x, x, x, x], { count: 1, beta1: 0, beta2: 0, scale: 1, root: 1, epsilon: 0, keep: 1, inPlace: false });
hasKernel('Corruption');

// @ts-expect-error there is no such kernel
run('FusedDense', { x, kernel, bias }, attrs);
// @ts-expect-error nor does anybody have it
hasKernel('FusedDense');
// @ts-expect-error the bias is missing
run('FusedAffine', { x, kernel }, attrs);
// @ts-expect-error a bias has one axis
run('FusedAffine', { x, kernel, bias: kernel }, attrs);
// @ts-expect-error the attribute is called transposed
run('FusedAffine', { x, kernel, bias }, { activation: 'relu', transpose: true });
// @ts-expect-error there is no such activation
run('FusedAffine', { x, kernel, bias }, { activation: 'swish', transposed: false });
// @ts-expect-error a normal distribution has a mean, no least number
run('RandomNumbers', {}, { shape: [2], seed: 1, distribution: 'normal', least: 0, stddev: 1 });
// @ts-expect-error the inputs of a step have no names
run('SgdStep', { gradient: x, weight: x }, { count: 1, learningRate: 1, momentum: 0, nesterov: false });

// What a backend gets and gives.
declare const info: TensorInfo;
is<Same<KernelInputs<'FusedAffine'>, { readonly x: TensorInfo; readonly kernel: TensorInfo; readonly bias: TensorInfo }>>();
is<Same<KernelInputs<'SgdStep'>, readonly TensorInfo[]>>();
const alone: KernelOutputs<'FusedAffine'> = info;
const listed: KernelOutputs<'FusedAffine'> = [info];
// @ts-expect-error a loss has a gradient, too
const value: KernelOutputs<'PointwiseLoss'> = [info];
// @ts-expect-error of two outputs, neither may come alone
const single: KernelOutputs<'PointwiseLoss'> = info;
const steps: KernelOutputs<'AdamStep'> = [info, info, info];
void [alone, listed, value, single, steps];
