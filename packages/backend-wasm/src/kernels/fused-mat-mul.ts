import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { withSecond } from './mat-mul.js';
import type { Attrs, Inputs } from './mat-mul.js';
import { composedKernel } from './composed-kernel.js';
import type { Runner } from './composed-kernel.js';

interface FusedInputs extends Inputs {
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}
interface FusedAttrs extends Attrs {
  readonly activation: string;
  readonly leakyreluAlpha?: number;
}

/** Whether a bias has one number for every column of B; of others tfjs does not check the size. */
const fits = (b: TensorInfo, bias: TensorInfo | undefined): boolean =>
  !bias || (bias.shape.length === 1 && bias.shape[0] === b.shape.at(-1));

/**
 * activation(A·B + bias), fused. With transposed sides or a batch tfjs adds the wrong numbers of a bias, and it takes
 * biases of one axis and of full length only; there, one kernel follows the other.
 */
export function fusedMatMul(stock: KernelConfig): KernelConfig {
  return composedKernel<FusedInputs, FusedAttrs>('_FusedMatMul', (runner, inputs, attrs) => {
    const { backend, run, free } = runner;
    const { a, b, bias } = inputs;
    const one = a.shape[0] === 1 && b.shape[0] === 1 && !a.shape.includes(0) && !b.shape.includes(0);
    if (one && !attrs.transposeA && !attrs.transposeB && fits(b, bias))
      return withSecond(
        runner,
        b,
        (second) => stock.kernelFunc({ inputs: { ...inputs, b: second }, attrs: { ...attrs }, backend }) as TensorInfo,
      );
    let result = run('BatchMatMul', { a, b }, { transposeA: attrs.transposeA, transposeB: attrs.transposeB });
    const then = (next: TensorInfo): void => {
      free(result);
      result = next;
    };
    if (bias) then(run('Add', { a: result, b: bias }));
    if (attrs.activation !== 'linear') then(activated(runner, result, inputs, attrs));
    return result;
  });
}

const activations: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
};

function activated(
  { run }: Runner,
  x: TensorInfo,
  { preluActivationWeights }: FusedInputs,
  { activation, leakyreluAlpha }: FusedAttrs,
): TensorInfo {
  return run(activations[activation]!, preluActivationWeights ? { x, alpha: preluActivationWeights } : { x }, { alpha: leakyreluAlpha });
}
