import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { countParameters } from '@autoencoders/core';
import { applyPart, check, checkInteger, checkOptions, toFloat32 } from '@autoencoders/core/operations';
import { checkAlive, checkTensor } from '@autoencoders/core/internal';
import type { Activation, Context, EncoderDecoder, Gaussian, Latent, Layer, Shape } from '@autoencoders/core';
import { linear } from '@autoencoders/layers';
import { plain } from './bottlenecks.js';
import type { Bottleneck } from './bottlenecks.js';
import { build, disposeWeights } from './build.js';
import type { ModelWeights } from './build.js';
import { decodeWith, outputWith } from './decode.js';
import { inBatches } from './in-batches.js';
import { lerp, places } from './paths.js';
import type { InterpolationPath } from './paths.js';
import { summarize } from './summary.js';

/** The parts of an autoencoder: the argument of `autoencoder`. */
export interface AutoencoderSpec<X extends Tensor = Tensor, L extends Latent = Latent> {
  /** The shape of one example: `[784]`, or `[28, 28, 1]` for images. */
  readonly input: Shape;
  /** From examples to `[batch, n]`. */
  readonly encoder: Layer<X, Tensor2D>;
  /** From what the encoder gives to codes. Default `plain`: the encoder's output is the code. */
  readonly bottleneck?: Bottleneck<L>;
  /** From codes back to the shape of the examples. It gives the logits. */
  readonly decoder: Layer<Tensor2D, X>;
  /** From logits to the output. Default `linear`. */
  readonly output?: Activation;
  /** Decides the initial weights. Default 0. */
  readonly seed?: number;
}

/** A model that encodes, decodes and reconstructs. Inputs stay the caller's; results are the caller's to dispose. */
export interface Autoencoder<X extends Tensor = Tensor, L extends Latent = Latent> extends EncoderDecoder<X, L> {
  readonly kind: 'autoencoder' | 'stacked';
  readonly spec: AutoencoderSpec<X, L>;
  readonly weights: ModelWeights;
  /** How many latents a code has. */
  readonly codeSize: number;
  /** The number of trained parameters and running statistics. */
  readonly parameterCount: number;
  /** `[batch, …input] → [batch, codeSize]`. A Gaussian bottleneck gives the mean. */
  readonly encode: (x: X) => Tensor2D;
  /** `[batch, codeSize] → [batch, …input]`. */
  readonly decode: (codes: Tensor2D) => X;
  /** Encodes and decodes: `[batch, …input] → [batch, …input]`. */
  readonly reconstruct: (x: X) => X;
  /**
   * Decodes `steps` codes (default 10) between the codes of two single examples, both ends included. `path` is `lerp` by default; `slerp`
   * follows the sphere.
   */
  readonly interpolate: (from: X, to: X, options?: { readonly steps?: number; readonly path?: InterpolationPath }) => X;
  /** A table of the layers with output shapes and parameters. */
  readonly summary: () => string;
  readonly dispose: () => void;
  readonly [Symbol.dispose]: () => void;
}

/** What a model with a prior can do besides. */
export interface Generative<X extends Tensor> {
  /** Decodes `count` codes drawn from the prior: `[count, …input]`. Default seed 0: every call gives the same samples. */
  readonly sample: (count: number, options?: { readonly seed?: number }) => X;
}

/** An autoencoder, with `sample` where its bottleneck is Gaussian. */
export type AutoencoderOf<X extends Tensor, L extends Latent> = Autoencoder<X, L> & (L extends Gaussian ? Generative<X> : unknown);

/** Outside training: nothing is random and no statistics are updated. */
const inference: Context = { training: false };

/**
 * An autoencoder from its parts: output = activation(decoder(bottleneck(encoder(x)))). The compiler refuses parts whose ranks do not fit.
 * Throws an `InputError` when sizes do not fit, which names both.
 *
 * @param spec The parts: input shape, encoder, bottleneck, decoder and output activation.
 */
export function autoencoder<X extends Tensor, L extends Latent = Latent>(spec: AutoencoderSpec<X, L>): AutoencoderOf<X, L> {
  checkOptions('autoencoder', spec, { input: true, encoder: true, bottleneck: true, decoder: true, output: true, seed: true });
  const { input, encoder, decoder, output = linear, bottleneck = plain as unknown as Bottleneck<L> } = spec;
  const { weights, rows, codeSize } = build(spec);

  const encodeWith = (x: X, context: Context): L => {
    const encoded = applyPart('encoder', encoder, weights.encoder, toFloat32(x), context);
    return applyPart('bottleneck', bottleneck, weights.bottleneck, encoded, context);
  };
  const decoded = decodeWith({ decoder, output }, weights.decoder);
  const outputOf = outputWith({ decoder, output }, weights.decoder);
  const forward: Autoencoder<X, L>['forward'] = (x, context) => {
    const latent = encodeWith(x, context);
    return { ...latent, ...decoded(latent.codes, context) };
  };
  const live = (call: string): string => (checkAlive(call, weights), call);
  const codesOf = (call: string, x: X): Tensor2D => inBatches(live(call), x, input, (part) => encodeWith(part, inference).codes);
  const decode = (call: string, codes: Tensor2D): X => inBatches(live(call), codes, [codeSize], outputOf);

  const model: Autoencoder<X, L> = {
    kind: 'autoencoder',
    spec,
    config: { name: 'autoencoder', args: [spec] },
    input,
    weights,
    codeSize,
    parameterCount: countParameters(weights),
    range: output.range,
    forward,
    encodeWith,
    decodeWith: decoded,
    encode: (x) => codesOf('encode', x),
    decode: (codes) => decode('decode', codes),
    reconstruct: (x) => inBatches(live('reconstruct'), x, input, (part) => outputOf(encodeWith(part, inference).codes)),
    interpolate: (from, to, options) => interpolate({ input, encode: codesOf, decode }, from, to, options),
    summary: () => summarize(input, rows),
    dispose: () => disposeWeights(weights),
    [Symbol.dispose]: () => model.dispose(),
  };
  return (bottleneck.prior ? { ...model, ...generative(bottleneck.prior, codeSize, decode) } : model) as AutoencoderOf<X, L>;
}

function generative<X extends Tensor>(
  prior: NonNullable<Bottleneck<Latent>['prior']>,
  codeSize: number,
  decode: (call: string, codes: Tensor2D) => X,
): Generative<X> {
  return {
    sample(count, options = {}) {
      checkOptions('sample', options, { seed: true });
      const { seed = 0 } = options;
      checkInteger('sample', 'count', count, 1);
      checkInteger('sample', 'seed', seed, 0);
      return tidy(() => decode('sample', prior(count, codeSize, seed)));
    },
  };
}

function interpolate<X extends Tensor>(
  { input, encode, decode }: Interpolated<X>,
  from: X,
  to: X,
  options: { readonly steps?: number; readonly path?: InterpolationPath } = {},
): X {
  checkOptions('interpolate', options, { steps: true, path: true });
  const { steps = 10, path = lerp } = options;
  checkInteger('interpolate', 'steps', steps, 2);
  for (const [name, x] of Object.entries({ from, to })) {
    checkTensor('interpolate', name, x, `[1, ${input.join(', ')}]`);
    check(x.shape[0] === 1, () => `interpolate: ${name} must be a single example, not ${x.shape[0]}`);
  }
  return tidy(() => decode('interpolate', path(encode('interpolate', from), encode('interpolate', to), places(steps))));
}

/** What `interpolate` needs from a model. Error messages begin with `call`. */
interface Interpolated<X extends Tensor> {
  readonly input: Shape;
  readonly encode: (call: string, x: X) => Tensor2D;
  readonly decode: (call: string, codes: Tensor2D) => X;
}
