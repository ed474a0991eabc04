/// <reference types="@webgpu/types" />
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine, findBackendFactory, getBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { InputError, onLost as whenLost } from '@autoencoders/core';
import { checkBoolean, checkFunction, checkOptions } from '@autoencoders/core/operations';
import { declareFound, declareLost, precision, registerGpuKernels } from '@autoencoders/core/internal';
import { compute } from './compute.js';
import { gpu } from './gpu.js';

/** Options of `setWebgpuBackend`. */
export interface WebgpuOptions {
  /** Whether to accept a GPU that the CPU only emulates, which is slower than WASM. Default false. */
  readonly software?: boolean;
  /** Whether to prefer the GPU that uses less power, if there are two. Default false. */
  readonly lowPower?: boolean;
  /** Called once, when the device is lost. Its tensors are gone. Call `setWebgpuBackend` again for a new device. */
  readonly onLost?: () => void;
}

/** What `setWebgpuBackend` runs on. */
export interface WebgpuInfo {
  readonly precision: 16 | 32;
  /** The name of the GPU, if the browser (in Node, Dawn) tells it. */
  readonly adapter: string | undefined;
}

const NAME = 'webgpu';

/**
 * Sets tfjs's WebGPU backend and returns what it runs on. Works in pages, and in Node if the package `webgpu` is installed. After its
 * device was lost, it starts again on a new one, without the old tensors. Throws an `InputError` for a wrong option, if there is no
 * WebGPU or no GPU for it, and if the GPU is only emulated and `software` is false. The backend that was set before then stays.
 */
export async function setWebgpuBackend(options: WebgpuOptions = {}): Promise<WebgpuInfo> {
  checkOptions('setWebgpuBackend', options, { software: true, lowPower: true, onLost: true });
  const { software = false, lowPower = false, onLost } = options;
  checkBoolean('setWebgpuBackend', 'software', software);
  checkBoolean('setWebgpuBackend', 'lowPower', lowPower);
  if (onLost !== undefined) checkFunction('setWebgpuBackend', 'onLost', onLost);
  if (gone) forget();
  running ??= start({ software, lowPower }).catch((error: unknown) => {
    running = undefined;
    throw error;
  });
  const { adapter, emulated } = await running;
  if (emulated && !software) {
    if (getBackend() !== NAME) running = undefined;
    throw new InputError(
      `setWebgpuBackend: WebGPU is only emulated here (${adapter}), which is slower than WASM; setWebgpuBackend({ software: true }) takes it`,
    );
  }
  if (getBackend() !== NAME) await setBackend(NAME);
  if (onLost) {
    const end = whenLost((name) => {
      if (name !== NAME) return;
      end();
      onLost();
    });
  }
  return { precision: precision(), adapter };
}

/** A backend on its device. */
interface Running {
  readonly adapter: string | undefined;
  readonly emulated: boolean;
}

let running: Promise<Running> | undefined;
let gone = false;

function forget(): void {
  running = undefined;
  gone = false;
  if (NAME in engine().registry) removeBackend(NAME);
}

/** Limits that tfjs's kernels need above the defaults of WebGPU. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

async function start({ lowPower, software }: Required<Pick<WebgpuOptions, 'lowPower' | 'software'>>): Promise<Running> {
  const adapter = await (await gpu()).requestAdapter({ powerPreference: lowPower ? 'low-power' : 'high-performance' });
  if (!adapter) throw new InputError('setWebgpuBackend: there is no GPU that WebGPU can use here; use the WASM backend instead');
  // Not tfjs's own start: it does not say why there is no adapter, and it keeps a device that was lost.
  const info = 'info' in adapter ? (adapter.info as GPUAdapterInfo) : await (adapter as GPUAdapter).requestAdapterInfo();
  const name = [info.vendor, info.architecture, info.description, info.device].filter(Boolean).join(' ') || undefined;
  const emulated =
    (info as { isFallbackAdapter?: boolean }).isFallbackAdapter === true ||
    adapter.isFallbackAdapter === true ||
    /swiftshader|llvmpipe/i.test(name ?? '');
  if (emulated && !software) return { adapter: name, emulated };
  const features = ['timestamp-query', 'bgra8unorm-storage'].filter((feature) => adapter.features.has(feature)) as GPUFeatureName[];
  const device = await adapter.requestDevice({
    requiredFeatures: features,
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  if (findBackendFactory(NAME)) removeBackend(NAME);
  registerBackend(NAME, () => new WebGPUBackend(device, info as never), 3);
  if (!(await setBackend(NAME))) throw new InputError('setWebgpuBackend: WebGPU did not start; the console says why');
  registerGpuKernels(NAME, compute);
  declareFound(NAME);
  void device.lost.then(({ message }) => {
    gone = true;
    declareLost(NAME, message || 'its WebGPU device was lost');
  });
  return { adapter: name, emulated };
}
