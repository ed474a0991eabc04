import type { Tensor } from '@tensorflow/tfjs-core';
import { readWeights } from '@autoencoders/core';
import type { Model } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { checkModel, checkTensor, configWriter, show } from '@autoencoders/core/internal';
import type { Json } from '@autoencoders/core/internal';
import type { Target } from '../pairs.js';
import type { Ask } from './ask.js';
import type { ArrayData } from './in-worker.js';
import { buffersOf } from './protocol.js';
import type { Block, Order, Sent } from './protocol.js';

/** What of an order was read for it, and so is nobody else's. */
const read = new WeakSet<Float32Array>();

export const handedOver = ({ weights, data, target, validation }: Order): ArrayBufferLike[] => [
  ...buffersOf(weights),
  ...[data, target, validation?.data, validation?.target].flatMap((block) =>
    block && typeof block.values !== 'number' && read.has(block.values) ? [block.values.buffer] : [],
  ),
];

/** Numbers that are copied at a time, so that a page has time for other things in between. */
const PIECE = 1 << 20;

/** How many arrays have been sent in pieces; each has a number. */
let arrays = 0;

/** The order, when large arrays that have to be copied have gone over before it. */
export async function withoutLarge(ask: Ask, order: Order): Promise<Order> {
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

export async function orderOf(
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
  const written = toConfig(model);
  return {
    call,
    model: written,
    weightsWith,
    seed: rest.seed ?? 0,
    options: optionsOf({ ...rest, ...(!isData(validation) && { validation }) }, toConfig),
    weights: await readWeights(model),
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
