import { setWasmBackend } from '@autoencoders/backend-wasm';
import { workerTrainer } from '@autoencoders/training';
import { makeModel, options, someDigits, train } from './train.js';

async function trainInWorker() {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const trainer = await workerTrainer(worker, { backend: 'wasm' });
  await setWasmBackend();
  const model = makeModel();
  try {
    const { history } = await trainer.fit(model, await someDigits(), options);
    return { loss: history.at(-1)?.loss, ...Object(trainer.info) };
  } finally {
    trainer.terminate();
    model.dispose();
  }
}

/** Trains in the page, and then in a worker. Puts what comes of it into the page, and where a test finds it. */
export async function show() {
  const run = async () => ({ page: await train(), worker: await trainInWorker() });
  const result = await run().catch((error) => ({ error: String(error?.stack ?? error) }));
  Object.assign(document.querySelector('output') ?? {}, { textContent: JSON.stringify(result, undefined, 2) });
  Object.assign(globalThis, { result });
}
