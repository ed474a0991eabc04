import { engine, tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { BackendLostError, readWeights } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { readsWait, configReader, deserializeModel, show } from '@autoencoders/core/internal';
import type { Model, StateDict } from '@autoencoders/core';
import type { Json } from '@autoencoders/core/internal';
import { fit } from '../fit.js';
import { EPOCHS } from '../options.js';
import { pretrain } from '../pretrain.js';
import type { Pretrainable } from '../pretrain.js';
import type { Progress } from '../train.js';
import { buffersOf, portOf, tell } from './protocol.js';
import type { Answer, Block, Order, Port, Request, Sent, Turn } from './protocol.js';

/** What a worker trains with. */
export interface ServeOptions {
  /** What starts a backend, by the names that pages ask for; it may give something to tell them. */
  readonly backends: Readonly<Record<string, (options?: any) => unknown>>;
  /** The factories and values that models, losses, corruptions and optimizers are made of, by their names: whole packages, spread. */
  readonly parts: Readonly<Record<string, unknown>>;
}

/** A training as the page that asked for it goes through it. */
interface Training {
  readonly next: () => Promise<Turn>;
  readonly end: () => Promise<Turn>;
}

/**
 * Makes this worker train for the page, or the program, that started it: `inWorker` there speaks to it. To be called once,
 * in a Web Worker or in one of Node's worker threads.
 *
 * ```ts
 * import * as core from '@autoencoders/core';
 * import * as layers from '@autoencoders/layers';
 * import * as losses from '@autoencoders/losses';
 * import * as models from '@autoencoders/models';
 * import * as noise from '@autoencoders/noise';
 * import { setWasmBackend } from '@autoencoders/backend-wasm';
 * import { serve } from '@autoencoders/training/worker';
 *
 * serve({ backends: { wasm: setWasmBackend }, parts: { ...core, ...layers, ...losses, ...models, ...noise } });
 * ```
 */
export function serve(options: ServeOptions): void {
  const port = ownPort();
  const trainings = new Map<number, Training>();
  const arrays = new Map<number, Float32Array>();
  const take = <B extends Block | undefined>(block: B): B => {
    if (typeof block?.values !== 'number') return block;
    const values = arrays.get(block.values)!;
    arrays.delete(block.values);
    return { ...block, values };
  };
  let start: () => unknown = () => undefined;
  const answers: Readonly<Record<Request['say'], (request: any) => Promise<unknown>>> = {
    async use({ backend, options: given }: Request & { say: 'use' }) {
      check(
        Object.hasOwn(options.backends, backend),
        () => `inWorker: the worker has no backend ${show(backend)}; it has ${Object.keys(options.backends).join(', ')}`,
      );
      const use = options.backends[backend]!;
      start = () => use(given);
      return await start();
    },
    async piece({ array, length, at, values }: Request & { say: 'piece' }) {
      if (at === 0) arrays.set(array, new Float32Array(length));
      arrays.get(array)!.set(values, at);
    },
    async start({ training, order }: Request & { say: 'start' }) {
      const { data, target, validation } = order;
      const judged = validation && { data: take(validation.data), target: take(validation.target) };
      const whole = { ...order, data: take(data), target: take(target), validation: judged };
      trainings.set(
        training,
        trainingOf(whole, options, () => start()),
      );
    },
    async next({ training }: Request & { say: 'next' }) {
      const turn = await trainings.get(training)!.next();
      if (turn.done) trainings.delete(training);
      return turn;
    },
    async return({ training }: Request & { say: 'return' }) {
      const turn = await trainings.get(training)?.end();
      trainings.delete(training);
      return turn;
    },
  };
  port.hear(async (request: Request) => {
    let answer: Answer;
    try {
      answer = { id: request.id, ok: true, value: await answers[request.say](request) };
    } catch (error) {
      if ('training' in request) trainings.delete(request.training);
      answer = { id: request.id, ok: false, error: tell(error) };
    }
    const weights = answer.ok ? (answer.value as Turn | undefined)?.weights : undefined;
    port.send(answer, weights && buffersOf(weights));
  });
}

/** The way to who started this worker. */
function ownPort(): Port {
  const own = globalThis as unknown as { postMessage?: unknown; importScripts?: unknown; WorkerGlobalScope?: unknown };
  if (own.WorkerGlobalScope !== undefined) return portOf(globalThis as never);
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  check(parentPort !== null, 'serve: this is no worker');
  return portOf(parentPort as never);
}

/** What the model of an order and its weights, data and optimizer are here, and how far it is. */
interface Made {
  readonly model: Model<any, any, any> & { readonly dispose: () => void };
  readonly owned: readonly Tensor[];
  readonly steps: AsyncGenerator<Progress>;
}

function make(
  { call, model: serialized, options, data, target, validation }: Order,
  parts: ServeOptions['parts'],
  weights: StateDict,
  done: number,
): Made {
  const fromConfig = configReader(parts, {
    call: 'inWorker',
    thing: 'part',
    hint: (name) => `give it to serve({ parts: { ${name} } }) in the worker`,
  });
  const model = deserializeModel({ ...serialized, weights }, fromConfig, 'inWorker: the page');
  const owned: Tensor[] = [];
  const own = ({ values, shape }: Block): Tensor => {
    const made = tensor(values as Float32Array, [...shape]);
    owned.push(made);
    return made;
  };
  const given = fromSent(options, fromConfig) as Record<string, any>;
  const all = {
    ...given,
    // After a device was lost, those that are left.
    ...(done > 0 && { epochs: (given.epochs ?? EPOCHS) - done }),
    ...(target && { target: own(target) }),
    ...(validation && {
      validation: validation.target ? { data: own(validation.data), target: own(validation.target) } : own(validation.data),
    }),
  };
  const x = own(data);
  const steps = call === 'fit' ? fit(model, x, all as never) : pretrain(model as unknown as Pretrainable<Tensor>, x, all as never);
  return { model, owned, steps: steps as AsyncGenerator<Progress> };
}

/** Options with their parts made anew, the rest as it is. */
function fromSent(sent: Sent, fromConfig: (json: Json) => unknown): unknown {
  if (Array.isArray(sent)) return sent.map((item: Sent) => fromSent(item, fromConfig));
  if (typeof sent !== 'object' || sent === null) return sent;
  if ('part' in sent) return fromConfig(sent.part);
  const { record } = sent as { readonly record: Readonly<Record<string, Sent>> };
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fromSent(value, fromConfig)]));
}

/** A training; where the device of the backend is lost, it goes on from the last weights kept, on a new one. */
function trainingOf(order: Order, { parts }: ServeOptions, restart: () => unknown): Training {
  let made = make(order, parts, order.model.weights, 0);
  let done = 0;
  const free = (): void => {
    for (const each of made.owned) each.dispose();
    made.model.dispose();
  };
  const ended = async (): Promise<Turn> => {
    const weights = await readWeights(made.model);
    free();
    return { done: true, weights };
  };
  const goOn = async (error: BackendLostError): Promise<Turn> => {
    // Pre-training begins its levels anew; which of them was reached is not in the error.
    if (order.call !== 'fit') throw error;
    engine().removeBackend(error.backend);
    await restart();
    done += error.epoch;
    made = make(order, parts, error.weights ?? order.model.weights, done);
    return { ...(await turn()), notice: error.message };
  };
  const turn = async (): Promise<Turn> => {
    const { done: over, value } = await made.steps.next();
    if (over) return ended();
    const progress = done === 0 ? value : { ...value, epoch: value.epoch + done, epochs: value.epochs + done };
    return {
      done: false,
      progress,
      ...((order.weightsWith === 'progress' || value.step === value.steps) && { weights: await readWeights(made.model) }),
    };
  };
  const failed = async (error: unknown): Promise<never> => {
    const weights = await readWeights(made.model).catch(() => undefined);
    free();
    throw Object.assign(error as Error, { weights });
  };
  return {
    next: () => turn().catch((error: unknown) => (error instanceof BackendLostError && readsWait() ? goOn(error) : failed(error))),
    end: () => made.steps.return(undefined).then(ended, failed),
  };
}
