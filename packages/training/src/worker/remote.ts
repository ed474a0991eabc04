import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, leaves, writeWeights } from '@autoencoders/core';
import { check, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { checkModel, checkTensor, configWriter, serializeModel, show } from '@autoencoders/core/internal';
import type { Latent, Model, StateDict } from '@autoencoders/core';
import type { Json } from '@autoencoders/core/internal';
import { FIT_OPTIONS, HINTS } from '../options.js';
import type { FitOptions } from '../options.js';
import type { Target } from '../pairs.js';
import { PRETRAIN_OPTIONS } from '../pretrain.js';
import type { LevelProgress, Pretrainable, PretrainOptions } from '../pretrain.js';
import type { Progress } from '../train.js';
import { noteRun, warnOfRepeat } from '../repeats.js';
import { buffersOf, portOf, told } from './protocol.js';
import type { Answer, Block, Order, Request, Sent, Turn, WorkerLike } from './protocol.js';

/** What a worker is asked for when it starts. */
export interface InWorkerOptions {
  /** One of the backends that the worker serves. */
  readonly backend: string;
  /** What that backend is told, such as where its files are. */
  readonly options?: unknown;
  /** Milliseconds to wait for the worker to start and its backend to be ready; 30,000 by default. */
  readonly timeout?: number;
}

/** Data that lie in plain arrays: nothing of them need ever lie on this thread's backend. Shared memory is not copied. */
export interface ArrayData {
  /** `[examples, …input]`. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A worker that trains. */
export interface WorkerTrainer {
  /** What the backend said when it started. */
  readonly info: any;
  /** `fit` in the worker, with the same call. After every epoch and at the end, `model` has the weights reached. */
  readonly fit: <X extends Tensor, L extends Latent, K extends string>(
    model: Model<X, L, Tensor>,
    data: X | ArrayData,
    options: RemoteFitOptions<X, NoInfer<L>, K>,
  ) => AsyncGenerator<Progress<K>, void, void>;
  /** `pretrain` in the worker. */
  readonly pretrain: <X extends Tensor>(
    stack: Pretrainable<X> & Pick<Model<X>, 'weights' | 'config'>,
    data: X | ArrayData,
    options: RemotePretrainOptions<X>,
  ) => AsyncGenerator<LevelProgress, void, void>;
  /** Ends the worker, and whatever it trains. */
  readonly terminate: () => void;
}

/** What trainings in a worker can be told besides. */
export interface RemoteOptions {
  /** Told in a sentence when a device was lost and training went on from the last epoch's weights. */
  readonly onNotice?: (notice: string) => void;
  /** When `model` gets the weights reached: after every epoch, unless told, or with every progress. */
  readonly weightsWith?: 'epoch' | 'progress';
}

/** What `pretrain` can be told, in a worker: data to judge by may lie in plain arrays, too. */
export interface RemotePretrainOptions<X extends Tensor> extends Omit<PretrainOptions<X>, 'validation'>, RemoteOptions {
  readonly validation?: number | X | ArrayData | undefined;
}

/** What `fit` can be told, in a worker: data to judge by may lie in plain arrays, too. */
export interface RemoteFitOptions<X extends Tensor, L extends Latent, K extends string>
  extends Omit<FitOptions<X, L, K>, 'validation'>, RemoteOptions {
  readonly validation?: number | X | ArrayData | { readonly data: X | ArrayData; readonly target: Target } | undefined;
}

/**
 * Makes a worker whose script calls `serve` ready to train. Functions cannot be sent, so models, losses, corruptions and
 * optimizers go over as their configs: those of these packages have one, and so has what `withConfig` gave one. Data
 * are copied once, or handed over, or shared where they lie in shared memory; weights come back after every epoch.
 * Throws when the worker does not start, does not answer in time, or lacks the backend.
 *
 * ```ts
 * const worker = new Worker(new URL('train.worker.ts', import.meta.url), { type: 'module' });
 * const trainer = await inWorker(worker, { backend: 'wasm' });
 * for await (const { epoch, loss } of trainer.fit(model, images, { loss: { squaredError }, epochs: 20 })) console.log(epoch, loss);
 * ```
 */
export async function inWorker(worker: WorkerLike, given: InWorkerOptions): Promise<WorkerTrainer> {
  checkOptions('inWorker', given, { backend: true, options: true, timeout: true });
  const { backend, options, timeout = 30_000 } = given;
  checkNumber('inWorker', 'timeout', timeout, 0);
  const { ask, terminate } = speaker(worker);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new InputError(`inWorker: the worker did not answer within ${timeout / 1000} s`)), timeout);
  });
  try {
    const info = await Promise.race([ask({ say: 'use', backend, options }), late]);
    const run = (order: Order, weights: Model['weights'], onNotice: RemoteOptions['onNotice']) => training(ask, order, weights, onNotice);
    return {
      info,
      terminate,
      async *fit(model, data, all) {
        checkOptions('fit', all, { ...FIT_OPTIONS, ...REMOTE_OPTIONS }, HINTS);
        yield* run(await orderOf('fit', model, data, all), model.weights, all.onNotice) as AsyncGenerator<any>;
      },
      async *pretrain(stack, data, all) {
        checkOptions('pretrain', all, { ...PRETRAIN_OPTIONS, ...REMOTE_OPTIONS }, HINTS);
        yield* run(await orderOf('pretrain', stack, data, all), stack.weights, all.onNotice) as AsyncGenerator<any>;
      },
    };
  } catch (error) {
    terminate();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const REMOTE_OPTIONS: Readonly<Record<keyof RemoteOptions, true>> = { onNotice: true, weightsWith: true };

type Say<R> = R extends unknown ? Omit<R, 'id'> : never;
type Ask = (request: Say<Request>, transfer?: readonly ArrayBufferLike[]) => Promise<any>;

/** Questions and their answers. A worker that fails fails all that are open. */
function speaker(worker: WorkerLike): { ask: Ask; terminate: () => void } {
  const port = portOf(worker);
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let id = 0;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure = error;
    for (const { reject } of open.values()) reject(error);
    open.clear();
  };
  port.hear(
    (answer: Answer) => {
      const question = open.get(answer.id);
      open.delete(answer.id);
      if (answer.ok) question?.resolve(answer.value);
      else question?.reject(Object.assign(told(answer.error), { sent: answer.error.more.weights }));
    },
    (cause) => fail(new InputError(`inWorker: the worker failed (${cause.message})`, { cause })),
  );
  return {
    ask: (request, transfer) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        open.set(++id, { resolve, reject });
        port.send({ ...request, id }, transfer);
      }),
    terminate() {
      fail(new InputError('inWorker: the worker was terminated'));
      worker.terminate();
    },
  };
}

/** How many trainings there have been; each has a number. */
let trainings = 0;

/** Goes through a training in the worker, a turn at a time: while nobody asks, it pauses. */
async function* training(
  ask: Ask,
  given: Order,
  weights: Model['weights'],
  onNotice: RemoteOptions['onNotice'],
): AsyncGenerator<unknown, void, void> {
  const number = ++trainings;
  const order = await withoutLarge(ask, given);
  await ask({ say: 'start', training: number, order }, handedOver(order));
  const withWeights = (error: { sent?: StateDict }): never => {
    if (error.sent) assign(weights, error.sent);
    throw error;
  };
  const draws = { weights, seed: given.seed, count: given.data.shape[0]! };
  warnOfRepeat(given.call, draws);
  let over = false;
  try {
    for (;;) {
      const turn = (await ask({ say: 'next', training: number })) as Turn;
      if (turn.notice) onNotice?.(turn.notice);
      if (turn.weights) assign(weights, turn.weights);
      over = turn.done;
      if (turn.weights) noteRun(draws);
      if (over) return;
      yield turn.progress;
    }
  } catch (error) {
    over = true;
    withWeights(error as { sent?: StateDict });
  } finally {
    if (!over) {
      const turn = (await ask({ say: 'return', training: number }).catch(withWeights)) as Turn | undefined;
      if (turn?.weights) assign(weights, turn.weights);
    }
  }
}

/** What of an order was read for it, and so is nobody else's. */
const read = new WeakSet<Float32Array>();

const handedOver = ({ model, data, target, validation }: Order): ArrayBufferLike[] => [
  ...buffersOf(model.weights),
  ...[data, target, validation?.data, validation?.target].flatMap((block) =>
    block && typeof block.values !== 'number' && read.has(block.values) ? [block.values.buffer] : [],
  ),
];

/** Numbers that are copied at a time, so that a page has time for other things in between. */
const PIECE = 1 << 20;

/** How many arrays have been sent in pieces; each has a number. */
let arrays = 0;

/** The order, when large arrays that have to be copied have gone over before it. */
async function withoutLarge(ask: Ask, order: Order): Promise<Order> {
  const { data, target, validation } = order;
  const sent = async ({ shape, values }: Block): Promise<Block> => {
    if (typeof values === 'number' || read.has(values) || !(values.buffer instanceof ArrayBuffer)) return { shape, values };
    if (values.length <= PIECE) {
      // A view would take along all the memory that it looks into.
      const whole = values.byteLength === values.buffer.byteLength;
      return { shape, values: whole ? values : values.slice() };
    }
    const array = ++arrays;
    for (let at = 0; at < values.length; at += PIECE) {
      const piece = values.slice(at, at + PIECE);
      await ask({ say: 'piece', array, length: values.length, at, values: piece }, [piece.buffer]);
    }
    return { shape, values: array };
  };
  return {
    ...order,
    data: await sent(data),
    ...(target && { target: await sent(target) }),
    ...(validation && {
      validation: { data: await sent(validation.data), ...(validation.target && { target: await sent(validation.target) }) },
    }),
  };
}

async function orderOf(
  call: Order['call'],
  model: Pick<Model<any, any, any>, 'weights' | 'config'>,
  data: Tensor | ArrayData,
  options: Readonly<Record<string, any>>,
): Promise<Order> {
  check(
    model.config !== undefined,
    () => 'inWorker: the model has no config, so that the worker could not build it; give your model { name, args }',
  );
  checkModel(call, model as Model<any, any, any>);
  const toConfig = configWriter('inWorker');
  const { target, validation, weightsWith = 'epoch', onNotice: _, ...rest } = options;
  check(['epoch', 'progress'].includes(weightsWith), () => `inWorker: weightsWith must be 'epoch' or 'progress', not ${show(weightsWith)}`);
  const serialized = await serializeModel(model, toConfig);
  return {
    call,
    model: serialized,
    weightsWith,
    seed: rest.seed ?? 0,
    options: optionsOf({ ...rest, ...(!isData(validation) && { validation }) }, toConfig),
    data: await blockOf('data', data),
    ...(target !== undefined && { target: await targetOf('target', target) }),
    ...(isData(validation) && { validation: await judgedOf(validation) }),
  };
}

const isData = (validation: unknown): boolean => typeof validation === 'object' && validation !== null;

async function judgedOf(
  validation: Tensor | ArrayData | { readonly data: Tensor | ArrayData; readonly target: Target },
): Promise<NonNullable<Order['validation']>> {
  if (!('target' in validation)) return { data: await blockOf('validation', validation) };
  return { data: await blockOf('validation.data', validation.data), target: await targetOf('validation.target', validation.target) };
}

/** Options as they can be sent; what has a config goes as that, and nothing may be another function. */
function optionsOf(value: unknown, toConfig: (part: any) => Json, where: string = 'options'): Sent {
  if (typeof value === 'function' || (typeof value === 'object' && value !== null && 'init' in value)) {
    check('config' in Object(value), () => `inWorker: ${where} is a function that no worker could make; give it a config with withConfig`);
    return { part: toConfig(value) };
  }
  if (Array.isArray(value)) return value.map((item, i) => optionsOf(item, toConfig, `${where}[${i}]`));
  if (typeof value !== 'object' || value === null) return value as Sent;
  return { record: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, optionsOf(item, toConfig, `${where}.${key}`)])) };
}

async function blockOf(name: string, data: Tensor | ArrayData): Promise<Block> {
  check(
    typeof data === 'object' && data !== null && Array.isArray(data.shape),
    () => `inWorker: ${name} must be a tensor, or numbers with a shape, { shape, values }, not ${show(data)}`,
  );
  if ('values' in data) {
    const size = data.shape.reduce((a, b) => a * b, 1);
    check(
      data.values instanceof Float32Array && data.values.length === size,
      () => `inWorker: ${name} of shape [${data.shape.join(', ')}] needs a Float32Array of ${size} numbers`,
    );
    return data;
  }
  checkTensor('inWorker', name, data);
  // Some backends give their own memory.
  const values = Float32Array.from(await data.data());
  read.add(values);
  return { shape: data.shape, values };
}

async function targetOf(name: string, target: Target): Promise<Block> {
  check(
    typeof target === 'object' && target !== null && ('shape' in target || 'length' in target),
    () => `inWorker: ${name} must be a tensor or an array of numbers, not ${show(target)}`,
  );
  if ('shape' in target) return blockOf(name, target);
  const values = Float32Array.from(target);
  read.add(values);
  return { shape: [values.length], values };
}

/** Nothing where the page has disposed of its model in the meantime. */
function assign(weights: Model['weights'], values: StateDict): void {
  if (!Object.values(leaves(weights)).some((leaf) => leaf.isDisposed)) writeWeights({ weights }, values);
}
