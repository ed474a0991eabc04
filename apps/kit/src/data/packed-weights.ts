import { parseSafetensors, toSafetensors } from '@autoencoders/core/internal';
import type { StoredTensor } from '@autoencoders/core/internal';

/*
 * Weights as bytes. A kernel [inputs …, outputs] becomes whole numbers of steps: each output has a step of its own, a share of the root mean square
 * of its weights. Most weights are then a few steps, so that gzip needs about five bits for each. Biases, which are few, stay float32.
 * The steps are further tensors, named after their kernel.
 */
const STEPS = ':steps';
/** The byte of 0. */
const ZERO = 128;
const MOST = 127;

/**
 * The file of a model with its kernels as bytes. The fineness is how many steps the root mean square is: more is more exact, and larger. With
 * Infinity, the steps are as small as bytes allow. Tensors whose fineness is undefined stay as they are.
 */
export function packWeights(file: Uint8Array, finenessOf: number | ((tensor: string) => number | undefined)): Uint8Array {
  const { tensors, metadata } = parseSafetensors(file);
  const packed = Object.entries(tensors).flatMap(([name, tensor]): [string, StoredTensor][] => {
    const { shape, values } = tensor;
    const fineness = typeof finenessOf === 'number' ? finenessOf : finenessOf(name);
    if (shape.length < 2 || fineness === undefined) return [[name, tensor]];
    const steps = stepsOf(tensor, fineness);
    const bytes = Uint8Array.from(values, (value, i) => ZERO + Math.round(value / steps[i % steps.length]!));
    return [
      [name, { shape, values: bytes }],
      [`${name}${STEPS}`, { shape: [steps.length], values: steps }],
    ];
  });
  return toSafetensors({ tensors: Object.fromEntries(packed), metadata });
}

/** The step of each output: so large that 127 of them reach its largest weight. Where all weights are 0, it is 1. */
function stepsOf({ shape, values }: StoredTensor, fineness: number): Float32Array {
  const outputs = shape.at(-1)!;
  const [squares, largest] = [new Float64Array(outputs), new Float64Array(outputs)];
  values.forEach((value, i) => {
    squares[i % outputs]! += value * value;
    largest[i % outputs] = Math.max(largest[i % outputs]!, Math.abs(value));
  });
  const rows = values.length / outputs;
  return Float32Array.from(squares, (sum, i) => Math.max(Math.sqrt(sum / rows) / fineness, (1.0001 * largest[i]!) / MOST) || 1);
}

/** The file of a model from one whose kernels are bytes. */
export function unpackWeights(file: Uint8Array): Uint8Array {
  const { tensors, metadata } = parseSafetensors(file);
  const weights = Object.entries(tensors).flatMap(([name, { shape, values }]): [string, StoredTensor][] => {
    if (name.endsWith(STEPS)) return [];
    const steps = tensors[`${name}${STEPS}`]?.values;
    return [[name, { shape, values: steps ? Float32Array.from(values, (byte, i) => (byte - ZERO) * steps[i % steps.length]!) : values }]];
  });
  return toSafetensors({ tensors: Object.fromEntries(weights), metadata });
}
