import { backend, env, getBackend } from '@tensorflow/tfjs-core';

/** How many bits the current backend's numbers have: 32, or 16 on some GPUs. With 16 bits, numbers above 65,504 are infinite. */
export function precision(): 16 | 32 {
  // tfjs tests WebGL's precision with a tensor so small that the CPU computes it, and so always finds 32.
  if (getBackend() === 'webgl') return env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') ? 32 : 16;
  return backend().floatPrecision();
}

/** Backends that compute asynchronously: reading a number waits for all earlier work. */
const DEFERRED: ReadonlySet<string> = new Set(['webgl', 'webgpu']);

/** Whether reading a number from the current backend waits for all earlier work. */
export const readsWait = (): boolean => DEFERRED.has(getBackend());
