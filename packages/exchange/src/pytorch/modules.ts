import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import type { Chain, Operation, Weight } from '../operation.js';
import { convolution, pooling } from './convolution.js';
import { dense } from './dense.js';
import { channelsFirstShape, inOurOrder, list, own, pad, plain, toFirst, toLast, tuple } from './module.js';
import type { Flow, Module, Named, Step, Written } from './module.js';
import { asItIs, reordered } from './parameter.js';
import type { Parameter } from './parameter.js';

/** Writes the modules of a model, one chain after the other. It remembers where kernels stand, for layers that are tied to them. */
export interface ModuleWriter {
  /** The modules of a chain of this name. `next` is what reads its result, and `start` how its examples come. */
  readonly chain: (
    name: string,
    chain: Chain,
    more?: { readonly next?: Operation | undefined; readonly start?: Flow | undefined },
  ) => Written;
}

/** A writer of modules. Errors begin with `call`. */
export function moduleWriter(call: string): ModuleWriter {
  const kernels = new Map<Weight, Named>();
  return {
    chain(name, { input, operations }, { next, start = { shape: input } } = {}) {
      const { modules, after } = written(`self.${name}`, operations, { call, kernels, flow: start }, next);
      return next ? { modules, after } : { modules: [...modules, ...inOurOrder(after)], after: { shape: after.shape } };
    },
  };
}

function written(name: string, operations: readonly Operation[], start: Omit<Step, 'at'>, next?: Operation): Written {
  const all: Module[] = [];
  let { flow } = start;
  operations.forEach((operation, i) => {
    // The next operation to which the order of numbers matters.
    const reader = [...operations.slice(i + 1), ...(next ? [next] : [])].find((each) => !isPointwise(each));
    const at = (offset: number): string => `${name}[${all.length + offset}]`;
    const write = writers[operation.kind] as (
      operation: Operation,
      step: Step,
      reader: Operation | undefined,
    ) => Written | readonly Module[];
    const result = write(operation, { ...start, flow, at }, reader);
    const { modules, after } = 'modules' in result ? result : { modules: result, after: { shape: operation.shape } };
    all.push(...modules);
    flow = after;
  });
  return { modules: all, after: flow };
}

/** Whether an operation treats all numbers alike, so that their order does not matter. */
const isPointwise = (operation: Operation): boolean =>
  operation.kind === 'dropout' || (operation.kind === 'activation' && operation.name !== 'softmax');

/** Modules of each kind of operation, in PyTorch's order of axes. Those that are no `Written` leave examples in our order. */
type Writers = {
  readonly [K in Operation['kind']]: (
    operation: Extract<Operation, { readonly kind: K }>,
    step: Step,
    reader: Operation | undefined,
  ) => Written | readonly Module[];
};

const ACTIVATIONS = {
  relu: 'nn.ReLU()',
  elu: 'nn.ELU()',
  gelu: 'nn.GELU()',
  tanh: 'nn.Tanh()',
  sigmoid: 'nn.Sigmoid()',
  softplus: 'nn.Softplus()',
  softmax: 'nn.Softmax(dim=1)',
} as const;

const channelsOf = ({ flow }: Step): number => flow.shape.at(-1)!;
const affine = ({ gamma, beta }: { readonly gamma: Weight; readonly beta: Weight }): readonly Parameter[] => [
  asItIs('weight', gamma),
  asItIs('bias', beta),
];

const writers: Writers = {
  own({ path }) {
    throw new InputError(`toPytorch: ${path} is a layer of others, which only ONNX can hold`);
  },

  dense: (operation, step, reader) =>
    dense(operation, step, reader?.kind === 'reshape' && reader.shape.length > 1 ? reader.shape : undefined),

  dictionary: ({ kernel, bias, shape }, { flow }) => [
    ...inOurOrder(flow),
    own('Dictionary', [kernel.shape[0]!, shape[0]!], [asItIs('weight', kernel), asItIs('bias', bias)]),
  ],

  convolution: (operation, step) => convolution(operation, step),

  transposedConvolution: (operation, step) => convolution(operation, step, operation.outputPadding),

  activation: ({ name, slope }, { flow }) => ({
    modules: [...(name === 'softmax' ? inOurOrder(flow) : []), plain(name === 'leakyRelu' ? `nn.LeakyReLU(${slope})` : ACTIVATIONS[name])],
    after: name === 'softmax' ? { shape: flow.shape } : flow,
  }),

  dropout: ({ rate }, { flow }) => ({ modules: [plain(`nn.Dropout(${rate})`)], after: flow }),

  batchNorm(operation, step) {
    const { mean, variance, epsilon, shape } = operation;
    const parameters = [...affine(operation), asItIs('running_mean', mean), asItIs('running_var', variance)];
    const rank = Math.max(1, shape.length - 1);
    return [...inOurOrder(step.flow), plain(`nn.BatchNorm${rank}d(${channelsOf(step)}, eps=${epsilon})`, parameters)];
  },

  layerNorm(operation, { flow }) {
    const { shape, epsilon } = operation;
    const module = plain(`nn.LayerNorm(${shape.at(-1)}, eps=${epsilon})`, affine(operation));
    return shape.length === 1 ? [...inOurOrder(flow), module] : [toLast(shape), module, toFirst(shape)];
  },

  groupNorm: (operation, step) => [
    ...inOurOrder(step.flow),
    plain(`nn.GroupNorm(${operation.groups}, ${channelsOf(step)}, eps=${operation.epsilon})`, affine(operation)),
  ],

  pool: pooling,

  upsample({ factor, interpolation }) {
    const smooth = factor.length === 2 ? 'bilinear' : 'linear';
    const mode = interpolation === 'nearest' ? '"nearest"' : `"${smooth}", align_corners=False`;
    return [plain(`nn.Upsample(scale_factor=${list(factor.map((n) => `${n}.0`))}, mode=${mode})`)];
  },

  crop: ({ margins: { before, after } }) => [pad({ before: before.map((n) => -n), after: after.map((n) => -n) })],

  zeroPad: ({ margins }) => [pad(margins)],

  reshape: ({ shape }, { flow }, reader) => reshaped(shape, flow, reader),

  shift({ offset, sign, shape }, { flow }) {
    const parameter = reordered('offset', offset, [shape.length - 1, ...shape.slice(1).map((_, axis) => axis)]);
    return [...inOurOrder(flow), own('Shift', [tuple(parameter.shape), sign], [parameter])];
  },

  residual({ operations }, step) {
    const before = inOurOrder(step.flow);
    const { modules, after } = written(`${step.at(before.length)}.layer`, operations, { ...step, flow: { shape: step.flow.shape } });
    return [...before, { code: 'Residual', parameters: [], helper: 'Residual', inner: [...modules, ...inOurOrder(after)] }];
  },

  topK: ({ k }, { flow }) => [...inOurOrder(flow), own('TopK', [k])],

  threshold: ({ threshold }, { flow }) => [...inOurOrder(flow), own('Above', [], [asItIs('threshold', threshold)])],
};

/** From flat examples to images, from images to flat ones, or from images to others. */
function reshaped(shape: Shape, flow: Flow, reader: Operation | undefined): Written {
  if (String(shape) === String(flow.shape)) return { modules: [], after: flow };
  const isFlat = flow.shape.length === 1;
  // A dense layer that reads it has its kernel in PyTorch's order.
  if (!isFlat && shape.length === 1 && reader?.kind === 'dense' && !reader.transposed)
    return { modules: [plain('nn.Flatten()')], after: { shape, order: flow.shape } };
  if (isFlat && String(flow.order) === String(shape))
    return { modules: [plain(`nn.Unflatten(1, ${tuple(channelsFirstShape(shape))})`)], after: { shape } };
  const flat = isFlat ? inOurOrder(flow) : [toLast(flow.shape), plain('nn.Flatten()')];
  const back = shape.length === 1 ? [] : [plain(`nn.Unflatten(1, ${tuple(shape)})`), toFirst(shape)];
  return { modules: [...flat, ...back], after: { shape } };
}
