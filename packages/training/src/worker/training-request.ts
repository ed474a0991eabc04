import type { Tensor } from '@tensorflow/tfjs-core';
import type { ArrayDataset, Model, NumberArray } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import {
  checkModel,
  checkTensor,
  configWriter,
  countOf,
  isArrayDataset,
  isIndexed,
  isNumberArray,
  isStream,
  serializeModel,
  show,
  sizeOf,
} from '@autoencoders/core/internal';
import type { Json } from '@autoencoders/core/internal';
import type { Target } from '../pairs.js';
import { buffersOf, mapArrays } from './protocol.js';
import type { Connection, SentDataset, SentOptions, TrainingRequest, TypedNumbers } from './protocol.js';

/** Arrays that were made for a request. Nobody else uses them, so their memory can be transferred. */
const ownArrays = new WeakSet<TypedNumbers>();

const owned = (values: TypedNumbers): TypedNumbers => {
  ownArrays.add(values);
  return values;
};

/** The memory that goes over to the worker with a request. */
export function transferred(request: TrainingRequest): ArrayBufferLike[] {
  const buffers = buffersOf(request.model.weights);
  mapArrays(request, (array) => {
    if (typeof array !== 'number' && ownArrays.has(array)) buffers.push(array.buffer);
    return array;
  });
  return buffers;
}

/** How many numbers are copied at a time. The page can answer in between. */
const PIECE = 1 << 20;

/** How many arrays were sent in pieces. Each has a number. */
let arrays = 0;

/** Sends large arrays that must be copied, in pieces, and gives the request without them. */
export async function withLargeArraysSent(ask: Connection['ask'], request: TrainingRequest): Promise<TrainingRequest> {
  const large: { readonly array: number; readonly values: TypedNumbers }[] = [];
  const left = mapArrays(request, (values) => {
    if (typeof values === 'number' || ownArrays.has(values) || !(values.buffer instanceof ArrayBuffer)) return values;
    if (values.length <= PIECE) {
      // A view would take along all the memory that it looks into.
      const whole = values.byteLength === values.buffer.byteLength;
      return whole ? values : values.slice();
    }
    const array = ++arrays;
    large.push({ array, values });
    return array;
  });
  for (const { array, values } of large) {
    for (let at = 0; at < values.length; at += PIECE) {
      const piece = values.slice(at, at + PIECE);
      await ask({ type: 'piece', array, length: values.length, at, values: piece }, [piece.buffer]);
    }
  }
  return left;
}

/** A request for a training. Throws for what cannot be sent to a worker. */
export async function trainingRequest(
  call: TrainingRequest['call'],
  model: Pick<Model<any, any, any>, 'weights' | 'config'>,
  data: Tensor | ArrayDataset,
  options: Readonly<Record<string, any>>,
): Promise<TrainingRequest> {
  check(
    model.config !== undefined,
    () => 'workerTrainer: the model has no config, so the worker cannot build it; give it one, { name, args }',
  );
  checkModel(call, model as Model<any, any, any>);
  const toConfig = configWriter('workerTrainer');
  const { target, validation, weightsWith = 'epoch', onNotice: _, checkpoint: __, resume: ___, ...rest } = options;
  check(
    ['epoch', 'progress'].includes(weightsWith),
    () => `workerTrainer: weightsWith must be 'epoch' or 'progress', not ${show(weightsWith)}`,
  );
  const serialized = await serializeModel(model, toConfig);
  const sent = await sentDataset(call, 'data', data);
  return {
    call,
    model: serialized,
    weightsWith,
    seed: rest.seed ?? 0,
    options: sentOptions({ ...rest, ...(!isData(validation) && { validation }) }, toConfig),
    data: sent,
    count: (sent.values as TypedNumbers).length / sizeOf(sent.shape),
    ...(target !== undefined && { target: await sentTarget('target', target) }),
    ...(isData(validation) && { validation: await sentValidation(call, validation) }),
  };
}

const isData = (validation: unknown): boolean => typeof validation === 'object' && validation !== null;

async function sentValidation(
  call: string,
  validation: Tensor | ArrayDataset | { readonly data: Tensor | ArrayDataset; readonly target: Target },
): Promise<NonNullable<TrainingRequest['validation']>> {
  if (!('target' in validation)) return { data: await sentDataset(call, 'validation', validation) };
  const { data, target } = validation;
  return { data: await sentDataset(call, 'validation.data', data), target: await sentTarget('validation.target', target) };
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

async function sentDataset(call: string, name: string, data: Tensor | ArrayDataset): Promise<SentDataset> {
  check(
    !isIndexed(data) && !isStream(data),
    () => `workerTrainer: ${name} must be in memory to be sent to a worker, and it is read bit by bit; call ${call} without a worker`,
  );
  check(
    typeof data === 'object' && data !== null && Array.isArray(data.shape),
    () => `workerTrainer: ${name} must be a tensor, or a dataset in memory, { shape, values }, not ${show(data)}`,
  );
  if (!isArrayDataset(data)) return { shape: data.shape.slice(1), values: await numbersOf(name, data) };
  countOf('workerTrainer', name, data);
  const { shape, values, mask, targets, labels } = data;
  return {
    shape,
    values: typed(values),
    mask,
    targets: targets && typed(targets),
    labels: labels && typed(isNumberArray(labels) ? labels : Int32Array.from(labels)),
  };
}

/** The numbers of a tensor. Some backends give their own memory, so they are copied. */
async function numbersOf(name: string, data: Tensor): Promise<TypedNumbers> {
  checkTensor('workerTrainer', name, data);
  return owned(Float32Array.from(await data.data()));
}

const typed = (numbers: NumberArray): TypedNumbers => (ArrayBuffer.isView(numbers) ? numbers : owned(Float32Array.from(numbers)));

async function sentTarget(name: string, target: Target): Promise<TypedNumbers> {
  check(
    typeof target === 'object' && target !== null && ('shape' in target || 'length' in target),
    () => `workerTrainer: ${name} must be a tensor or an array of numbers, not ${show(target)}`,
  );
  return 'shape' in target ? numbersOf(name, target) : owned(Float32Array.from(target));
}
