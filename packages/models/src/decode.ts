import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { applyPart } from '@autoencoders/core/operations';
import type { Activation, Context, Decoded, Layer, Weights } from '@autoencoders/core';

/** Parts that give an output from codes. */
export interface DecodingParts<Y extends Tensor> {
  readonly decoder: Layer<Tensor2D, Y>;
  readonly output: Activation;
}

/** The second half of a forward pass: from codes to logits and output. `where` names the layer in errors and in `preflight`. */
export function decodeWith<Y extends Tensor>(
  { decoder, output }: DecodingParts<Y>,
  weights: Weights,
  where: string = 'decoder',
): (codes: Tensor2D, context: Context) => Decoded<Y> {
  const logitsOf = (codes: Tensor2D, context: Context): Y => applyPart(where, decoder, weights, codes, context);
  const outputOf = (logits: Y, context: Context): Y => applyPart('output', output as Layer<Y>, {}, logits, context);
  return (codes, context) => {
    const logits = logitsOf(codes, context);
    let made: Y | undefined;
    // Running statistics follow the codes of the pass, not other codes.
    const { update: _, ...again } = context;
    return {
      logits,
      output: () => (made ??= outputOf(logits, context)),
      decode: (others) => outputOf(logitsOf(others, again), again),
    };
  };
}

/** From codes to the output alone, outside of training. The last layer applies the activation, if it can. */
export const outputWith =
  <Y extends Tensor>({ decoder, output }: DecodingParts<Y>, weights: Weights): ((codes: Tensor2D) => Y) =>
  (codes) => {
    const context: Context = { training: false };
    if (output.fusable && decoder.applyWith) return decoder.applyWith(weights, codes, context, output.fusable);
    return output.apply({}, decoder.apply(weights, codes, context), context);
  };
