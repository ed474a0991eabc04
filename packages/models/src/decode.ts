import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { applyPart } from '@autoencoders/core/operations';
import type { Activation, Context, Forward, Latent, Layer, Weights } from '@autoencoders/core';

/** What a forward pass makes of codes. */
type Decoded<Y extends Tensor> = Omit<Forward<Latent, Y>, keyof Latent>;

/** From codes to the logits and the output of a pass, by a part called `where`: the decoder unless told. */
export function decodeWith<Y extends Tensor>(
  { decoder, output }: { readonly decoder: Layer<Tensor2D, Y>; readonly output: Activation },
  weights: Weights,
  where: string = 'decoder',
): (codes: Tensor2D, context: Context) => Decoded<Y> {
  return (codes, context) => {
    const through = (given: Tensor2D, within: Context): Pick<Decoded<Y>, 'logits' | 'output'> => {
      const logits = applyPart(where, decoder, weights, given, within);
      const make = (): Y => applyPart('output', output as Layer<Y>, {}, logits, within);
      // Who visits the parts gets to see this one, too.
      let made = within.visit && make();
      return {
        logits,
        // Losses of logits do without.
        get output() {
          return (made ??= make());
        },
      };
    };
    // Running statistics are those of the codes that the pass has.
    const { update: _, ...again } = context;
    return Object.assign(through(codes, context), { decode: (others: Tensor2D) => through(others, again).output });
  };
}
