import { tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/*
 * Numbers that look like none in particular and that numpy makes, too, for reference values:
 * def wave(rows, cols, phase=0): i, j = np.indices((rows, cols)); return np.sin(1 + phase + 0.7*i + 1.3*j + 0.11*i*j + 0.05*j*j)
 */
export function wave(rows: number, columns: number, phase: number = 0): Tensor2D {
  const values = Float32Array.from({ length: rows * columns }, (_, n) => {
    const [i, j] = [Math.floor(n / columns), n % columns];
    return Math.sin(1 + phase + 0.7 * i + 1.3 * j + 0.11 * i * j + 0.05 * j * j);
  });
  return tensor2d(values, [rows, columns]);
}

/** Images in [0, 1] of a wave. */
export function waveImages(shape: readonly [number, number, number, number], phase: number = 0): Tensor4D {
  const [count, ...rest] = shape;
  const flat = wave(
    count,
    rest.reduce((a, b) => a * b),
    phase,
  );
  const values = flat.dataSync<'float32'>().map((value) => value / 2 + 0.5);
  flat.dispose();
  return tensor4d(values, shape as [number, number, number, number]);
}

/** `i·7 mod 11 mod 3` for i from 0 on: three classes in no order. */
export const labelsOf = (count: number): number[] => Array.from({ length: count }, (_, i) => ((i * 7) % 11) % 3);
