import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { here, unlessBlas } from '../test/blas.js';
import { loadBlas } from './blas.js';
import { loadKoffi } from './koffi.js';
import { betterKernels, chooseKernels, instructionsHere, takeKernels } from './openblas-kernels.js';

const AVX2 = ['sse4_2', 'avx', 'avx2', 'fma'];
const AVX512 = [...AVX2, 'avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'];

describe('kernels of OpenBLAS', () => {
  it.each([
    ['Prescott', AVX512, 'SkylakeX'],
    ['Nehalem', AVX512, 'SkylakeX'],
    ['Prescott', AVX2, 'Haswell'],
    ['Barcelona', AVX2, 'Haswell'],
    // A processor that is as old as that.
    ['Prescott', ['sse4_2'], undefined],
    ['Prescott', ['avx', 'avx2'], undefined],
    // Half of AVX-512, as in Xeon Phi.
    ['Prescott', [...AVX2, 'avx512f', 'avx512cd'], 'Haswell'],
    // What OpenBLAS has chosen by the model is right.
    ['Haswell', AVX512, undefined],
    ['Zen', AVX512, undefined],
    ['SkylakeX', AVX512, undefined],
    ['Sandybridge', AVX2, undefined],
    ['a processor of the future', AVX512, undefined],
  ])('for an old processor, %s, are replaced where the processor can do more', (chosen, instructions, better) => {
    expect(betterKernels(chosen, () => new Set(instructions))).toBe(better);
  });

  it('a library without a choice stays as it is', () => {
    expect(chooseKernels(loadKoffi(), loadKoffi().load(null))).toBeUndefined();
  });
});

describe.skipIf(!here)(`the machine's BLAS${unlessBlas}`, () => {
  const koffi = loadKoffi();
  const library = koffi.load(here!);
  const can = betterKernels('Prescott', instructionsHere);

  const chooses = process.arch === 'x64' && chooseKernels(koffi, library) !== undefined && can !== undefined;

  it.runIf(chooses)('takes better kernels where it took old ones, and multiplies rightly', () => {
    takeKernels(koffi, library, 'Prescott');
    expect(loadBlas(koffi, here!).kernels).toBe(can);
    expect(process.env['OPENBLAS_CORETYPE']).toBeUndefined();
  });

  it.runIf(chooses)('keeps those that the environment names', () => {
    takeKernels(koffi, library, 'Prescott');
    vi.stubEnv('OPENBLAS_CORETYPE', 'Prescott');
    onTestFinished(() => {
      vi.unstubAllEnvs();
      chooseKernels(koffi, library);
    });
    expect(chooseKernels(koffi, library)).toBe('Prescott');
  });
});
