import { backend, env, getBackend } from '@tensorflow/tfjs-core';

/** The bits of a number on the current backend: 32, or 16 on some GPUs. With 16 bits, numbers above 65,504 become infinite. */
export function precision(): 16 | 32 {
  // tfjs tests WebGL's precision with a very small tensor. The CPU computes that one, so that the test always finds 32.
  if (getBackend() === 'webgl') return env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') ? 32 : 16;
  return backend().floatPrecision();
}

/** Backends that compute asynchronously. */
const DEFERRED: ReadonlySet<string> = new Set(['webgl', 'webgpu']);

/** Whether reading a number from the current backend waits for all earlier work. */
export const readsWait = (): boolean => DEFERRED.has(getBackend());
