import type { Chain, ModelOperations, Operation, Weight } from '../operation.js';

type BatchNorm = Extract<Operation, { readonly kind: 'batchNorm' }>;
type Linear = Extract<Operation, { readonly kind: 'dense' | 'convolution' | 'transposedConvolution' }>;

/** The same model with each batch norm that follows a dense layer or a convolution in the weights of that layer. */
export function withoutBatchNorm(model: ModelOperations): ModelOperations {
  const { encoder, bottleneck, decoder } = model;
  return {
    ...model,
    encoder: folded(encoder),
    bottleneck:
      bottleneck.kind === 'plain'
        ? { ...bottleneck, codes: folded(bottleneck.codes) }
        : { ...bottleneck, mean: folded(bottleneck.mean), logVar: folded(bottleneck.logVar) },
    decoder: folded(decoder),
  };
}

const folded = (chain: Chain): Chain => ({ ...chain, operations: foldBatchNorm(chain.operations) });

const isLinear = (operation: Operation | undefined): operation is Linear =>
  operation !== undefined && ['dense', 'convolution', 'transposedConvolution'].includes(operation.kind);

function foldBatchNorm(operations: readonly Operation[]): readonly Operation[] {
  const found: Operation[] = [];
  for (const operation of operations) {
    const before = found.at(-1);
    if (operation.kind === 'batchNorm' && isLinear(before)) found[found.length - 1] = scaled(before, operation);
    else if (operation.kind === 'residual') found.push({ ...operation, operations: foldBatchNorm(operation.operations) });
    else found.push(operation);
  }
  return found;
}

/** γ·(y − mean) / √(variance + ε) + β of y = x·kernel + bias, as another kernel and bias. */
function scaled(linear: Linear, { gamma, beta, mean, variance, epsilon }: BatchNorm): Linear {
  const gains = Float64Array.from(gamma.values, (value, i) => value / Math.sqrt(variance.values[i]! + epsilon));
  const outputOf = outputs(linear);
  const { kernel, bias } = linear;
  const offset = (value: number, i: number): number => (value - mean.values[i]!) * gains[i]! + beta.values[i]!;
  return {
    ...linear,
    kernel: { ...kernel, values: kernel.values.map((value, i) => value * gains[outputOf(i)]!) },
    bias: bias ? { ...bias, values: bias.values.map(offset) } : noBias(linear, beta, offset),
  };
}

const noBias = ({ path }: Linear, { shape, values }: Weight, offset: (value: number, i: number) => number): Weight => ({
  path: `${path}.bias`,
  shape,
  values: values.map((_, i) => offset(0, i)),
});

/** Which number of the output each number of the kernel belongs to. */
function outputs(linear: Linear): (i: number) => number {
  const [rows, columns] = linear.kernel.shape.slice(-2) as [number, number];
  if (linear.kind === 'convolution' || (linear.kind === 'dense' && !linear.transposed)) return (i) => i % columns;
  if (linear.kind === 'dense') return (i) => Math.floor(i / columns);
  // [… positions, outputs of a group, inputs]
  const inGroup = columns / linear.groups;
  return (i) => Math.floor((i % columns) / inGroup) * rows + (Math.floor(i / columns) % rows);
}
