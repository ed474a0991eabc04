import { backend, env, getBackend } from '@tensorflow/tfjs-core';

/** The bits of the current backend's numbers: 32, or 16 on a GPU that has no more, where nothing above 65,504 is finite. */
export function precision(): 16 | 32 {
  // tfjs asks WebGL by a number so small that it is worked out on the processor, and so always finds 32.
  if (getBackend() === 'webgl') return env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') ? 32 : 16;
  return backend().floatPrecision();
}

/** Backends that compute while the program goes on, so that reading a number waits for all that was asked before. */
const DEFERRED: ReadonlySet<string> = new Set(['webgl', 'webgpu']);

/** Whether reading a number makes the current backend, and the program, wait. */
export const readsWait = (): boolean => DEFERRED.has(getBackend());
