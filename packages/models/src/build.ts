import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { check, checkInteger, initPart, showShape } from '@autoencoders/core/operations';
import { initContext, nameOf, toVariables } from '@autoencoders/core/internal';
import type { InitContext, Initialized, Latent, SummaryRow, Shape, Weights } from '@autoencoders/core';
import { linear } from '@autoencoders/layers';
import type { AutoencoderSpec } from './autoencoder.js';
import { plain } from './bottlenecks.js';
import { checkActivation, checkInput, checkPart } from './check-input.js';

/** The weights of a model, by part. */
export type ModelWeights = Readonly<Record<'encoder' | 'bottleneck' | 'decoder', Weights<Variable>>>;

/** Disposes of the weights of a model. It skips disposed variables: a second disposal would free values that other variables share. */
export function disposeWeights(weights: Weights): void {
  for (const leaf of Object.values(leaves(weights))) if (!leaf.isDisposed) leaf.dispose();
}

/** A row of the summary: a layer, and the part of the model that it belongs to. */
export interface Row extends SummaryRow {
  readonly group: string;
}

/** Initializes the parts of a model, one after the other, and lists them for its summary. */
interface PartBuilder {
  readonly rows: Row[];
  readonly context: InitContext;
  readonly init: (group: string, layer: Parameters<typeof initPart>[1], shape: Shape) => Initialized;
  /** The encoder, and the bottleneck after it. Throws when the codes are not flat. */
  readonly initEncoder: (spec: EncoderSpec) => { encoder: Initialized; bottleneck: Initialized };
}

interface EncoderSpec {
  readonly input: Shape;
  readonly encoder: Parameters<typeof initPart>[1];
  readonly bottleneck?: Parameters<typeof initPart>[1] | undefined;
}

/** A builder whose errors begin with `call`; `seed` decides all weights. */
export function partBuilder(call: string, seed: number): PartBuilder {
  const rows: Row[] = [];
  const context = initContext(seed);
  const init: PartBuilder['init'] = (group, layer, shape) => {
    checkPart(call, group, layer);
    const built = initPart(`${call}: ${group}`, layer, shape, context);
    rows.push(...built.parts.map((part) => ({ ...part, group })));
    return built;
  };
  return {
    rows,
    context,
    init,
    initEncoder({ input, encoder, bottleneck = plain }) {
      const encoded = init('encoder', encoder, input);
      check(
        encoded.shape.length === 1,
        () => `${call}: the encoder gives ${showShape(encoded.shape)}, codes must be flat; put flatten at its end`,
      );
      return { encoder: encoded, bottleneck: init('bottleneck', bottleneck, encoded.shape) };
    },
  };
}

/** Makes the weights of a model as variables. Throws when parts do not fit; nothing stays allocated then. */
export function build<X extends Tensor, L extends Latent>(
  spec: AutoencoderSpec<X, L>,
): { weights: ModelWeights; rows: readonly Row[]; codeSize: number } {
  const { input, decoder, output = linear, seed = 0 } = spec;
  checkInput('autoencoder', input);
  checkInteger('autoencoder', 'seed', seed, 0);
  checkPart('autoencoder', 'output', output);
  const { rows, context, init, initEncoder } = partBuilder('autoencoder', seed);
  let codeSize = 0;
  const weights = tidy(() => {
    const { encoder, bottleneck } = initEncoder(spec);
    const decoded = init('decoder', decoder, bottleneck.shape);
    check(
      String(decoded.shape) === String(input),
      () => `autoencoder: the decoder gives ${showShape(decoded.shape)}, the input is ${showShape(input)}`,
    );
    checkActivation('autoencoder', output, input, context);
    codeSize = bottleneck.shape[0]!;
    return toVariables({ encoder: encoder.weights, bottleneck: bottleneck.weights, decoder: decoded.weights });
  });
  rows.push({ group: 'output', name: nameOf(output), shape: input, weights: {} });
  return { weights: weights as ModelWeights, rows, codeSize };
}
