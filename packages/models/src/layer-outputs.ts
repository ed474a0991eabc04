import { clone, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { checkInteger, checkOptions, toFloat32 } from '@autoencoders/core/operations';
import { checkAlive, nameOf } from '@autoencoders/core/internal';
import type { Activation, Config, Context, Gaussian, Layer, Weights } from '@autoencoders/core';
import { linear } from '@autoencoders/layers';
import type { AutoencoderSpec } from './autoencoder.js';
import { plain } from './bottlenecks.js';
import type { ModelWeights } from './build.js';
import type { HeadModel } from './head-model.js';
import { checkBatch } from './in-batches.js';

/** What one layer of a model gives for some examples. */
export interface LayerOutput {
  /** Where the layer stands: `encoder.0`, `bottleneck`, `decoder.2`, `output`. Its weights have the same prefix: `encoder.0.kernel`. */
  readonly name: string;
  /** The layer as in `summary`: `dense(128)`. A layer without a config is `custom`. */
  readonly layer: string;
  readonly config: Config | undefined;
  /** `[batch, …]`. For a bottleneck, the codes. */
  readonly output: Tensor;
  /** The mean of the posterior, `[batch, codeSize]`: a Gaussian bottleneck alone has it. */
  readonly mean?: Tensor2D;
  /** The logarithm of the variance of the posterior, `[batch, codeSize]`: a Gaussian bottleneck alone has it. */
  readonly logVar?: Tensor2D;
}

/** Options of `layerOutputs`. */
export interface LayerOutputsOptions {
  /** Draws the codes of a Gaussian bottleneck, and the decoder reads these. Default: no draw; the codes are the mean, as in `encode`. */
  readonly seed?: number;
}

/** A model whose layers can be run one at a time: an autoencoder, a stack, a classifier or a regressor. */
export type Layered<X extends Tensor> =
  | { readonly spec: AutoencoderSpec<X, any>; readonly weights: ModelWeights }
  | Pick<HeadModel<X>, 'spec' | 'weights'>;

type AnyLayer = Layer<any, any>;
interface Step {
  readonly name: string;
  readonly layer: AnyLayer;
  readonly weights: Weights;
}

/**
 * The outputs of all layers of a model in the order of a pass: those of the encoder, the codes, those of the decoder or head, the
 * output. A layer reads the output of the one before it; the first reads `x`. The layers of a `chain` come one by one; any other
 * layer, such as `residual`, counts as one. Nothing is random without `seed`. The outputs are the caller's to dispose of, as are
 * mean and logVar; call it within `tidy` to free them all. They are in memory together, so take few examples. Throws an `InputError` when `x` does not fit the model. Keras calls
 * this feature extraction (`layer.output`), PyTorch a forward hook.
 *
 * @param model An autoencoder, a stack, a classifier or a regressor.
 * @param x The examples, `[batch, …input]`.
 */
export function layerOutputs<X extends Tensor>(model: Layered<X>, x: X, options: LayerOutputsOptions = {}): readonly LayerOutput[] {
  checkOptions('layerOutputs', options, { seed: true });
  const { seed } = options;
  if (seed !== undefined) checkInteger('layerOutputs', 'seed', seed, 0);
  const { spec, weights } = model;
  checkAlive('layerOutputs', weights);
  checkBatch('layerOutputs', x, spec.input);
  const context: Context = { training: false };
  const outputs: LayerOutput[] = [];
  // The array itself is not searched for tensors: `tidy` gets the tensors to keep.
  tidy(() => {
    let last: Tensor = toFloat32(x);
    const add = ({ name, layer }: Omit<Step, 'weights'>, output: Tensor, posterior: Partial<Gaussian> = {}): void => {
      const { mean, logVar } = posterior;
      // Each output can be disposed of by itself.
      const own = [x, last, mean].includes(output as X) ? clone(output) : output;
      outputs.push({ name, layer: nameOf(layer), config: layer.config, output: own, ...(mean && { mean }), ...(logVar && { logVar }) });
      last = own;
    };
    const run = (name: string, layer: AnyLayer, own: Weights): void => {
      for (const step of stepsOf(name, layer, own)) add(step, step.layer.apply(step.weights, last, context));
    };
    const { bottleneck = plain } = spec;
    run('encoder', spec.encoder as AnyLayer, weights.encoder);
    const latent = bottleneck.apply(weights.bottleneck, last as Tensor2D, {
      ...context,
      ...(seed !== undefined && { seeds: seeded(seed) }),
    });
    add({ name: 'bottleneck', layer: bottleneck as unknown as AnyLayer }, latent.codes, latent as Partial<Gaussian>);
    if ('head' in spec) run('head', spec.head as AnyLayer, (weights as HeadModel<X>['weights']).head);
    else run('decoder', spec.decoder as AnyLayer, (weights as ModelWeights).decoder);
    const output: Activation = spec.output ?? linear;
    run('output', output as unknown as AnyLayer, {});
    return outputs.flatMap((one) => [one.output, ...(one.mean ? [one.mean] : []), ...(one.logVar ? [one.logVar] : [])]);
  });
  return outputs;
}

/** The layers of a part with their weights: those of a chain one by one, also of a chain in a chain. */
function stepsOf(name: string, layer: AnyLayer, weights: Weights): readonly Step[] {
  if (!layer.layers) return [{ name, layer, weights }];
  return layer.layers.flatMap((inner, i) => stepsOf(`${name}.${i}`, inner, (weights[i] ?? {}) as Weights));
}
