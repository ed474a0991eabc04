import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itComputesAsTheCpu } from '../test/operations/compare.js';
import { run } from '../test/program.js';
import { beforeBoth } from '../test/same.js';

const here = import.meta.dirname;
const small = join(here, '..', 'kernels', 'small');
const whole = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

beforeBoth({ paths: small });

/* What the small files lack, the kernels of the CPU backend compute. What they have is not broken. */
describe('with the small files, as on the CPU backend', () => itComputesAsTheCpu(6));

/** Prints what each operation gives: a hash of the bits of its results, or an error. */
const program = (paths: string, threads: number): string => `
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmBackend } from 'backend-wasm';
import { operations } from ${JSON.stringify(join(here, '..', 'test', 'operations', 'all.ts'))};
import { randomOf } from ${JSON.stringify(join(here, '..', 'test', 'operations', 'random.ts'))};
await setWasmBackend({ paths: ${JSON.stringify(paths)}, threads: ${threads}, fallback: false });
const outcome = ({ inputs, call }) => {
  const hash = createHash('md5');
  try {
    for (const x of [call(inputs.map(({ shape, dtype, values }) => tf.tensor([...values], [...shape], dtype)))].flat())
      hash.update(JSON.stringify([x.shape, x.dtype])).update(new Uint8Array(x.dataSync().slice().buffer));
    return hash.digest('hex');
  } catch (error) {
    return error.message;
  }
};
const all = Object.entries(operations).map(([name, make]) => [name, [0, 1, 2, 3].map((seed) => tf.tidy(() => outcome(make(randomOf(seed)))))]);
console.log(JSON.stringify(Object.fromEntries(all)));
`;

/** Operations that only the small files refuse. No layer, loss or corruption uses them. */
const refused = (
  'acos acosh asin asinh atan atanh ceil cosh expm1 isFinite isInf isNaN log1p round selu sinh tan mod batchNorm prod all any cumsum cumprod ' +
  'argMin topk searchSorted sparseSegmentMean multinomial reverse mirrorPad stridedSlice depthToSpace diag linspace'
)
  .split(' ')
  .concat(['fused depthwiseConv2d', 'separableConv2d', 'conv3d', 'fused matMul', 'avgPool3d', 'localResponseNormalization'])
  .concat(['resizeBilinear', 'resizeNearestNeighbor', 'nonMaxSuppression', 'flipLeftRight', 'gradients of depthwiseConv2d'])
  .concat(['gradients of conv3d', 'gradient of avgPool3d', 'gradient of log1p', 'gradient of selu', 'gradient of resizeNearestNeighbor']);

it('the small files give the same bits as the whole ones, or refuse', { timeout: 120_000 }, async () => {
  for (const threads of [1, 2]) {
    const ended = await run({ small: program(small, threads), whole: program(whole, threads) });
    const [ours, theirs] = ['small', 'whole'].map((name) => {
      const { code, out, err } = ended[name]!;
      expect(code, err).toBe(0);
      return JSON.parse(out) as Record<string, string[]>;
    }) as [Record<string, string[]>, Record<string, string[]>];
    const differing = Object.entries(theirs).filter(([name, values]) => values.join() !== ours[name]!.join());
    for (const [name, values] of differing)
      for (const [i, value] of values.entries())
        if (ours[name]![i] !== value)
          expect(ours[name]![i], name).toMatch(/; start with setWasmBackend\(\{ fallback: true \}\), the default$/);
    expect(differing.map(([name]) => name)).toEqual(refused);
  }
});
