import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Capturing } from '@autoencoders/core/internal';
import { capture } from './captured.js';
import { record } from './record.js';
import type { WasmRecording } from './recording.js';
import { tapesOf } from './tapes.js';
import type { Tools } from './tools.js';

/** Captures on a backend. */
export function capturingOn(backend: BackendWasm, tools: Tools): Capturing {
  tools.heap.tapes ??= tapesOf(tools.heap);
  return {
    record: (what) => record(backend, tools, what),
    capture: (what, before) => capture(backend, tools, what, before as WasmRecording),
  };
}
