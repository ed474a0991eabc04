// Runs one suite on one contender; bundled by bundle.ts with everything that shares its tfjs-core.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import { contenders } from './contenders.js';
import type { ContenderName } from './contenders.js';
import type { Job, Message, Suite, SuiteName } from './protocol.js';

const say = (message: Message): void => void process.send!(message);

/** Starts the backend. Returns false when this machine has no such backend. */
async function start(name: ContenderName, wasmFolder: string): Promise<boolean> {
  const { backend, start: how, options = {} } = contenders[name];
  if (how === 'setWasmBackend') await (await import('@autoencoders/backend-wasm')).setWasmBackend({ ...options, paths: wasmFolder });
  else if (how === 'setNodeBackend') {
    const { blas } = await (
      await import('@autoencoders/backend-node')
    ).setNodeBackend({ threads: options.threads!, paths: wasmFolder, onNotice: () => {} });
    if (!blas) return false;
  } else {
    // Import it only here: tfjs may choose any backend that is registered.
    if (backend === 'wasm') (await import('@tensorflow/tfjs-backend-wasm')).setWasmPaths(wasmFolder);
    await tf.setBackend(backend);
  }
  return true;
}

async function suiteOf(name: SuiteName): Promise<Suite> {
  if (name === 'cases') return (await import('./cases-suite.js')).casesSuite;
  const { coreSuite, layersSuite } = await import('./jasmine-suite.js');
  return name === 'core' ? coreSuite : layersSuite;
}

async function run(job: Job): Promise<Message> {
  if (!(await start(job.contender, job.wasmFolder))) return { kind: 'cannot', why: 'there is no BLAS' };
  const suite = await suiteOf(job.suite);
  await suite(job, contenders[job.contender], say);
  return { kind: 'done' };
}

process.on('message', (job: Job) => {
  run(job)
    .catch((error: unknown): Message => ({
      kind: 'cannot',
      why: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }))
    // Messages that are not sent yet are lost when the channel closes.
    .then((last) => process.send!(last, undefined, undefined, () => process.disconnect()));
});
