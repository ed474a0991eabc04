import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { gaussian } from '@autoencoders/models';
import { check } from '@autoencoders/core/operations';
import { printable } from '@autoencoders/core/internal';
import type { KerasLayer } from './graph.js';
import { refuse } from './place.js';
import type { Numbers, Origin } from './place.js';
import { piecesOf, shapeAfter } from './read-layers.js';
import type { Stage } from './split.js';

/** The layers with what they are here. */
export function stagesOf(origin: Origin, layers: readonly KerasLayer[], input: Shape): Stage[] {
  let shape = input;
  return layers.map((layer) => {
    const place = { ...origin, layer, shape };
    const pieces = piecesOf(place);
    for (const piece of pieces) shape = shapeAfter(place, piece.layer, shape);
    return { layer, pieces, shape };
  });
}

type Weights = Readonly<Record<string, Numbers>>;

/** The bottleneck of a mean and a logarithm of the variance. Where the file has ln σ, its weights are doubled. */
export function gaussianOf(
  origin: Origin,
  mean: Stage,
  spread: Stage,
  told: 'logVar' | 'logSigma' | undefined,
): { layer: any; weights: Weights } {
  for (const { layer, pieces, shape } of [mean, spread])
    if (pieces.length !== 1 || pieces[0]!.weights?.['bias'] === undefined)
      refuse({ ...origin, layer, shape }, 'must have a bias and no activation, as part of a Gaussian bottleneck');
  check(
    String(mean.shape) === String(spread.shape),
    () => `${origin.call}: ${printable(mean.layer.path)} and ${printable(spread.layer.path)} have different sizes`,
  );
  const { name, path } = spread.layer;
  const kind = told ?? (/var/i.test(name) ? 'logVar' : /sig|std/i.test(name) ? 'logSigma' : undefined);
  if (!kind)
    throw new InputError(
      `${origin.call}: it is not clear whether ${printable(path)} gives ln σ² or ln σ; say it with spread: 'logVar' or 'logSigma'`,
    );
  if (kind === 'logSigma') origin.notes.push(`${printable(path)}: it gives ln σ, so its weights were doubled to give ln σ²`);
  const factor = kind === 'logSigma' ? 2 : 1;
  const part = (prefix: string, stage: Stage, by: number): Weights =>
    Object.fromEntries(
      Object.entries(stage.pieces[0]!.weights!).map(([key, { shape, values }]) => [
        `${prefix}.${key}`,
        { shape, values: values.map((x) => x * by) },
      ]),
    );
  return { layer: gaussian(mean.shape[0]!), weights: { ...part('mean', mean, 1), ...part('logVar', spread, factor) } };
}
