import { existsSync, readFileSync } from 'node:fs';
import { backend, engine, getBackend, matMul, removeBackend, setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { here, unlessBlas } from '../test/blas.js';
import { setNodeBackend } from './index.js';
import { loadKoffi } from './koffi.js';

afterEach(() => vi.unstubAllEnvs());

const product = (): number[] => tidy(() => [...matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).dataSync()]);

describe('without a BLAS', () => {
  it('WASM computes, and it is said once why and what to do', async () => {
    const notices: string[] = [];
    for (let i = 0; i < 2; i++) {
      const info = await setNodeBackend({ blas: 'libnothing.so.7', onNotice: (notice) => notices.push(notice) });
      expect(info.blas).toBeUndefined();
      expect(getBackend()).toBe('wasm');
      expect(product()).toEqual([11]);
    }
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(
      /^setNodeBackend: libnothing\.so\.7 is no BLAS that works here \(libnothing\.so\.7: .+\); matrices are multiplied in WASM$/,
    );
  });

  it('it throws where one is required, and computes as before', async () => {
    await setBackend('cpu');
    await expect(setNodeBackend({ blas: 'libnothing.so.7', require: true })).rejects.toThrow(
      /^setNodeBackend: libnothing\.so\.7 is no BLAS/,
    );
    expect(getBackend()).toBe('cpu');
  });

  it('a library that is there, but is no BLAS, is refused', async () => {
    await expect(setNodeBackend({ blas: 'libc.so.6', require: true })).rejects.toThrow(/libc\.so\.6.*cblas_sgemm/);
  });

  it('the environment variable names it, too', async () => {
    vi.stubEnv('AUTOENCODERS_BLAS', 'libother.so');
    await expect(setNodeBackend({ require: true })).rejects.toThrow(/libother\.so/);
  });

  it.each([0, 1.5, -1])('threads of %d are refused', async (threads) => {
    await expect(setNodeBackend({ threads })).rejects.toThrow(
      `setNodeBackend: threads must be a whole number of 1 or more, not ${threads}`,
    );
  });
});

it.each<[options: object, message: string]>([
  [{ require: 1 }, 'require must be true or false, not 1'],
  [{ onNotice: 'say' }, 'onNotice must be a function, not "say"'],
  [{ blas: true }, 'blas must be the path or name of a library, or false, not true'],
])('%j is refused', async (options, message) => {
  const failure = await setNodeBackend(options).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'InputError', message: `setNodeBackend: ${message}` });
});

/** Whether the system has pages of 2 MB for those who ask. */
const largePages = '/sys/kernel/mm/transparent_hugepage/enabled';
const hasLargePages = existsSync(largePages) && !readFileSync(largePages, 'utf8').includes('[never]');

/** What Linux says of the memory at an address: a line such as `VmFlags: rd wr mr mw me ac sd hg`. */
function flagsAt(address: number): string | undefined {
  const areas = readFileSync('/proc/self/smaps', 'utf8').split(/^(?=[\da-f]+-[\da-f]+ )/m);
  const own = areas.find((area) => {
    const [start, end] = area.split(/[- ]/, 2).map((hex) => Number.parseInt(hex, 16)) as [number, number];
    return start <= address && address < end;
  });
  return own?.match(/^VmFlags: .*$/m)?.[0];
}

describe.skipIf(!here)(`with a BLAS${unlessBlas}`, () => {
  it.skipIf(!hasLargePages)('the heap has large pages, also what it will grow by', async () => {
    await setNodeBackend({ require: true });
    const { wasm } = backend() as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } };
    const koffi = loadKoffi() as unknown as { readonly address: (memory: Uint8Array) => bigint };
    const start = Number(koffi.address(wasm.HEAPU8));
    for (const place of [0, 2 ** 30, 2 ** 32 - 1]) expect(flagsAt(start + place)?.split(' ')).toContain('hg');
  });

  it('it is found, with the threads that were asked for, and says what it is', async () => {
    const { blas } = await setNodeBackend({ threads: 1, require: true });
    const kernels = blas!.name.startsWith('OpenBLAS') ? expect.stringMatching(/\S/) : undefined;
    expect(blas).toEqual({ name: expect.stringMatching(/\S/), path: here, kernels, threads: 1 });
    expect((await setNodeBackend({ threads: 2 })).blas?.threads ?? 2).toBe(2);
  });

  it('by its name in the environment', async () => {
    vi.stubEnv('AUTOENCODERS_BLAS', here!);
    expect((await setNodeBackend()).blas?.path).toBe(here);
  });

  it('another backend, and back, gives the same', async () => {
    await setNodeBackend();
    const [a, b] = [tensor2d([...Array(400).keys()], [20, 20]), tensor2d([...Array(400).keys()].toReversed(), [20, 20])];
    const twice = (): number[] => tidy(() => [...matMul(a, b).dataSync()]);
    const before = twice();
    await setBackend('cpu');
    const between = twice();
    await setNodeBackend();
    expect(twice()).toEqual(before);
    expect(between).toEqual(before);
    await setNodeBackend({ blas: false });
    expect(twice()).toEqual(before);
    a.dispose();
    b.dispose();
  });
});

describe('a program', () => {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const listeners = (): unknown[] => events.map((event) => process.rawListeners(event));

  it('has the listeners that it had, and a backend that was ended computes again, as before', async () => {
    const before = listeners();
    const info = await setNodeBackend({ threads: 2 });
    for (let i = 0; i < 2; i++) {
      engine().reset();
      await setBackend('wasm');
      expect(product()).toEqual([11]);
      removeBackend('wasm');
      expect(await setNodeBackend({ threads: 2 })).toEqual(info);
      expect(product()).toEqual([11]);
    }
    expect(listeners()).toEqual(before);
  });
});
