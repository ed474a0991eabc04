/// <reference types="vite/client" />
import { setWasmBackend } from '@autoencoders/backend-wasm';
import type { WasmInfo } from '@autoencoders/backend-wasm';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import type { Layer } from '@autoencoders/core';
import { meanSquaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { enableProdMode, randomUniform } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D } from '@tensorflow/tfjs-core';

/** What the benchmark calls from outside. */
declare global {
  var start: (threads: number) => Promise<WasmInfo>;
  /** Milliseconds of each of `count` training steps of a mirrored dense model, batch 128, Adam. */
  var steps: (sizes: readonly number[], count: number) => Promise<readonly number[]>;
}

const paths = { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd, 'tfjs-backend-wasm-threaded-simd.wasm': threaded };

globalThis.start = (threads) => {
  enableProdMode();
  return setWasmBackend({ paths, threads });
};

type Flat = Layer<Tensor2D>;

globalThis.steps = async (sizes, count) => {
  const [features, ...inner] = sizes as [number, ...number[]];
  const active = (size: number): Flat => chain(dense(size), relu);
  const stack = (layers: readonly Flat[]): Flat => layers.reduce((before, layer) => chain(before, layer));
  using model = autoencoder({
    input: [features],
    encoder: stack(inner.map(active)),
    decoder: chain(stack(inner.toReversed().slice(1).map(active)), dense(features)),
    output: sigmoid,
    seed: 1,
  });
  const data = randomUniform<Rank.R2>([128 * count, features], 0, 1, 'float32', 1);
  const times: number[] = [];
  let last = performance.now();
  for await (const _ of fit(model, data, { loss: { meanSquaredError }, batch: 128, epochs: 1, every: 1 })) {
    const now = performance.now();
    times.push(now - last);
    last = performance.now();
  }
  data.dispose();
  // The first step reads the data from memory.
  return times.slice(1);
};
