import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { engine, env, getBackend, removeBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import single from '../kernels/files/tfjs-backend-wasm-simd.js';
import plain from '../kernels/files/tfjs-backend-wasm.js';
import threaded from '../kernels/files/tfjs-backend-wasm-threaded-simd.js';
import { setWasmBackend } from './index.js';
import { fileNames } from './modules.js';

const dist = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

it.each([plain, single, threaded].map((base64, i) => [fileNames[i]!, base64]))('%s is embedded as tfjs has it', (name, base64) => {
  expect(gunzipSync(Buffer.from(base64!, 'base64')).equals(readFileSync(join(dist, name!)))).toBe(true);
});

it('leaves the fetch of tfjs as it was, and starts again', async () => {
  const { fetch } = env().platform;
  await setWasmBackend();
  expect(env().platform.fetch).toBe(fetch);
  removeBackend('wasm');
  expect(engine().registry).not.toHaveProperty('wasm');
  await setWasmBackend();
  expect(getBackend()).toBe('wasm');
});

it('other addresses are fetched as before while it starts', async () => {
  const started = setWasmBackend();
  const text = await (await env().platform.fetch('data:text/plain,hello')).text();
  await started;
  expect(text).toBe('hello');
});
