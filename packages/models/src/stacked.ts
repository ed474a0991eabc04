import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { chain } from '@autoencoders/core';
import { applyPart, check, checkInteger, checkOptions, initPart, showShape, toFloat32 } from '@autoencoders/core/operations';
import { checkAlive, initContext } from '@autoencoders/core/internal';
import type { Activation, Latent, Layer, Model, Shape, Weights } from '@autoencoders/core';
import { linear } from '@autoencoders/layers';
import { autoencoder } from './autoencoder.js';
import type { Autoencoder, AutoencoderSpec } from './autoencoder.js';
import type { ModelWeights } from './build.js';
import { checkActivation, checkInput, checkPart } from './check-input.js';
import { decodeWith } from './decode.js';
import { inBatches } from './in-batches.js';

/** One level of a stack: an autoencoder of the data, or of the codes of the level before. */
export interface Level<X extends Tensor = Tensor2D> {
  /** From what the level reads to its codes, `[batch, n]`. */
  readonly encoder: Layer<X, Tensor2D>;
  /** From codes back to what the level reads; its output are the level's logits. */
  readonly decoder: Layer<Tensor2D, X>;
  /** From logits to the level's output. Default `linear`. */
  readonly output?: Activation;
}

/** The parts of a stack: the argument of `stacked`. */
export interface StackSpec<X extends Tensor = Tensor2D> {
  /** The shape of one example: `[784]`, or `[28, 28, 1]` for images. */
  readonly input: Shape;
  /** The levels. The first reads the data; every other level reads the codes of the level before. */
  readonly levels: readonly [Level<X>, ...Level[]] | (Tensor2D extends X ? readonly Level[] : never);
  /** Decides the initial weights. Default 0. */
  readonly seed?: number;
}

/** A level as a model that can be trained by itself. Its weights are those of the stack, not copies. */
export interface LevelModel<X extends Tensor = Tensor2D> extends Model<X, Latent> {
  /** How many latents its codes have. */
  readonly codeSize: number;
  /** `[batch, …input] → [batch, codeSize]`. */
  readonly encode: (x: X) => Tensor2D;
}

/** A deep autoencoder, and the levels that it is made of. */
export interface Stack<X extends Tensor = Tensor2D> extends Autoencoder<X> {
  readonly kind: 'stacked';
  readonly levels: readonly [LevelModel<X>, ...LevelModel[]];
}

/**
 * A deep autoencoder made of levels. Each level can be trained by itself, as an autoencoder of the codes of the level before. Levels and
 * stack share their weights. The stack applies the encoders in order, then the decoders in reverse, each with the output activation of its
 * level: x → e₁ → e₂ → code → d₂ → output₂ → d₁ → output₁. Throws when sizes do not fit, and names the level. Hinton & Salakhutdinov,
 * "Reducing the dimensionality of data with neural networks", Science 2006.
 *
 * ```ts
 * stacked({
 *   input: [784],
 *   levels: [
 *     { encoder: chain(dense(500), sigmoid), decoder: dense(784), output: sigmoid },
 *     { encoder: chain(dense(250), sigmoid), decoder: dense(500), output: sigmoid },
 *   ],
 * });
 * ```
 *
 * @param spec The input shape and the levels.
 */
export function stacked<X extends Tensor = Tensor2D>(spec: StackSpec<X>): Stack<X> {
  checkOptions('stacked', spec, { input: true, levels: true, seed: true });
  const { input, levels, seed = 0 } = spec;
  const list = levels as readonly AnyLevel[];
  const shapes = shapesOf(input, list, seed);
  const model = autoencoder<X>(unrolled(input, list, seed));
  const { encoder, decoder } = model.weights;
  const places = placesOf(list);
  const models = list.map((level, i) => {
    const weights = { encoder: encoder[i] as Weights<Variable>, decoder: decoder[places[i]!] as Weights<Variable> };
    return levelModel(level, shapes[i]!, shapes[i + 1]![0]!, weights);
  });
  const config = { name: 'stacked', args: [{ input, levels, seed }] };
  return { ...model, kind: 'stacked', config, levels: models as unknown as Stack<X>['levels'] };
}

type AnyLevel = Level<any>;

/** What each level reads, and the codes of the last; the weights that this takes are freed. */
function shapesOf(input: Shape, levels: readonly AnyLevel[], seed: number): readonly Shape[] {
  check(Array.isArray(levels) && levels.length > 0, 'stacked: levels must list one level at least, { encoder, decoder }');
  checkInput('stacked', input);
  checkInteger('stacked', 'seed', seed, 0);
  const shapes = [input];
  tidy(() => {
    const context = initContext(seed);
    for (const [i, level] of levels.entries()) {
      checkOptions(`stacked: level ${i + 1}`, level, { encoder: true, decoder: true, output: true });
      const { encoder, decoder } = level;
      const [call, reads] = [`stacked: level ${i + 1}`, shapes[i]!];
      for (const [name, part] of Object.entries({ encoder, decoder })) checkPart(call, name, part);
      const { shape: code } = initPart(`${call}, encoder`, encoder, reads, context);
      check(code.length === 1, () => `${call}: the encoder gives ${showShape(code)}, codes must be flat; put flatten at its end`);
      const { shape: back } = initPart(`${call}, decoder`, decoder, code, context);
      check(
        String(back) === String(reads),
        () => `${call}: the decoder gives ${showShape(back)}, what the level reads is ${showShape(reads)}`,
      );
      if (level.output !== undefined) checkActivation(call, level.output, reads, context);
      shapes.push(code);
    }
  });
  return shapes;
}

/** Layers that are known to fit. */
const chained = chain as unknown as (...layers: readonly Pick<Layer<any, any>, 'init'>[]) => Layer<any, any>;

/** The deep autoencoder: an encoder for each level, and the decoders in reverse with the activations between them. */
function unrolled<X extends Tensor>(input: Shape, levels: readonly AnyLevel[], seed: number): AutoencoderSpec<X> {
  const [{ output = linear }, ...deeper] = levels as [AnyLevel, ...AnyLevel[]];
  const between = deeper.toReversed().flatMap((level) => [level.decoder, ...(level.output ? [level.output] : [])]);
  return {
    input,
    encoder: chained(...levels.map(({ encoder }) => encoder)),
    decoder: chained(...between, levels[0]!.decoder),
    output,
    seed,
  };
}

/** Where in the deep decoder the decoder of each level stands. */
function placesOf(levels: readonly AnyLevel[]): readonly number[] {
  const places: number[] = [];
  let place = 0;
  for (const { output } of levels.toReversed()) {
    places.unshift(place);
    place += output ? 2 : 1;
  }
  return places;
}

function levelModel(
  { encoder, decoder, output = linear }: AnyLevel,
  input: Shape,
  codeSize: number,
  weights: Pick<ModelWeights, 'encoder' | 'decoder'>,
): LevelModel<any> {
  const decoded = decodeWith({ decoder, output }, weights.decoder);
  return {
    input,
    codeSize,
    weights,
    range: output.range,
    forward(x, context) {
      const codes = applyPart('encoder', encoder, weights.encoder, toFloat32(x), context);
      return { codes, ...decoded(codes, context) };
    },
    encode(x) {
      checkAlive('encode', weights, 'the stack');
      return inBatches('encode', x, input, (part: Tensor) => encoder.apply(weights.encoder, part, { training: false }));
    },
  };
}
