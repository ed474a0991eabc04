import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { findBackendFactory, getKernelsForBackend, registerBackend, registerKernel, setBackend } from '@tensorflow/tfjs-core';
import type { FusedKernels, KernelInputs, KernelOutputs } from '@autoencoders/core/operations';

/** The KL divergence of a variational autoencoder with its gradients, in one pass. */
function gaussianKl(
  backend: MathBackendCPU,
  { mean, logVar }: KernelInputs<'GaussianKl'>,
  { scale }: FusedKernels['GaussianKl']['attrs'],
): KernelOutputs<'GaussianKl'> {
  const mu = backend.data.get(mean.dataId).values as Float32Array;
  const lnVariance = backend.data.get(logVar.dataId).values as Float32Array;
  let value = 0;
  mu.forEach((m, i) => (value += m * m + Math.exp(lnVariance[i]!) - 1 - lnVariance[i]!));
  const dMean = mu.map((m) => scale * m);
  const dLogVar = lnVariance.map((l) => (scale / 2) * (Math.exp(l) - 1));
  return [
    backend.makeTensorInfo([], 'float32', Float32Array.of((scale / 2) * value)),
    backend.makeTensorInfo(mean.shape, 'float32', dMean),
    backend.makeTensorInfo(logVar.shape, 'float32', dLogVar),
  ];
}

/** Sets the backend `plain`: tfjs's kernels in JavaScript, and one of our own. It may be called again. */
export async function setPlainBackend(): Promise<void> {
  if (!findBackendFactory('plain')) {
    registerBackend('plain', () => new MathBackendCPU());
    for (const kernel of getKernelsForBackend('cpu')) registerKernel({ ...kernel, backendName: 'plain' });
    registerKernel({
      kernelName: 'GaussianKl',
      backendName: 'plain',
      kernelFunc: ({ inputs, attrs, backend }) =>
        gaussianKl(
          backend as MathBackendCPU,
          inputs as KernelInputs<'GaussianKl'>,
          attrs as unknown as FusedKernels['GaussianKl']['attrs'],
        ),
    });
  }
  await setBackend('plain');
}
