import type { Margins, PerAxis } from './operation.js';

/** A kernel or a window that moves over axes. */
export interface Window {
  readonly size: PerAxis;
  readonly stride: PerAxis;
  readonly dilation: PerAxis;
  readonly padding: 'same' | 'valid';
}

/** How many places a window spans: (size − 1)·dilation + 1. */
const spans = ({ size, dilation }: Window): PerAxis => size.map((n, i) => (n - 1) * dilation[i]! + 1);

/** The sizes of the axes after a window moved over them. */
export function sizesAfter(sizes: PerAxis, window: Window): PerAxis {
  const span = spans(window);
  return sizes.map((n, i) => Math.ceil((window.padding === 'same' ? n : n - span[i]! + 1) / window.stride[i]!));
}

/** The zeros around axes of these sizes: for padding `same`, one more after than before if their number is odd. */
export function margins(sizes: PerAxis, window: Window): Margins {
  const [span, after] = [spans(window), sizesAfter(sizes, window)];
  const all = sizes.map((n, i) => (window.padding === 'same' ? Math.max(0, (after[i]! - 1) * window.stride[i]! + span[i]! - n) : 0));
  return { before: all.map((n) => Math.floor(n / 2)), after: all.map((n) => Math.ceil(n / 2)) };
}

/** The sizes of the axes after a transposed convolution. `wanted` is used where a convolution takes it to `sizes`. */
export function sizesBefore(sizes: PerAxis, window: Window, wanted: PerAxis | undefined): PerAxis {
  if (wanted && String(sizesAfter(wanted, window)) === String(sizes)) return wanted;
  return window.padding === 'same' ? sizes.map((n, i) => n * window.stride[i]!) : lengths(sizes, window);
}

/** What windows at `sizes` places span together, without padding. */
const lengths = (sizes: PerAxis, window: Window): PerAxis => {
  const span = spans(window);
  return sizes.map((n, i) => (n - 1) * window.stride[i]! + span[i]!);
};

/** What a transposed convolution from `sizes` to `output` removes at each side, and how many places it adds at the end. */
export function transposedMargins(
  sizes: PerAxis,
  output: PerAxis,
  window: Window,
): { readonly padding: Margins; readonly outputPadding: PerAxis } {
  const whole = lengths(sizes, window);
  return { padding: margins(output, window), outputPadding: output.map((n, i) => Math.max(0, n - whole[i]!)) };
}
