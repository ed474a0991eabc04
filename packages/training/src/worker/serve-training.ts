import { check } from '@autoencoders/core/operations';
import { answerRequests, ownPort, show } from '@autoencoders/core/internal';
import { buffersOf, mapArrays } from './protocol.js';
import type { Request, SentArray, TrainingReply, TrainingRequest, TypedNumbers } from './protocol.js';
import type { Tell } from './page-checkpoints.js';
import { restartableTraining } from './restartable-training.js';
import type { RestartableTraining } from './restartable-training.js';

/** Options of `serveTraining`: what the worker can train with. */
export interface ServeTrainingOptions {
  /** Functions that set a backend, by the names that pages ask for. What they give is `info` of the trainer on the page. */
  readonly backends: Readonly<Record<string, (options?: any) => unknown>>;
  /**
   * Everything that models, losses, corruptions and optimizers are made of, by name: spread the packages that you use. What is
   * not among them cannot be used in `fit` on the page.
   */
  readonly parts: Readonly<Record<string, unknown>>;
}

/**
 * Makes this worker train for the page, or the program, that started it and calls `workerTrainer`. Call it once, in a Web Worker
 * or in one of Node's worker threads. Throws an `InputError` outside of a worker.
 *
 * ```ts
 * import * as core from '@autoencoders/core';
 * import * as layers from '@autoencoders/layers';
 * import * as losses from '@autoencoders/losses';
 * import * as models from '@autoencoders/models';
 * import * as noise from '@autoencoders/noise';
 * import { setWasmBackend } from '@autoencoders/backend-wasm';
 * import { serveTraining } from '@autoencoders/training/worker';
 *
 * serveTraining({ backends: { wasm: setWasmBackend }, parts: { ...core, ...layers, ...losses, ...models, ...noise } });
 * ```
 */
export function serveTraining(options: ServeTrainingOptions): void {
  const port = ownPort('serveTraining');
  const trainings = new Map<number, RestartableTraining>();
  const arrays = receivedArrays();
  let start: () => unknown = () => undefined;
  const answers: Readonly<Record<Request['type'], (request: any) => Promise<unknown>>> = {
    async setBackend({ backend, options: given }: Request & { type: 'setBackend' }) {
      check(
        Object.hasOwn(options.backends, backend),
        () => `workerTrainer: the worker has no backend ${show(backend)}; it has ${Object.keys(options.backends).join(', ')}`,
      );
      const use = options.backends[backend]!;
      start = () => use(given);
      return await start();
    },
    piece: async (piece: Request & { type: 'piece' }) => arrays.add(piece),
    async start({ training, request }: Request & { type: 'start' }) {
      const tell: Tell = (report, transfer) => port.send({ ...report, training }, transfer);
      trainings.set(training, restartableTraining(arrays.joined(request), options, { restart: () => start(), tell }));
    },
    async next({ training }: Request & { type: 'next' }) {
      const reply = await trainings.get(training)!.next();
      if (reply.done) trainings.delete(training);
      return reply;
    },
    written: async ({ training, error }: Request & { type: 'written' }) => trainings.get(training)?.written(error),
    async return({ training }: Request & { type: 'return' }) {
      const reply = await trainings.get(training)?.end();
      trainings.delete(training);
      return reply;
    },
  };
  answerRequests<Request>(port, {
    call: 'workerTrainer',
    answers,
    transferred: (_, reply: TrainingReply | undefined) => (reply?.weights ? buffersOf(reply.weights) : []),
    failed: (request) => 'training' in request && trainings.delete(request.training),
  });
}

/** Arrays that arrive in pieces, before the request that they belong to. */
function receivedArrays() {
  const arrays = new Map<number, TypedNumbers>();
  const take = (array: SentArray): SentArray => {
    if (typeof array !== 'number') return array;
    const values = arrays.get(array)!;
    arrays.delete(array);
    return values;
  };
  return {
    add({ array, length, at, values }: Request & { type: 'piece' }): void {
      if (at === 0) arrays.set(array, new (values.constructor as new (length: number) => TypedNumbers)(length));
      arrays.get(array)!.set(values, at);
    },
    /** The request with its arrays in it. */
    joined: (request: TrainingRequest): TrainingRequest => mapArrays(request, take),
  };
}
