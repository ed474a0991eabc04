import { setWasmBackend } from '../src/index.js';
import type { WasmInfo } from '../src/index.js';
import * as tf from '@tensorflow/tfjs-core';

/** What has come of `setWasmBackend` in a page. */
export interface Used {
  readonly info: WasmInfo;
  /** The largest difference of a product of matrices from the right numbers, of the largest of these. */
  readonly wrongBy: number;
}

/** Starts with the embedded files, or with `folder` for one that is not there, and multiplies two matrices. */
export async function use(threads: number, folder?: string): Promise<Used> {
  const info = await setWasmBackend({ ...(folder && { paths: folder }), threads });
  const n = 150;
  // A row and a column number added: the product has a closed form.
  const a = tf.add(tf.reshape(tf.range(0, n), [n, 1]), tf.zeros([n, n]));
  const product = tf.matMul(tf.div(a, n), tf.div(tf.transpose(a), n));
  const expected = tf.mul(tf.reshape(tf.range(0, n), [n, 1]), tf.mul(tf.reshape(tf.range(0, n), [1, n]), 1 / n));
  const [wrongBy] = await tf.div(tf.max(tf.abs(tf.sub(product, expected))), tf.max(expected)).data();
  return { info, wrongBy: wrongBy! };
}
