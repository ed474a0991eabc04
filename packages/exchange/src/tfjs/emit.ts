import { InputError } from '@autoencoders/core';
import type { Chain, Operation, Weight } from '../operation.js';
import { asImage, asSeries, both, convolution, crop, padded, transposedConvolution, zeroPad } from './emit-convolutions.js';
import type { Place } from './emit-convolutions.js';
import type { LayersGraph, LayerWeights, Node } from './graph.js';
import { filled, transpose, unitRows } from './kernels.js';

type Of<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>;

/** Adds the layers of a chain. */
export const emitChain = (call: string, g: LayersGraph, x: Node, { operations }: Pick<Chain, 'operations'>): Node =>
  operations.reduce((node, operation) => emit(call, g, node, operation), x);

/** Adds the layers for one operation. Throws for what tfjs-layers does not have. */
function emit(call: string, g: LayersGraph, x: Node, operation: Operation): Node {
  const place: Place = { g, name: operation.path.replaceAll('.', '_') };
  const { shape } = operation;
  const add = (className: string, config: object, weights?: LayerWeights): Node =>
    g.add(place.name, className, config, [x], shape, weights);
  switch (operation.kind) {
    case 'dense':
      return add('Dense', denseOf(shape[0]!, operation.bias), {
        kernel: operation.transposed ? transpose(operation.kernel) : operation.kernel,
        ...(operation.bias && { bias: operation.bias }),
      });
    case 'dictionary':
      return add('Dense', denseOf(shape[0]!, operation.bias), { kernel: unitRows(operation.kernel), bias: operation.bias });
    case 'convolution':
      return convolution(place, x, operation);
    case 'transposedConvolution':
      return transposedConvolution(place, x, operation);
    case 'activation':
      return activation(place, x, operation);
    case 'batchNorm': {
      const { gamma, beta, mean, variance, epsilon } = operation;
      return add('BatchNormalization', normOf(epsilon), { gamma, beta, moving_mean: mean, moving_variance: variance });
    }
    case 'layerNorm':
      return add('LayerNormalization', normOf(operation.epsilon), { gamma: operation.gamma, beta: operation.beta });
    case 'pool':
      return pool(place, x, operation);
    case 'upsample':
      return upsample(call, place, x, operation);
    case 'crop':
      return crop(place, x, operation.margins);
    case 'zeroPad':
      return zeroPad(place, x, operation.margins);
    case 'reshape':
      return shape.length === 1 ? add('Flatten', {}) : add('Reshape', { target_shape: shape });
    case 'shift':
      return shift(place, x, operation);
    case 'residual': {
      const inner = emitChain(call, g, x, operation);
      return g.add(`${place.name}_add`, 'Add', {}, [x, inner], shape);
    }
    case 'dropout':
      return add('Dropout', { rate: operation.rate });
    case 'threshold':
      return add('ThresholdedReLU', { theta: Math.max(0, operation.threshold.values[0]!) });
    default:
      throw new InputError(`${call}: ${operation.path} is ${operation.kind}, which TensorFlow.js layers do not have`);
  }
}

const denseOf = (units: number, bias: Weight | undefined): object => ({ units, use_bias: bias !== undefined, activation: 'linear' });
const normOf = (epsilon: number): object => ({ axis: -1, epsilon, center: true, scale: true });

function activation({ g, name: at }: Place, x: Node, { name, slope }: Of<'activation'>): Node {
  if (name === 'leakyRelu') return g.add(at, 'LeakyReLU', { alpha: slope }, [x], x.shape);
  return g.add(at, 'Activation', { activation: name }, [x], x.shape);
}

function pool(place: Place, x: Node, operation: Of<'pool'>): Node {
  const { by, size, stride, shape } = operation;
  const axes = size.length;
  const whole = size.map(() => 1);
  const [input, padding] = padded(place, x, operation.padding, size, stride, whole);
  const className = `${by === 'max' ? 'Max' : 'Average'}Pooling${axes}D`;
  return place.g.add(place.name, className, { pool_size: size, strides: stride, padding, data_format: 'channels_last' }, [input], shape);
}

function upsample(call: string, place: Place, x: Node, { factor, interpolation, shape, path }: Of<'upsample'>): Node {
  if (interpolation === 'linear')
    throw new InputError(`${call}: ${path} interpolates between the centres of pixels, and TensorFlow.js layers between their corners`);
  const axes = factor.length;
  const image = asImage(place, x);
  const config = { size: both(factor, 1), interpolation: 'nearest', data_format: 'channels_last' };
  const out = place.g.add(place.name, 'UpSampling2D', config, [image], axes === 1 ? [shape[0]!, 1, shape[1]!] : shape);
  return asSeries(place, out, axes);
}

/** x ± offset as a batch normalization of all places, with variance 1 and epsilon 0. */
function shift({ g, name }: Place, x: Node, { offset, sign }: Of<'shift'>): Node {
  const size = offset.values.length;
  const flat = x.shape.length === 1 ? x : g.add(`${name}_flat`, 'Flatten', {}, [x], [size]);
  const values = offset.values.map((value) => -sign * value);
  const weights = {
    gamma: filled(size, 1),
    beta: filled(size, 0),
    moving_mean: { shape: [size], values },
    moving_variance: filled(size, 1),
  };
  const out = g.add(name, 'BatchNormalization', normOf(0), [flat], [size], weights);
  return x.shape.length === 1 ? out : g.add(`${name}_shape`, 'Reshape', { target_shape: x.shape }, [out], x.shape);
}
