import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { setWasmBackend } from '../src/index.js';
import type { WasmInfo, WasmOptions } from '../src/index.js';

/** Numbers of kernels of ours and of tfjs's, large enough for threads to share. */
function numbers(): number[] {
  return tf.tidy(() => {
    const product = tf.matMul(tf.ones([300, 200]), tf.fill([200, 250], 0.5));
    const image = tf.conv2d(tf.ones([1, 4, 4, 3]) as Tensor4D, tf.ones([2, 2, 3, 4]) as Tensor4D, 1, 'same');
    return [tf.max(product), tf.sum(image), tf.max(tf.relu(product)), tf.sum(tf.reverse(tf.range(0, 4)))].map((x) => x.dataSync()[0]!);
  });
}
const right = [100, 588, 100, 6];

/** Has a backend compute again after whatever tfjs has that ends one, several times over. */
export function itComputesAgain(options: WasmOptions, info: WasmInfo): void {
  describe('a backend that was ended computes again', () => {
    it('after engine().reset() and setBackend', async () => {
      expect(await setWasmBackend(options)).toEqual(info);
      for (let i = 0; i < 3; i++) {
        tf.engine().reset();
        await tf.setBackend('wasm');
        expect(numbers()).toEqual(right);
      }
    });

    it('after engine().reset() and setWasmBackend, and with as many threads', async () => {
      for (let i = 0; i < 3; i++) {
        tf.engine().reset();
        expect(await setWasmBackend(options)).toEqual(info);
        expect(numbers()).toEqual(right);
      }
    });

    it('after removeBackend and setWasmBackend', async () => {
      for (let i = 0; i < 3; i++) {
        tf.removeBackend('wasm');
        expect(await setWasmBackend(options)).toEqual(info);
        expect(numbers()).toEqual(right);
      }
    });

    it('and a variable trained before is trained after', async () => {
      await setWasmBackend(options);
      const step = (): number => {
        const weight = tf.variable(tf.tensor1d([3]));
        const { grads } = tf.variableGrads(() => tf.sum(tf.square(weight)) as tf.Scalar, [weight]);
        const [gradient] = Object.values(grads);
        const value = gradient!.dataSync()[0]!;
        tf.dispose([weight, gradient!]);
        return value;
      };
      expect(step()).toBe(6);
      tf.engine().reset();
      await tf.setBackend('wasm');
      expect(step()).toBe(6);
    });
  });
}
