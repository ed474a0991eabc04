import '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import * as core from '@autoencoders/core';
import * as layers from '@autoencoders/layers';
import * as losses from '@autoencoders/losses';
import * as models from '@autoencoders/models';
import * as noise from '@autoencoders/noise';
import { setFastestBackend } from '@autoencoders/training';
import { serve } from '@autoencoders/training/worker';

/** What the page tells each backend. */
interface Told {
  readonly paths: Readonly<Record<string, string>>;
}

enableProdMode();
const cpu = (): Promise<boolean> => setBackend('cpu');
/** One processor is the page's, which is to answer while training takes the others. */
const threads = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));
const wasm = ({ paths }: Told): unknown => setWasmBackend({ paths, threads });
// Loaded when they are asked for: most pages never do.
const webgl = async (): Promise<unknown> => (await import('@autoencoders/backend-webgl')).setWebglBackend({ software: true });
const webgpu = async (): Promise<unknown> => (await import('@autoencoders/backend-webgpu')).setWebgpuBackend({ software: true });
const best = (told: Told): unknown =>
  setFastestBackend({
    wasm: () => wasm(told),
    webgl: async () => (await import('@autoencoders/backend-webgl')).setWebglBackend(),
    webgpu: async () => (await import('@autoencoders/backend-webgpu')).setWebgpuBackend(),
    cpu,
  });

serve({ backends: { best, wasm, webgl, webgpu, cpu }, parts: { ...core, ...layers, ...losses, ...models, ...noise } });
