import { env, registerKernel } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';

it('kernels that are registered already give no warning, as where modules run twice', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const kernel = { kernelName: 'Relu', backendName: 'wasm', kernelFunc: () => [] };
  registerKernel(kernel);
  const { setWasmBackend } = await import('./index.js');
  expect(warn).not.toHaveBeenCalled();
  await setWasmBackend();
  expect(env().getBool('PROD')).toBe(false);
  registerKernel(kernel);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('already registered'));
});
