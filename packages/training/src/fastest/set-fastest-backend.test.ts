import '@tensorflow/tfjs-backend-cpu';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { copyRegisteredKernels, getBackend, registerBackend, setBackend } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { expectNoLeaks } from '@autoencoders/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { setFastestBackend } from './set-fastest-backend.js';

/** Milliseconds by a clock of our own: one that a busy machine does not stop. */
let now = 0;

/** The CPU backend, but every number that is read takes a while. */
class Slow extends MathBackendCPU {
  override read(id: object): Promise<never> {
    now += 40;
    return super.read(id) as Promise<never>;
  }
}

beforeAll(async () => {
  copyRegisteredKernels('cpu', 'slow');
  registerBackend('slow', () => new Slow());
  await setBackend('cpu');
  vi.spyOn(performance, 'now').mockImplementation(() => now++);
});
afterAll(() => vi.restoreAllMocks());

const small = { sizes: [8, 4, 8], batch: 4, steps: 3 };
const broken = (): never => {
  throw new Error('there is no GPU');
};

test('leaves the fastest to compute, and says why', async () => {
  const backends = { slow: () => setBackend('slow'), gpu: broken, quick: async () => (await setBackend('cpu'), 'plain') };
  const { name, reason, info, trials } = await setFastestBackend(backends, small);
  expect([name, info, getBackend()]).toEqual(['quick', 'plain', 'cpu']);
  expect(reason).toMatch(/^quick: [\d.e-]+ ms a step of training, slow \d+ ms; gpu: there is no GPU$/);
  expect(trials.map(({ name: each, failure }) => [each, failure])).toEqual([
    ['slow', undefined],
    ['gpu', 'there is no GPU'],
    ['quick', undefined],
  ]);
});

test('leaves nothing behind', () => expectNoLeaks(() => setFastestBackend({ cpu: () => setBackend('cpu') }, small)));

test.each<[message: string, backends: Record<string, () => unknown>, options?: object]>([
  ['setFastestBackend: no backend starts here; gpu: there is no GPU', { gpu: broken }],
  ['setFastestBackend: name at least one backend, such as { wasm: setWasmBackend }', {}],
  ['setFastestBackend: sizes must list two sizes at least, not [8]', { gpu: broken }, { sizes: [8] }],
  ['setFastestBackend: batch must be a whole number of 1 or more, not 0', { gpu: broken }, { batch: 0 }],
])('refuses: %s', async (message, backends, options) => {
  await expect(setFastestBackend(backends, options)).rejects.toThrow(new InputError(message));
});
