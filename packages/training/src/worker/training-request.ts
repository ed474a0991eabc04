import type { Tensor } from '@tensorflow/tfjs-core';
import type { Model } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { checkModel, checkTensor, configWriter, serializeModel, show, sizeOf } from '@autoencoders/core/internal';
import type { Json } from '@autoencoders/core/internal';
import type { Target } from '../pairs.js';
import type { Ask } from './ask.js';
import type { ArrayData } from './worker-trainer.js';
import { buffersOf } from './protocol.js';
import type { SentArray, SentOptions, TrainingRequest } from './protocol.js';

/** Arrays that were made for a request. Nobody else uses them, so their memory can be transferred. */
const ownArrays = new WeakSet<Float32Array>();

/** The memory that goes over to the worker with a request. */
export const transferred = ({ model, data, target, validation }: TrainingRequest): ArrayBufferLike[] => [
  ...buffersOf(model.weights),
  ...[data, target, validation?.data, validation?.target].flatMap((array) =>
    array && typeof array.values !== 'number' && ownArrays.has(array.values) ? [array.values.buffer] : [],
  ),
];

/** How many numbers are copied at a time. The page can answer in between. */
const PIECE = 1 << 20;

/** How many arrays were sent in pieces. Each has a number. */
let arrays = 0;

/** Sends large arrays that must be copied, in pieces, and gives the request without them. */
export async function withLargeArraysSent(ask: Ask, request: TrainingRequest): Promise<TrainingRequest> {
  const { data, target, validation } = request;
  const sent = async ({ shape, values }: SentArray): Promise<SentArray> => {
    if (typeof values === 'number' || ownArrays.has(values) || !(values.buffer instanceof ArrayBuffer)) return { shape, values };
    if (values.length <= PIECE) {
      // A view would take along all the memory that it looks into.
      const whole = values.byteLength === values.buffer.byteLength;
      return { shape, values: whole ? values : values.slice() };
    }
    const array = ++arrays;
    for (let at = 0; at < values.length; at += PIECE) {
      const piece = values.slice(at, at + PIECE);
      await ask({ type: 'piece', array, length: values.length, at, values: piece }, [piece.buffer]);
    }
    return { shape, values: array };
  };
  return {
    ...request,
    data: await sent(data),
    ...(target && { target: await sent(target) }),
    ...(validation && {
      validation: { data: await sent(validation.data), ...(validation.target && { target: await sent(validation.target) }) },
    }),
  };
}

/** A request for a training. Throws for what cannot be sent to a worker. */
export async function trainingRequest(
  call: TrainingRequest['call'],
  model: Pick<Model<any, any, any>, 'weights' | 'config'>,
  data: Tensor | ArrayData,
  options: Readonly<Record<string, any>>,
): Promise<TrainingRequest> {
  check(
    model.config !== undefined,
    () => 'workerTrainer: the model has no config, so the worker cannot build it; give it one, { name, args }',
  );
  checkModel(call, model as Model<any, any, any>);
  const toConfig = configWriter('workerTrainer');
  const { target, validation, weightsWith = 'epoch', onNotice: _, ...rest } = options;
  check(
    ['epoch', 'progress'].includes(weightsWith),
    () => `workerTrainer: weightsWith must be 'epoch' or 'progress', not ${show(weightsWith)}`,
  );
  const serialized = await serializeModel(model, toConfig);
  return {
    call,
    model: serialized,
    weightsWith,
    seed: rest.seed ?? 0,
    options: sentOptions({ ...rest, ...(!isData(validation) && { validation }) }, toConfig),
    data: await sentArray('data', data),
    ...(target !== undefined && { target: await sentTarget('target', target) }),
    ...(isData(validation) && { validation: await sentValidation(validation) }),
  };
}

const isData = (validation: unknown): boolean => typeof validation === 'object' && validation !== null;

async function sentValidation(
  validation: Tensor | ArrayData | { readonly data: Tensor | ArrayData; readonly target: Target },
): Promise<NonNullable<TrainingRequest['validation']>> {
  if (!('target' in validation)) return { data: await sentArray('validation', validation) };
  return { data: await sentArray('validation.data', validation.data), target: await sentTarget('validation.target', validation.target) };
}

/** Options as they can be sent: what has a config as its config. Throws for other functions. */
function sentOptions(value: unknown, toConfig: (part: any) => Json, where: string = 'options'): SentOptions {
  if (typeof value === 'function' || (typeof value === 'object' && value !== null && 'init' in value)) {
    check(
      'config' in Object(value),
      () => `workerTrainer: ${where} is a function without a config, which cannot be sent; give it one with withConfig`,
    );
    return { part: toConfig(value) };
  }
  if (Array.isArray(value)) return value.map((item, i) => sentOptions(item, toConfig, `${where}[${i}]`));
  if (typeof value !== 'object' || value === null) return value as SentOptions;
  return { record: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sentOptions(item, toConfig, `${where}.${key}`)])) };
}

async function sentArray(name: string, data: Tensor | ArrayData): Promise<SentArray> {
  check(
    typeof data === 'object' && data !== null && Array.isArray(data.shape),
    () => `workerTrainer: ${name} must be a tensor, or numbers with a shape, { shape, values }, not ${show(data)}`,
  );
  if ('values' in data) {
    const size = sizeOf(data.shape);
    check(
      data.values instanceof Float32Array && data.values.length === size,
      () => `workerTrainer: ${name} of shape [${data.shape.join(', ')}] needs a Float32Array of ${size} numbers`,
    );
    return data;
  }
  checkTensor('workerTrainer', name, data);
  // Some backends give their own memory.
  const values = Float32Array.from(await data.data());
  ownArrays.add(values);
  return { shape: data.shape, values };
}

async function sentTarget(name: string, target: Target): Promise<SentArray> {
  check(
    typeof target === 'object' && target !== null && ('shape' in target || 'length' in target),
    () => `workerTrainer: ${name} must be a tensor or an array of numbers, not ${show(target)}`,
  );
  if ('shape' in target) return sentArray(name, target);
  const values = Float32Array.from(target);
  ownArrays.add(values);
  return { shape: [values.length], values };
}
