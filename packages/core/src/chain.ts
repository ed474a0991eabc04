import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, check, show, showShape } from './errors.js';
import type { FusedActivation } from './operations/activation.js';
import { sizeOf } from './shape.js';
import type {
  Activation,
  Config,
  Module,
  InitContext,
  Initialized,
  Context,
  Layer,
  SummaryRow,
  ShapePreserving,
  Shape,
  Weights,
} from './types.js';

type Any = Layer<any, any, any> | ShapePreserving;
type After<T extends Tensor, L> = L extends ShapePreserving ? T : L extends Layer<any, infer Out, any> ? Out : never;

/** The type that the layers `Ls` return for an input of type `T`. */
export type Flow<T extends Tensor, Ls extends readonly unknown[]> = Ls extends readonly [infer L, ...infer Rest]
  ? Flow<After<T, L>, Rest>
  : T;

/** The type of input of the first layer that does not accept every rank. */
export type Start<Ls extends readonly unknown[]> = Ls extends readonly [infer L, ...infer Rest]
  ? L extends ShapePreserving
    ? Start<Rest>
    : L extends Layer<infer In, any, any>
      ? In
      : never
  : Tensor;

/** The layers `Ls`, if each of them accepts the output of the layer before it. */
export type Fits<T extends Tensor, Ls extends readonly unknown[]> = Ls extends readonly [infer L, ...infer Rest]
  ? [
      L extends ShapePreserving ? L : L extends Layer<infer In, any, any> ? (T extends In ? L : Layer<T, any, any>) : never,
      ...Fits<After<T, L>, Rest>,
    ]
  : [];

/** Whether a value is a layer or an activation. */
export const isLayer = (value: unknown): value is Any =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Any).init === 'function' &&
  typeof (value as Any).apply === 'function' &&
  !('bottleneck' in value);

/** The name of a layer in error messages and summaries: `conv2d(16, {"stride":2})`. */
export function nameOf(layer: { readonly config?: Config }): string {
  if (!layer.config) return 'custom';
  const { name, args } = layer.config;
  if (!args) return name;
  // JSON would leave functions out, such as an initializer.
  const json = (arg: unknown): string =>
    JSON.stringify(arg, (_, value: unknown) => (typeof value === 'function' ? nameOf(value as Function & { config?: Config }) : value));
  return `${name}(${args.map((arg) => (isLayer(arg) ? nameOf(arg) : json(arg))).join(', ')})`;
}

/**
 * One layer after the other. A layer that does not accept the output of the layer before it (`dense` after `conv2d` without
 * `flatten`) does not compile. If sizes do not fit, `init` throws an `InputError` that names the layer. Weights are named by
 * position: `0.kernel`, `0.bias`, `2.kernel` …
 *
 * @param layers The layers in their order.
 */
export function chain<const Ls extends readonly Any[]>(...layers: Ls & Fits<Start<Ls>, Ls>): Layer<Start<Ls>, Flow<Start<Ls>, Ls>> {
  const list = layers as readonly Any[] as readonly Layer<Tensor, Tensor>[];
  for (const [i, layer] of list.entries())
    check(isLayer(layer), () => `chain: layer ${i + 1} must be a layer, such as dense(32), not ${show(layer)}`);
  return {
    init(shape, given) {
      const context = { built: new Map<unknown, Weights>(), ...given };
      const weights: Record<string, Weights> = {};
      const parts: SummaryRow[] = [];
      for (const [i, layer] of list.entries()) {
        const built = initPart(`layer ${i + 1}`, layer, shape, context);
        shape = built.shape;
        weights[i] = built.weights;
        parts.push(...built.parts);
      }
      return { weights, shape, parts };
    },
    apply: (weights, x, context) => through(list, weights, x, context) as Flow<Start<Ls>, Ls>,
    ...(list.at(-1)?.applyWith && {
      applyWith: (weights, x, context, activation) => through(list, weights, x, context, activation) as Flow<Start<Ls>, Ls>,
    }),
    layers: list,
    config: { name: 'chain', args: list },
  };
}

/** The output of the last layer, and of `after` if one is given: an activation that the last layer can apply. */
function through(list: readonly Layer<Tensor, Tensor>[], weights: any, x: Tensor, context: Context, after?: FusedActivation): Tensor {
  let y = x;
  for (let i = 0; i < list.length; i++) {
    const layer = list[i]!;
    const activation = i + 1 < list.length ? (list[i + 1] as Activation).fusable : after;
    if (activation && layer.applyWith && !context.visit) y = layer.applyWith(weights[i], y, contextOf(weights[i++], context), activation);
    else y = applyPart(`layer ${i + 1}`, layer, weights[i], y, context);
  }
  return y;
}

/** How many numbers one example may have in a model: 1 GB as float32. */
const MOST = 2 ** 28;

/** Throws for an example of a shape that would not fit in memory. The message calls it `what`. */
export const checkSize = (what: () => string, shape: Shape): void =>
  check(sizeOf(shape) <= MOST, () => `${what()}: one example of shape ${showShape(shape)} is too large; at most ${MOST} numbers fit`);

/**
 * Calls `layer.init`. An `InputError` names the place of the layer, `where`. A layer without parts is one part itself.
 *
 * @param shape The shape of one example.
 * @param context The seeds, and what was built before.
 */
export function initPart(
  where: string,
  layer: Pick<Layer<any, any>, 'init' | 'config'>,
  shape: Shape,
  context: InitContext,
): Required<Initialized> {
  try {
    const built = layer.init(shape, context);
    checkSize(() => nameOf(layer), built.shape);
    return { ...built, parts: built.parts ?? [{ name: nameOf(layer), ...built }] };
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${where}, ${error.message}`, { cause: error });
    throw error;
  }
}

/**
 * Calls `part.apply`, or `context.visit` if there is one. `where` is the place of the part: `encoder`, `layer 2`.
 *
 * @param weights The weights of the part.
 * @param x The input of the part.
 */
export function applyPart<Y>(where: string, part: Module<Y>, weights: Weights, x: Tensor, context: Context): Y {
  const own = contextOf(weights, context);
  return own.visit ? own.visit(where, part, weights, x, own) : part.apply(weights, x, own);
}

/** The context of one part. A frozen part runs as outside of training; it keeps `seeds`, so that a bottleneck still samples. */
function contextOf(weights: Weights, context: Context): Context {
  if (!context.training || !context.frozen?.has(weights)) return context;
  const { update: _, ...rest } = context;
  return { ...rest, training: false };
}
