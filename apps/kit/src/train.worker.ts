import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import * as core from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import * as losses from '@autoencoders/losses';
import * as models from '@autoencoders/models';
import * as noise from '@autoencoders/noise';
import { setFastestBackend } from '@autoencoders/training';
import { serveTraining } from '@autoencoders/training/worker';

/** What the page sends to the start function of each backend. */
interface BackendOptions {
  /** The addresses of tfjs's WebAssembly files. */
  readonly paths: Readonly<Record<string, string>>;
}

enableProdMode();
const cpu = (): Promise<boolean> => setBackend('cpu');
/** One processor is left to the page, so that it stays responsive during training. */
const threads = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));
const wasm = ({ paths }: BackendOptions): unknown => setWasmBackend({ paths, threads, fallback: false });
// AnyAutoencoder only when they are chosen: most readers never do.
const webgl = async (): Promise<unknown> => (await import('@autoencoders/backend-webgl')).setWebglBackend({ software: true });
const webgpu = async (): Promise<unknown> => (await import('@autoencoders/backend-webgpu')).setWebgpuBackend({ software: true });
const best = (options: BackendOptions): unknown =>
  setFastestBackend({
    wasm: () => wasm(options),
    webgl: async () => (await import('@autoencoders/backend-webgl')).setWebglBackend(),
    webgpu: async () => (await import('@autoencoders/backend-webgpu')).setWebgpuBackend(),
    cpu,
  });

serveTraining({ backends: { best, wasm, webgl, webgpu, cpu }, parts: { ...core, ...layers, ...losses, ...models, ...noise } });
