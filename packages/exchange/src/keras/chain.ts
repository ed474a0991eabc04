import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable, showUntrusted } from '@autoencoders/core/internal';
import type { KerasLayer } from './graph.js';
import { list, own, whole } from './json.js';

/** Layers one after the other, from an input. */
export interface LayerChain {
  readonly input: Shape;
  readonly layers: readonly KerasLayer[];
}

/** What a model computes: a chain, and the two layers that a Gaussian bottleneck is made of. */
export interface Found {
  readonly before: LayerChain;
  /** The layers of the mean and of the logarithm of the variance, and what stands after the code. */
  readonly gaussian?: { readonly mean: KerasLayer; readonly spread: KerasLayer; readonly after: readonly KerasLayer[] };
}

const MERGES = new Set(['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot']);

/** The chain that ends in `output`. A layer of somebody's own with two inputs, a mean and a logarithm of the variance, draws the code. */
export function chainTo(call: string, output: KerasLayer, input: Shape | undefined): Found {
  const { layers, start: at } = backFrom(output, undefined, new Map());
  if (at.inputs.length === 0) {
    const isInput = at.className === 'InputLayer';
    return { before: { input: inputOf(call, at, input), layers: isInput ? layers : [at, ...layers] } };
  }
  const [mean, spread] = at.inputs;
  check(
    at.inputs.length === 2 && !MERGES.has(at.className),
    () => `${call}: ${printable(at.path)} (${showUntrusted(at.className)}) reads ${at.inputs.length} layers; a chain of layers is read`,
  );
  return gaussianFrom(call, mean!, spread!, input, layers);
}

/** Layers one after the other, and the layer that gives their input. */
interface Steps {
  readonly layers: readonly KerasLayer[];
  readonly start: KerasLayer;
}

/** The steps back from a layer, as far as `end`, or to a layer that does not read one other layer. `known` has the residuals seen before. */
function backFrom(output: KerasLayer, end: KerasLayer | undefined, known: Map<KerasLayer, Steps | undefined>): Steps {
  const layers: KerasLayer[] = [];
  let at = output;
  while (at !== end) {
    const residual = residualAt(at, known);
    if (!residual && at.inputs.length !== 1) break;
    layers.unshift(residual ? { ...at, inner: residual.layers } : at);
    at = residual ? residual.start : at.inputs[0]!;
  }
  return { layers, start: at };
}

/** The layers between x and x + layers(x), if that is what a layer adds. */
function residualAt(layer: KerasLayer, known: Map<KerasLayer, Steps | undefined>): Steps | undefined {
  if (layer.className !== 'Add' || layer.inputs.length !== 2) return undefined;
  if (!known.has(layer)) {
    const [a, b] = layer.inputs as [KerasLayer, KerasLayer];
    const both = [backFrom(b, a, known), backFrom(a, b, known)];
    known.set(
      layer,
      both.find(({ start }, i) => start === (i === 0 ? a : b)),
    );
  }
  return known.get(layer);
}

/** The bottleneck with these two layers, which must read the same one. */
export function gaussianFrom(
  call: string,
  mean: KerasLayer,
  spread: KerasLayer,
  input: Shape | undefined,
  after: readonly KerasLayer[] = [],
): Found {
  const of = `${printable(mean.path)} and ${printable(spread.path)}`;
  check(
    mean.className === 'Dense' && spread.className === 'Dense' && mean.inputs.length === 1 && mean.inputs[0] === spread.inputs[0],
    () => `${call}: ${of} must be two dense layers after one layer, as a mean and a logarithm of the variance are`,
  );
  check(!/mean|mu$/i.test(spread.name), () => `${call}: of ${of}, the first one must be the mean`);
  const { before, gaussian } = chainTo(call, mean.inputs[0]!, input);
  check(gaussian === undefined, () => `${call}: the model draws codes at two places`);
  return { before, gaussian: { mean, spread, after } };
}

/** The shape of one example. */
function inputOf(call: string, { path, config }: KerasLayer, given: Shape | undefined): Shape {
  if (given) return given;
  const batched = own(config, 'batch_shape') ?? own(config, 'batch_input_shape') ?? own(config, 'batchInputShape');
  const what = `${call}: the input shape of ${printable(path)}`;
  const [, ...shape] = list(what, batched);
  if (shape.includes(null))
    throw new InputError(`${what} is open: [${printable(shape.map(String).join(', '), 100)}]; say it with input: [28, 28, 1]`);
  check(shape.length >= 1 && shape.length <= 3, () => `${what} has ${shape.length} axes; 1 to 3 are read`);
  return shape.map((n) => whole(what, n));
}
