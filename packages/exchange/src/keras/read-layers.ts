import { InputError } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import * as ours from '@autoencoders/layers';
import { check } from '@autoencoders/core/operations';
import { initContext, printable, sizeOf, withGivenWeights } from '@autoencoders/core/internal';
import { list, whole } from './json.js';
import { flag, integer, number, only, option, rank, refuse, sizes, weightsOf, whereOf } from './place.js';
import type { Numbers, Piece, Place } from './place.js';
import { activationLayers, activationOf } from './read-activations.js';
import { layersWithWindows } from './read-convolutions.js';
import type { Reader } from './read-convolutions.js';

/** What a layer of Keras is here. Throws for a layer or an option that these packages do not have. */
export function piecesOf(place: Place): readonly Piece[] {
  const { className, config } = place.layer;
  const read = Object.hasOwn(readers, className) ? readers[className] : undefined;
  if (!read) return refuse(place, 'has no counterpart in these packages');
  const regularizers = Object.keys(config).filter((key) => key.endsWith('_regularizer') && config[key]);
  if (regularizers.length > 0)
    place.notes.push(`${printable(place.layer.path)}: ${printable(regularizers.join(', '))} is for training and was left out`);
  return read(place);
}

/** The most numbers that one example may have on its way. */
const MOST = 2 ** 28;

/** The shape of an example after a layer of ours. It takes no memory. */
export function shapeAfter(place: Place, layer: any, shape: Shape): Shape {
  try {
    const after = withGivenWeights('', {}, () => (layer.init(shape, initContext(0)) as { readonly shape: Shape }).shape).model;
    check(sizeOf(after) <= MOST, () => `an example would have ${sizeOf(after)} numbers after it; at most ${MOST} are read`);
    return after;
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(`${whereOf(place)} does not fit its input [${shape.join(', ')}]: ${cause.message}`, { cause });
  }
}

const dense: Reader = (place) => {
  rank(place, 1);
  const units = integer(place, 'units');
  const useBias = flag(place, 'use_bias', true);
  const { kernel, bias } = weightsOf(place, { kernel: [place.shape[0]!, units], ...(useBias && { bias: [units] }) }) as any;
  return [{ layer: ours.dense(units, { useBias }), weights: { kernel, ...(bias && { bias }) } }, ...activationOf(place)];
};

/** A target with one −1 takes the rest. */
const reshape: Reader = (place) => {
  const what = `${whereOf(place)}: target_shape`;
  const wanted = list(what, option(place, 'target_shape')).map((n) => (n === -1 ? -1 : whole(what, n)));
  const known = wanted.reduce((a, n) => (n === -1 ? a : a * n), 1);
  const to = wanted.map((n) => (n === -1 ? sizeOf(place.shape) / known : n));
  if (wanted.filter((n) => n === -1).length > 1 || sizeOf(to) !== sizeOf(place.shape) || to.some((n) => !Number.isInteger(n)))
    refuse(place, `turns [${place.shape.join(', ')}] into [${printable(wanted.join(', '), 100)}], which has other numbers`);
  if (String(to) === String(place.shape)) return [];
  if (to.length === 1) return [{ layer: ours.flatten }];
  if (to.length > 3) refuse(place, `gives examples with ${to.length} axes; at most 3 are read`);
  if (place.shape.length > 1) return [{ layer: ours.flatten }, { layer: ours.reshape(to as never) }];
  return [{ layer: ours.reshape(to as never) }];
};

/** Places at the two ends of each axis: one number, one for each axis, or pairs. */
function ends(place: Place, key: string): readonly (readonly [number, number])[] {
  const value = option(place, key) ?? 1;
  const axes = place.shape.length - 1;
  const what = `${whereOf(place)}: ${key}`;
  const pair = (one: unknown): readonly [number, number] => {
    const both = Array.isArray(one) ? one : [one, one];
    if (both.length !== 2) refuse(place, `has ${key} with ${both.length} numbers for an axis; it must have 2`);
    return [whole(what, both[0], 0), whole(what, both[1], 0)];
  };
  if (axes === 1) return [pair(value)];
  if (!Array.isArray(value)) return [pair(value), pair(value)];
  if (value.length !== axes) refuse(place, `has ${key} for ${value.length} axes; the input has ${axes}`);
  return value.map(pair);
}

const zeroPad =
  (axes: 1 | 2): Reader =>
  (place) => {
    rank(place, axes + 1);
    only(place, 'data_format', 'channels_last');
    const around = ends(place, 'padding');
    return [{ layer: axes === 1 ? ours.zeroPad1d(around[0] as never) : ours.zeroPad2d(around as never) }];
  };

/** Ours keeps the middle, and cuts one more at the end where the number is odd. */
const crop =
  (axes: 1 | 2): Reader =>
  (place) => {
    rank(place, axes + 1);
    only(place, 'data_format', 'channels_last');
    const cut = ends(place, 'cropping');
    if (cut.some(([before, after]) => after < before || after > before + 1))
      refuse(place, `cuts ${JSON.stringify(cut)}; these packages keep the middle`);
    const left = cut.map(([before, after], i) => place.shape[i]! - before - after);
    if (left.some((n) => n < 1)) refuse(place, 'leaves nothing of its input');
    return [{ layer: axes === 1 ? ours.crop1d(left[0]!) : ours.crop2d(left as never) }];
  };

const upsample =
  (axes: 1 | 2): Reader =>
  (place) => {
    rank(place, axes + 1);
    only(place, 'data_format', 'channels_last');
    only(place, 'interpolation', 'nearest', ...(place.tfjs ? [] : ['bilinear']));
    const by = sizes(place, 'size', 2);
    if (axes === 1) return [{ layer: ours.upsample1d(by[0]!) }];
    const bilinear = option(place, 'interpolation') === 'bilinear';
    return [{ layer: ours.upsample2d(by as never, bilinear ? { interpolation: 'bilinear' } : {}) }];
  };

/** x + layers(x). */
const add: Reader = (place) => {
  const { inner } = place.layer;
  if (!inner) return refuse(place, 'adds other things than the input and the output of layers');
  let { shape } = place;
  const pieces = inner.flatMap((layer) => {
    const at = { ...place, layer, shape };
    const read = piecesOf(at);
    for (const piece of read) shape = shapeAfter(at, piece.layer, shape);
    return read;
  });
  const chained: any = (ours.chain as any)(...(pieces.length > 0 ? pieces.map(({ layer }) => layer) : [ours.linear]));
  return [{ layer: ours.residual(chained), weights: weightsAt('', pieces) }];
};

/** The weights of pieces in a chain, by path. */
export const weightsAt = (prefix: string, pieces: readonly Piece[]): Record<string, Numbers> =>
  Object.fromEntries(
    pieces.flatMap(({ weights = {} }, i) => Object.entries(weights).map(([key, value]) => [`${prefix}${i}.${key}`, value])),
  );

/** Layers that do something in training alone. */
const left: Reader = ({ layer, notes }) => {
  notes.push(`${printable(layer.path)}: ${layer.className} acts in training alone and was left out`);
  return [];
};

const readers: Readonly<Record<string, Reader>> = {
  ...layersWithWindows,
  ...activationLayers,
  Add: add,
  Dense: dense,
  Flatten: (place) => (only(place, 'data_format', 'channels_last'), place.shape.length === 1 ? [] : [{ layer: ours.flatten }]),
  Reshape: reshape,
  ZeroPadding1D: zeroPad(1),
  ZeroPadding2D: zeroPad(2),
  Cropping1D: crop(1),
  Cropping2D: crop(2),
  UpSampling1D: upsample(1),
  UpSampling2D: upsample(2),
  Dropout(place) {
    const rate = number(place, 'rate', 0);
    return rate === 0 ? [] : [{ layer: ours.dropout(rate) }];
  },
  GaussianNoise: left,
  GaussianDropout: left,
  AlphaDropout: left,
  SpatialDropout1D: left,
  SpatialDropout2D: left,
  ActivityRegularization: left,
};
