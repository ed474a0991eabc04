import { broadcast_util, util } from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { valuesOf } from './heap.js';
import { kernel, shaped } from './run.js';
import type { Runner } from './run.js';

/*
 * Greater, lesser and clipped numbers, with NaN wherever an input is NaN. tfjs's own kernels give the other input, or a
 * bound, so that training goes on with a number that nobody computed.
 */

interface Pair {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

/** `f` of x in a larger shape, its values repeated along the axes that it lacks. */
function broadcast<T>({ run, free }: Runner, x: TensorInfo, shape: number[], f: (x: TensorInfo) => T): T {
  if (util.sizeFromShape(x.shape) === util.sizeFromShape(shape)) return f(x);
  const own = [...shape.slice(x.shape.length).fill(1), ...x.shape];
  const whole = run('Tile', { x: shaped(x, own) }, { reps: shape.map((size, axis) => size / own[axis]!) });
  const result = f(whole);
  free(whole);
  return result;
}

const extreme =
  (name: 'Maximum' | 'Minimum', choose: (a: number, b: number) => number) =>
  (stock: KernelConfig): KernelConfig =>
    kernel<Pair, object>(name, (runner, { a, b }) => {
      if (a.dtype !== 'float32' || b.dtype !== 'float32')
        return stock.kernelFunc({ inputs: { a, b }, attrs: {}, backend: runner.backend }) as TensorInfo;
      const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      if (shape.includes(0)) return runner.backend.makeOutput(shape, 'float32');
      return broadcast(runner, a, shape, (left) =>
        broadcast(runner, b, shape, (right) => {
          const out = runner.backend.makeOutput(shape, 'float32');
          const [as, bs, ys] = [valuesOf(runner, left), valuesOf(runner, right), valuesOf(runner, out)];
          for (let i = 0; i < ys.length; i++) ys[i] = choose(as[i]!, bs[i]!);
          return out;
        }),
      );
    });

export const maximum: (stock: KernelConfig) => KernelConfig = extreme('Maximum', Math.max);
export const minimum: (stock: KernelConfig) => KernelConfig = extreme('Minimum', Math.min);

/** `ClipByValue`. */
export const clip = (stock: KernelConfig): KernelConfig =>
  kernel<{ x: TensorInfo }, { clipValueMin: number; clipValueMax: number }>('ClipByValue', (runner, { x }, attrs) => {
    if (x.dtype !== 'float32') return stock.kernelFunc({ inputs: { x }, attrs: { ...attrs }, backend: runner.backend }) as TensorInfo;
    const out = runner.backend.makeOutput(x.shape, 'float32');
    const [xs, ys] = [valuesOf(runner, x), valuesOf(runner, out)];
    for (let i = 0; i < ys.length; i++) ys[i] = Math.min(attrs.clipValueMax, Math.max(attrs.clipValueMin, xs[i]!));
    return out;
  });
