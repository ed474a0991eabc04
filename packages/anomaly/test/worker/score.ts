import { parentPort, workerData } from 'node:worker_threads';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { loadDetector } from '../../src/index.js';
import type { ArrayDataset } from '@autoencoders/core';

// Opens a detector's file, and sends back the scores of some examples.
const { bytes, examples } = workerData as { readonly bytes: Uint8Array; readonly examples: ArrayDataset };
await setWasmBackend();
const detector = await loadDetector(bytes);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has no origin
parentPort!.postMessage(await detector.detect(examples, { contributions: true }));
detector.dispose();
