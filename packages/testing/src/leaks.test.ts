import '@tensorflow/tfjs-backend-cpu';
import { setBackend, square, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { expectNoLeaks } from './leaks.js';

beforeAll(() => setBackend('cpu'));

test('passes when nothing is left, and hands the result on', async () => {
  expect(await expectNoLeaks(() => tidy(() => square(tensor1d([3])).dataSync()[0]!))).toBe(9);
});

test('fails on a leak', async () => {
  await expect(expectNoLeaks(() => tensor1d([1]))).rejects.toThrow('1 tensors and 1 buffers were left behind, 0 should have been');
});

test('fails on a leak that comes later', async () => {
  const late = async (): Promise<void> => {
    await Promise.resolve();
    tensor1d([1]);
  };
  await expect(expectNoLeaks(late)).rejects.toThrow('1 tensors');
});

test('as many may stay as are meant to, no more and no fewer', async () => {
  const two = await expectNoLeaks(() => [tensor1d([1]), tensor1d([2])], { kept: 2 });
  two.forEach((each) => each.dispose());
  await expect(expectNoLeaks(() => tensor1d([1]), { kept: 2 })).rejects.toThrow(
    '1 tensors and 1 buffers were left behind, 2 should have been',
  );
});

test('fails when something is freed that was there before', async () => {
  const x = tensor1d([1]);
  await expect(expectNoLeaks(() => x.dispose())).rejects.toThrow('-1 tensors and -1 buffers');
});
