import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Pool } from '../src/threads/pool.js';

/** AssemblyScript with the function that `squareByPool` calls. */
export const squareSource = `
  export function square(x: usize, y: usize, begin: i32, end: i32): void {
    for (let i = begin; i < end; i++) store<f32>(y + 4 * i, load<f32>(x + 4 * i) * load<f32>(x + 4 * i));
  }
`;

/** Squares 0 … n − 1 in the heap of the WASM backend by a pool. Gives the largest difference from tfjs's squares. */
export async function squareByPool(pool: Pool, n: number): Promise<number> {
  const backend = tf.backend() as BackendWasm;
  const x = tf.range(0, n);
  const y = backend.makeOutput([n], 'float32');
  const [from, to] = [backend.getMemoryOffset(x.dataId), backend.getMemoryOffset(y.dataId)];
  pool.run([
    { name: 'square', numbers: [from, to, 0, n / 2] },
    { name: 'square', numbers: [from, to, n / 2, n] },
  ]);
  const difference = tf.max(tf.abs(tf.sub(tf.engine().makeTensorFromTensorInfo(y), tf.square(x))));
  return (await difference.data())[0]!;
}
