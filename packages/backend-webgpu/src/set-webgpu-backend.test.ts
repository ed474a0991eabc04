import { existsSync } from 'node:fs';
import { getBackend, matMul, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { fit } from '@autoencoders/training';
import { describe, expect, test, vi } from 'vitest';

/*
 * In Node, on the GPU that Chromium emulates, where that and a Vulkan loader are installed; pages are tried in the tests of
 * the whole repository.
 */
const icd = '/usr/lib/chromium/vk_swiftshader_icd.json';
const loaders = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1'];
const there = existsSync(icd) && loaders.some((path) => existsSync(path));
process.env['VK_ICD_FILENAMES'] ??= icd;

describe.skipIf(!there)(
  `in Node, on Dawn${there ? '' : ' (skipped: there is no emulated Vulkan; install chromium and libvulkan1)'}`,
  () => {
    test('is refused where the GPU is only emulated, and the backend before goes on', async () => {
      const { setWebgpuBackend } = await import('./index.js');
      await setBackend('cpu');
      await expect(setWebgpuBackend()).rejects.toThrow(
        /^setWebgpuBackend: WebGPU is only emulated here \(.*swiftshader.*\), which is slower than WASM; setWebgpuBackend\(\{ software: true \}\) takes it$/i,
      );
      expect(getBackend()).toBe('cpu');
    });

    test('computes, and trains as the CPU backend does', async () => {
      const { setWebgpuBackend } = await import('./index.js');
      const info = await setWebgpuBackend({ software: true });
      expect(info).toEqual({ precision: 32, adapter: expect.stringMatching(/swiftshader/i) });
      expect(getBackend()).toBe('webgpu');
      const product = matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]]));
      expect([...(await product.data())]).toEqual([11]);
      const curve = async (): Promise<number[]> => {
        using model = autoencoder({
          input: [64],
          encoder: chain(dense(16), relu, dense(4)),
          decoder: chain(dense(16), relu, dense(64)),
          output: sigmoid,
          seed: 1,
        });
        const x = digitsLike(60);
        const losses: number[] = [];
        for await (const { loss } of fit(model, x, { loss: { squaredError }, epochs: 4, batch: 20 })) losses.push(loss);
        x.dispose();
        return losses;
      };
      const found = await curve();
      await setBackend('cpu');
      const expected = await curve();
      found.forEach((loss, i) => expect(Math.abs(loss / expected[i]! - 1)).toBeLessThan(1e-3));
      // Asked again, it is there already.
      expect(await setWebgpuBackend({ software: true })).toEqual(info);
    });
  },
);

test('says what to install where Node has no WebGPU', async () => {
  vi.resetModules();
  vi.doMock('webgpu', () => {
    throw new Error('Cannot find package');
  });
  const { navigator } = globalThis;
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  const { gpu } = await import('./gpu.js');
  const failure = await gpu().catch((error: unknown) => error as InputError);
  expect((failure as InputError).message).toBe(
    'setWebgpuBackend: in Node, WebGPU comes with the package webgpu; install it: npm install webgpu',
  );
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
});

test.each<[options: object, message: string]>([
  [{ power: 'low' }, 'there is no option "power"; there are software, lowPower, onLost'],
  [{ lowPower: 'yes' }, 'lowPower must be true or false, not "yes"'],
  [{ onLost: true }, 'onLost must be a function, not true'],
])('%j is refused', async (options, message) => {
  const { setWebgpuBackend } = await import('./index.js');
  const failure = await setWebgpuBackend(options).catch((error: unknown) => error as Error);
  expect(failure).toMatchObject({ name: 'InputError', message: `setWebgpuBackend: ${message}` });
});
