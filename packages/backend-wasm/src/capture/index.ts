import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Capturing } from '@autoencoders/core/internal';
import { capture } from './captured.js';
import { record } from './record.js';
import type { WasmRecording } from './recording.js';

/** Captures on a backend. */
export const capturingOn = (backend: BackendWasm): Capturing => ({
  record: (what) => record(backend, what),
  capture: (what, before) => capture(backend, what, before as WasmRecording),
});
