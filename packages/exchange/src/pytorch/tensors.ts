import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { showUntrusted, tensorBytes } from '@autoencoders/core/internal';
import type { TensorBytes } from '@autoencoders/core/internal';

/** A tensor of another tool as floats. */
export interface FloatTensor {
  readonly shape: Shape;
  readonly values: () => Float32Array;
}

/** The tensors of floats in a safetensors file of any tool. Whole numbers, such as counters, are left out. */
export function floatTensors(bytes: Uint8Array): Readonly<Record<string, FloatTensor>> {
  const entries = Object.entries(tensorBytes(bytes)).filter(([, { dtype }]) => Object.hasOwn(readers, dtype));
  return Object.fromEntries(entries.map(([name, tensor]) => [name, { shape: tensor.shape, values: () => floatsOf(name, tensor) }]));
}

function floatsOf(name: string, { dtype, data }: TensorBytes): Float32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const { size, read } = readers[dtype]!;
  const values = Float32Array.from({ length: data.length / size }, (_, i) => read(view, i * size));
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new InputError(`loadPytorch: the file has ${bad} among the numbers of ${showUntrusted(name)}`);
  return values;
}

/** How the numbers of each type are read. */
const readers: Readonly<Record<string, { readonly size: number; readonly read: (view: DataView, at: number) => number }>> = {
  F64: { size: 8, read: (view, at) => view.getFloat64(at, true) },
  F32: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  F16: { size: 2, read: (view, at) => half(view.getUint16(at, true)) },
  BF16: { size: 2, read: (view, at) => brain(view.getUint16(at, true)) },
};

/** IEEE 754's 16-bit float: 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

const cell = new DataView(new ArrayBuffer(4));

/** The first half of a 32-bit float. */
function brain(bits: number): number {
  cell.setUint16(2, bits, true);
  return cell.getFloat32(0, true);
}
