import type { PerAxis, Weight } from '../operation.js';
import type { Numbers } from '../keras/place.js';

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** A kernel `[…positions, a, b]` of several groups as one of a single group, with zeros between the groups: `[…positions, a·groups, b]`. */
export function ungrouped({ shape, values }: Weight, groups: number): Numbers {
  if (groups === 1) return { shape, values };
  const [a, b] = shape.slice(-2) as [number, number];
  const places = product(shape.slice(0, -2));
  const out = new Float32Array(values.length * groups);
  for (let place = 0; place < places; place++)
    for (let i = 0; i < a; i++)
      for (let j = 0; j < b; j++) {
        const group = Math.floor(j / (b / groups));
        out[(place * a * groups + group * a + i) * b + j] = values[(place * a + i) * b + j]!;
      }
  return { shape: [...shape.slice(0, -2), a * groups, b], values: out };
}

/** A kernel with zeros between its taps, which does without `dilation`. */
export function dilated({ shape, values }: Numbers, dilation: PerAxis): Numbers {
  if (dilation.every((n) => n === 1)) return { shape, values };
  const axes = dilation.length;
  const to = shape.map((n, i) => (i < axes ? (n - 1) * dilation[i]! + 1 : n));
  const width = product(shape.slice(axes));
  const [, across = 1] = shape.slice(0, axes);
  const [, acrossTo = 1] = to.slice(0, axes);
  const out = new Float32Array(product(to));
  for (let place = 0; place < values.length / width; place++) {
    const [i, j] = [Math.floor(place / across) * dilation[0]!, (place % across) * (dilation[1] ?? 1)];
    out.set(values.subarray(place * width, (place + 1) * width), (i * acrossTo + j) * width);
  }
  return { shape: to, values: out };
}

/** `[a, b]` as `[b, a]`. */
export function transpose({ shape, values }: Weight): Numbers {
  const [a, b] = shape as [number, number];
  return { shape: [b, a], values: Float32Array.from(values, (_, i) => values[(i % a) * b + Math.floor(i / a)]!) };
}

/** Each row divided by its length, as `dictionary` has it. */
export function unitRows({ shape, values }: Weight): Numbers {
  const width = shape[1]!;
  const out = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += width) {
    let squares = 0;
    for (let i = 0; i < width; i++) squares += values[row + i]! ** 2;
    for (let i = 0; i < width; i++) out[row + i] = values[row + i]! / Math.sqrt(Math.max(squares, 1e-12));
  }
  return { shape, values: out };
}

/** A kernel over time as one over height and a width of 1. */
export const widened = ({ shape, values }: Numbers, axes: number): Numbers =>
  axes === 1 ? { shape: [shape[0]!, 1, ...shape.slice(1)], values } : { shape, values };

export const filled = (size: number, value: number): Numbers => ({ shape: [size], values: new Float32Array(size).fill(value) });
