import { parentPort, workerData } from 'node:worker_threads';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import type { Series } from '@autoencoders/datasets';
import { loadSeriesDetector } from '../../src/index.js';

// Opens a series detector's file, and sends back what it finds in a series.
const { bytes, series } = workerData as { readonly bytes: Uint8Array; readonly series: Series };
await setWasmBackend();
const detector = await loadSeriesDetector(bytes);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has no origin
parentPort!.postMessage(await detector.detect(series, { contributions: true }));
detector.dispose();
