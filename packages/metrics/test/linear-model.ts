import { add, exp, fill, memory, mul, sub, tensor1d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { normal } from '@autoencoders/core';
import type { Context, Decoded, EncoderDecoder, Gaussian } from '@autoencoders/core';

/*
 * A model whose likelihood is known: xᵢ = wᵢ·zᵢ + bᵢ + σ·ε with z, ε ~ N(0, I). Then p(x) = Π N(xᵢ; bᵢ, wᵢ² + σ²), and the
 * posterior is N(wᵢ(xᵢ − bᵢ) / (wᵢ² + σ²), σ² / (wᵢ² + σ²)). The model's q(z | x) has `excess` times that variance.
 */
export const w: readonly number[] = [2, 0.5];
export const b: readonly number[] = [1, -1];
export const sigma: number = 0.6;
const marginal = w.map((each) => each ** 2 + sigma ** 2);

/** −ln p(x). */
export const exactly = (x: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + (Math.log(2 * Math.PI * marginal[i]!) + (value - b[i]!) ** 2 / marginal[i]!) / 2, 0);

/** The variances of q(z | x). */
export const variances = (excess: number): number[] => marginal.map((each) => (excess * sigma ** 2) / each);

/** The means of q(z | x). */
export const means = (x: readonly number[]): number[] => x.map((value, i) => (w[i]! * (value - b[i]!)) / marginal[i]!);

/** The model, how often its encoder ran, and the most bytes there were in a pass. */
export interface Linear extends EncoderDecoder<Tensor2D, Gaussian> {
  readonly seen: { encoded: number; bytes: number };
}

/** `posterior` is the excess of its variances, or its logVars. */
export function linearModel(posterior: number | number[] = 1): Linear {
  const seen = { encoded: 0, bytes: 0 };
  const logVarOf = typeof posterior === 'number' ? variances(posterior).map(Math.log) : posterior;
  const encodeWith = (x: Tensor2D, { seeds }: Context): Gaussian => {
    seen.encoded++;
    const mean: Tensor2D = mul(sub(x, tensor1d([...b])), tensor1d(w.map((each, i) => each / marginal[i]!)));
    const logVar: Tensor2D = add(fill([x.shape[0], 2], 0), tensor1d(logVarOf));
    const noise: Tensor2D = seeds ? normal(mean.shape, seeds()) : fill(mean.shape, 0);
    return { mean, logVar, codes: add(mean, mul(exp(mul(logVar, 0.5)), noise)) };
  };
  const decode = (z: Tensor2D): Tensor2D => add(mul(z, tensor1d([...w])), tensor1d([...b]));
  const decodeWith = (codes: Tensor2D): Decoded<Tensor2D> => {
    const logits = decode(codes);
    seen.bytes = Math.max(seen.bytes, memory().numBytes);
    return { logits, output: () => logits, decode };
  };
  const forward: Linear['forward'] = (x, context) => {
    const latent = encodeWith(x, context);
    return { ...latent, ...decodeWith(latent.codes) };
  };
  return { input: [2], weights: {}, encodeWith, decodeWith, forward, seen };
}
