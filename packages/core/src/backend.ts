import { backend, getBackend } from '@tensorflow/tfjs-core';

/** The bits of the current backend's numbers: 32, or 16 on a GPU that has no more, where nothing above 65,504 is finite. */
export const precision = (): 16 | 32 => backend().floatPrecision();

/** Backends that compute while the program goes on, so that reading a number waits for all that was asked before. */
const DEFERRED: ReadonlySet<string> = new Set(['webgl', 'webgpu']);

/** Whether reading a number makes the current backend, and the program, wait. */
export const readsWait = (): boolean => DEFERRED.has(getBackend());
