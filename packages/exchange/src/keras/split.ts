import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { printable, show, sizeOf } from '@autoencoders/core/internal';
import type { KerasLayer } from './graph.js';
import type { Piece } from './place.js';

/** A layer of Keras with what it is here. */
export interface Stage {
  readonly layer: KerasLayer;
  readonly pieces: readonly Piece[];
  /** The shape of one example after it. */
  readonly shape: Shape;
}

/** How many stages are the encoder. `codes` is the name or the number of the layer that gives the codes. */
export function encoderLength(call: string, stages: readonly Stage[], codes: string | number | undefined): number {
  const at = codes === undefined ? found(call, stages) : told(call, stages, codes);
  if (at >= stages.length - 1)
    throw new InputError(`${call}: ${printable(stages.at(-1)!.layer.path)} is the last layer, so that no decoder is left`);
  return at + 1;
}

const listed = (stages: readonly Stage[]): string =>
  printable(stages.map(({ layer, shape }, i) => `${i} ${layer.path} [${shape.join(', ')}]`).join(', '), 600);

function told(call: string, stages: readonly Stage[], codes: string | number): number {
  const paths = stages.map(({ layer }) => layer.path);
  const exact = paths.flatMap((path, i) => (path === codes || stages[i]!.layer.name === codes || i === codes ? [i] : []));
  if (exact.length === 1) return exact[0]!;
  const within = typeof codes === 'string' ? paths.findLastIndex((path) => path.startsWith(`${codes}/`)) : -1;
  if (within >= 0 && exact.length === 0) return within;
  throw new InputError(
    `${call}: codes: ${show(codes)} is ${exact.length === 0 ? 'no layer' : 'several layers'}; there are ${listed(stages)}`,
  );
}

/** A layer named `codes`, the end of the first of two models, or the narrowest flat layer. */
function found(call: string, stages: readonly Stage[]): number {
  const named = stages.findIndex(({ layer }) => layer.path === 'codes');
  if (named >= 0) return named;
  const models = stages.map(({ layer }) => (layer.path.includes('/') ? layer.path.slice(0, layer.path.indexOf('/')) : undefined));
  if (new Set(models).size === 2 && !models.includes(undefined)) return models.lastIndexOf(models[0]);
  const inside = stages.slice(0, -1);
  const narrowest = Math.min(...inside.map(({ shape }) => sizeOf(shape)));
  const places = inside.flatMap(({ shape }, i) => (sizeOf(shape) === narrowest ? [i] : []));
  const [first, last] = [places[0]!, places.at(-1)!];
  // An activation or a dropout after the layer belongs to it.
  const one =
    places.length === last - first + 1 && places.slice(1).every((i) => stages[i]!.pieces.every(({ weights }) => weights === undefined));
  if (
    places.length > 0 &&
    one &&
    inside[first]!.shape.length === 1 &&
    inside[last]!.shape.length === 1 &&
    sizeOf(stages.at(-1)!.shape) > narrowest
  )
    return last;
  throw new InputError(`${call}: it is not clear which layer gives the codes; say it with codes: 'name' or its number: ${listed(stages)}`);
}
