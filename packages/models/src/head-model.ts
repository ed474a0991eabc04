import { mul, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { countParameters, mapLeaves } from '@autoencoders/core';
import { applyPart, check, checkInteger, checkNumber, showShape, toFloat32 } from '@autoencoders/core/operations';
import { checkAlive, nameOf, show, toVariables } from '@autoencoders/core/internal';
import type { Activation, Config, Context, Latent, Layer, Model, Shape, Weights } from '@autoencoders/core';
import type { AutoencoderSpec } from './autoencoder.js';
import { plain } from './bottlenecks.js';
import type { Bottleneck } from './bottlenecks.js';
import { disposeWeights, partBuilder } from './build.js';
import type { ModelWeights, Row } from './build.js';
import { checkActivation, checkInput, checkPart } from './check-input.js';
import { decodeWith } from './decode.js';
import { inBatches } from './in-batches.js';
import { summarize } from './summary.js';

/** A model with an encoder: an autoencoder, a stack, or a model with a head. */
export interface HasEncoder<X extends Tensor> {
  readonly spec: Pick<AutoencoderSpec<X, any>, 'input' | 'encoder' | 'bottleneck'>;
  readonly weights: Pick<ModelWeights, 'encoder' | 'bottleneck'>;
  readonly encode: (x: X) => Tensor2D;
}

/** The encoder under a head: that of a model, whose weights are copied, or a fresh one. */
export type EncoderOf<X extends Tensor> =
  | {
      readonly from: HasEncoder<X>;
      /** Draws new weights for the encoder, as a baseline for the trained ones. Default false. */
      readonly reinitialize?: boolean;
    }
  | {
      readonly from?: undefined;
      readonly reinitialize?: undefined;
      readonly input: Shape;
      readonly encoder: Layer<X, Tensor2D>;
      readonly bottleneck?: Bottleneck<Latent>;
    };

/** The options of all models with a head, by name. */
export const HEAD_OPTIONS = {
  from: true,
  reinitialize: true,
  input: true,
  encoder: true,
  bottleneck: true,
  head: true,
  initScale: true,
  seed: true,
} as const;

/** Options of `classifier` and `regressor`. */
export type HeadOptions<X extends Tensor> = EncoderOf<X> & {
  /** From codes to logits. Default: a `dense` layer. */
  readonly head?: Layer<Tensor2D>;
  /** Multiplies the initial kernels of a fresh or re-initialized encoder. Default 1, which suits tanh; 4 suits sigmoid. */
  readonly initScale?: number;
  /** Decides the initial weights. Default 0. */
  readonly seed?: number;
};

/** An encoder with a head where an autoencoder has a decoder. Inputs stay the caller's; results are the caller's to dispose. */
export interface HeadModel<X extends Tensor> extends Model<X, Latent, Tensor2D> {
  readonly spec: HasEncoder<X>['spec'] & { readonly head: Layer<Tensor2D>; readonly output: Activation };
  readonly weights: HeadModelWeights;
  readonly output: Shape;
  /** How many latents the codes have. */
  readonly codeSize: number;
  /** The number of trained parameters and running statistics. */
  readonly parameterCount: number;
  /** The same model with a frozen encoder. Training it changes only the head. */
  readonly headOnly: Model<X, Latent, Tensor2D>;
  /** `[batch, …input] → [batch, codeSize]`, as the autoencoder would. */
  readonly encode: (x: X) => Tensor2D;
  /** A table of the layers with output shapes and parameters. */
  readonly summary: () => string;
  readonly dispose: () => void;
  readonly [Symbol.dispose]: () => void;
}

/** The weights of a model with a head, by part. */
export type HeadModelWeights = Readonly<Record<'encoder' | 'bottleneck' | 'head', Weights<Variable>>>;
type HeadModelSpec<X extends Tensor> = HeadModel<X>['spec'];

/** A model from its parts: output = activation(head(codes)). A Gaussian bottleneck gives its mean, in training, too. */
export function headModel<X extends Tensor>(
  call: string,
  spec: HeadModelSpec<X>,
  outputs: number,
  options: HeadOptions<X> & { readonly config: Config },
): HeadModel<X> {
  const { input, encoder, bottleneck = plain, head, output } = spec;
  const { config } = options;
  const { weights, rows, codeSize } = build(call, spec, outputs, options);
  const codesOf = (x: X, context: Context): Tensor2D => {
    // Without seeds a Gaussian bottleneck gives its mean: the head learns from the codes that `encode` gives.
    const { seeds: _, ...still } = context;
    const encoded = applyPart('encoder', encoder, weights.encoder, toFloat32(x), context);
    return applyPart('bottleneck', bottleneck, weights.bottleneck, encoded, still).codes;
  };
  const decoded = decodeWith({ decoder: head, output }, weights.head, 'head');
  const through =
    (encode: typeof codesOf): HeadModel<X>['forward'] =>
    (x, context) => {
      const codes = encode(x, context);
      return { codes, ...decoded(codes, context) };
    };
  const inference: Context = { training: false };
  const fixed: typeof codesOf = (x, { visit }) => codesOf(x, visit ? { ...inference, visit } : inference);
  const shared = { input, output: [outputs], range: output.range };
  const model: HeadModel<X> = {
    ...shared,
    spec,
    weights,
    codeSize,
    parameterCount: countParameters(weights),
    forward: through(codesOf),
    config,
    headOnly: { ...shared, weights: { head: weights.head }, forward: through(fixed), fullModel: { weights, config } },
    encode: (x) => inBatches(live('encode', weights), x, input, (part) => codesOf(part, inference)),
    summary: () => summarize(input, rows),
    dispose: () => disposeWeights(weights),
    [Symbol.dispose]: () => model.dispose(),
  };
  return model;
}

/** The encoder in the options, or that of the model in `from`. */
export function encoderOf<X extends Tensor>(call: string, options: EncoderOf<X>): HasEncoder<X>['spec'] {
  check(
    options.from === undefined || typeof options.from?.encode === 'function',
    () => `${call}: from must be a model with an encoder, such as autoencoder({ … }) gives, not ${show(options.from)}`,
  );
  const { input, encoder, bottleneck } = options.from ? options.from.spec : options;
  return { input, encoder, ...(bottleneck && { bottleneck }) };
}

/** `f` of the outputs of a model with a head. Large batches are computed in parts, so that memory stays bounded. */
export function outputsOf<X extends Tensor, Y extends Tensor>(call: string, model: HeadModel<X>, x: X, f: (output: Tensor2D) => Y): Y {
  return inBatches(live(call, model.weights), x, model.input, (part: X): Tensor =>
    f(model.forward(part, { training: false }).output()),
  ) as Y;
}

const live = (call: string, weights: Weights): string => (checkAlive(call, weights), call);

function build<X extends Tensor>(
  call: string,
  { input, encoder, bottleneck, head, output }: HeadModelSpec<X>,
  outputs: number,
  { from, reinitialize = false, initScale = 1, seed = 0 }: HeadOptions<X>,
): { weights: HeadModelWeights; rows: readonly Row[]; codeSize: number } {
  checkInput(call, input);
  checkInteger(call, 'seed', seed, 0);
  checkPart(call, 'output', output);
  checkNumber(call, 'initScale', initScale, 0);
  check(
    initScale === 1 || !from || reinitialize,
    () => `${call}: initScale is for weights that are drawn; say reinitialize: true, or leave it out`,
  );
  if (from) checkAlive(call, from.weights);
  const { rows, context, init, initEncoder } = partBuilder(call, seed);
  let codeSize = 0;
  const weights = tidy(() => {
    const { encoder: encoded, bottleneck: latent } = initEncoder({ input, encoder, bottleneck });
    const top = init('head', head, latent.shape);
    check(String(top.shape) === String(outputs), () => `${call}: the head gives ${showShape(top.shape)}, there must be ${outputs} outputs`);
    checkActivation(call, output, top.shape, context);
    codeSize = latent.shape[0]!;
    const under = from && !reinitialize ? from.weights : larger(initScale, { encoder: encoded.weights, bottleneck: latent.weights });
    return toVariables({ encoder: under.encoder, bottleneck: under.bottleneck, head: top.weights });
  });
  rows.push({ group: 'output', name: nameOf(output), shape: [outputs], weights: {} });
  return { weights: weights as HeadModelWeights, rows, codeSize };
}

/** Kernels multiplied by `initScale`, other weights as they are. */
function larger<W extends Weights>(initScale: number, weights: W): W {
  if (initScale === 1) return weights;
  return mapLeaves(weights, (leaf, path) => (path.split('.').at(-1) === 'kernel' ? mul(leaf, initScale) : leaf)) as W;
}
