// Runs one suite on one contender; bundled by bundle.ts with everything that shares its tfjs-core.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { contenders } from './contenders.js';
import type { ContenderName } from './contenders.js';
import type { Job, Message } from './protocol.js';

const say = (message: Message): void => void process.send!(message);

/** Starts the backend; false where there is none of its kind on this machine. */
async function start(name: ContenderName, wasmFolder: string): Promise<boolean> {
  const { backend, start: how, options = {} } = contenders[name];
  if (how === 'useWasm') await (await import('@autoencoders/backend-wasm')).useWasm({ ...options, paths: wasmFolder });
  else if (how === 'useNode') {
    const { blas } = await (
      await import('@autoencoders/backend-node')
    ).useNode({ threads: options.threads!, paths: wasmFolder, onNotice: () => {} });
    if (!blas) return false;
  } else {
    setWasmPaths(wasmFolder);
    await tf.setBackend(backend);
  }
  return true;
}

async function run(job: Job): Promise<void> {
  if (!(await start(job.contender, job.wasmFolder))) return say({ kind: 'cannot', why: 'there is no BLAS' });
  const suite = job.suite === 'core' ? (await import('./core-suite.js')).coreSuite : (await import('./layers-suite.js')).layersSuite;
  await suite(job, contenders[job.contender], say);
  say({ kind: 'done' });
}

process.on('message', (job: Job) => {
  run(job)
    .catch((error: unknown) => say({ kind: 'cannot', why: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    .finally(() => process.disconnect());
});
