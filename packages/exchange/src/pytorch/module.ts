import type { Shape } from '@autoencoders/core';
import type { Margins, PerAxis, Weight } from '../operation.js';
import type { HelperName } from './helpers.js';
import type { Parameter } from './parameter.js';

/** A module of PyTorch: the call that makes it, its parameters, and modules within it. */
export interface Module {
  readonly code: string;
  readonly parameters: readonly Parameter[];
  readonly helper?: HelperName | undefined;
  /** The modules of a Residual, which are a Sequential. */
  readonly inner?: readonly Module[] | undefined;
}

/** Examples on their way. Images and series have their channels first. */
export interface Flow {
  /** As here: channels last. */
  readonly shape: Shape;
  /** The images whose numbers a flat example has, channels first. Undefined where the order is ours. */
  readonly order?: Shape | undefined;
}

/** Modules, and how examples come out of them. */
export interface Written {
  readonly modules: readonly Module[];
  readonly after: Flow;
}

/** Where the module with a kernel stands in the Python, and how examples go through it. */
export interface Named {
  readonly place: string;
  readonly before: Flow;
  readonly after: Flow;
}

/** What the modules of an operation depend on. */
export interface Step {
  /** The call of the user, for messages. */
  readonly call: string;
  readonly flow: Flow;
  /** Where a module will stand that is so many places after the next one: `self.encoder[0]`. */
  readonly at: (offset: number) => string;
  /** Where kernels stand, for layers that are tied to them. */
  readonly kernels: Map<Weight, Named>;
}

/** A module of PyTorch. */
export const plain = (code: string, parameters: readonly Parameter[] = []): Module => ({ code, parameters });

/** A module that is written beside the model. */
export const own = (name: HelperName, args: readonly (string | number)[], parameters: readonly Parameter[] = []): Module => ({
  code: `${name}(${args.join(', ')})`,
  parameters,
  helper: name,
});

/** One number, or a tuple of several. */
export const list = (numbers: readonly (number | string)[]): string => (numbers.length === 1 ? `${numbers[0]}` : `(${numbers.join(', ')})`);
/** A tuple, also of one number. */
export const tuple = (numbers: readonly number[]): string => `(${numbers.join(', ')}${numbers.length === 1 ? ',' : ''})`;
export const truth = (value: unknown): string => (value ? 'True' : 'False');
export const areAll = (numbers: PerAxis, value: number): boolean => numbers.every((n) => n === value);

/** Padding as nn.functional.pad takes it: the last axis first. */
export const around = ({ before, after }: Margins): readonly number[] =>
  before
    .map((n, axis) => [n, after[axis]!])
    .toReversed()
    .flat();

/** A module that adds places with a value around positions. Negative numbers cut. */
export const pad = (margins: Margins, value = '0.0'): Module =>
  plain(`nn.ConstantPad${margins.before.length}d(${list(around(margins))}, ${value})`);

/** A shape with its channels first. */
export const channelsFirstShape = (shape: Shape): Shape => [shape.at(-1)!, ...shape.slice(0, -1)];

const axesOf = (shape: Shape): readonly number[] => shape.slice(1).map((_, axis) => axis);
/** Channels last, from channels first. */
export const toLast = (shape: Shape): Module => own('Permute', [0, ...axesOf(shape).map((axis) => axis + 2), 1]);
/** Channels first, from channels last. */
export const toFirst = (shape: Shape): Module => own('Permute', [0, shape.length, ...axesOf(shape).map((axis) => axis + 1)]);

/** Modules that bring a flat example into our order. */
export const inOurOrder = ({ order }: Flow): readonly Module[] =>
  order ? [plain(`nn.Unflatten(1, ${tuple(channelsFirstShape(order))})`), toLast(order), plain('nn.Flatten()')] : [];
