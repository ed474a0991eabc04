import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Capturing } from '@autoencoders/core/internal';
import { capture } from './captured.js';
import { difference } from './difference.js';
import { record } from './record.js';
import type { WasmRecording } from './recording.js';

/** Captures on a backend. */
export const capturingOn = (backend: BackendWasm): Capturing => ({
  record: (what) => record(backend, what),
  difference: (first, second) => difference(first as WasmRecording, second as WasmRecording),
  capture: (what, before) => capture(backend, what, before as WasmRecording),
});
