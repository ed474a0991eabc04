import asc from 'assemblyscript/asc';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startPool } from './pool.js';
import type { Functions, Pool, PoolOptions } from './pool.js';
import { withSharedMemory } from './shared.js';

const source = `
  export function scale(begin: usize, end: usize, by: f32): void {
    for (let at = begin; at < end; at += 4) store<f32>(at, by * load<f32>(at));
  }
  export function put(at: usize, value: f64): void { store<f64>(at, value) }
  export function count(at: usize): void { store<u32>(at, load<u32>(at) + 1) }
  export function none(): void {}
  export function trap(flag: usize): void { atomic.store<i32>(flag, 1); unreachable() }
  export function hang(flag: usize): void { atomic.store<i32>(flag, 1); while (true) {} }
  // Ends at some time even when nobody raises the flag.
  export function wait(flag: usize): void { for (let i: u64 = 0; i < 10_000_000_000 && !atomic.load<i32>(flag); i++) {} }
`;
const maximum = 1000;

const { binary } = await asc.compileString(source, { runtime: 'stub', bindings: 'raw', importMemory: true, enable: ['threads'] } as object);
const module = new WebAssembly.Module(withSharedMemory(binary!, maximum));

const pools: Pool[] = [];
afterEach(() => pools.splice(0).forEach((pool) => pool.dispose()));

/** A call: its name and its numbers. */
type Given = readonly [name: string, ...numbers: number[]];

/** A pool and its memory. */
async function start(
  size: number,
  options?: PoolOptions,
): Promise<{ pool: Pool; memory: WebAssembly.Memory; run: (...calls: Given[]) => void }> {
  const memory = new WebAssembly.Memory({ initial: 2, maximum, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const pool = await startPool(module, memory, exports as Functions, size, options);
  pools.push(pool);
  return { pool, memory, run: (...calls) => pool.run(calls.map(([name, ...numbers]) => ({ name, numbers }))) };
}

describe('a pool', () => {
  it.each([1, 2, 4])('of %i does every call once', async (size) => {
    const { pool, memory, run } = await start(size);
    expect(pool.size).toBe(size);
    const values = new Float32Array(memory.buffer);
    for (const shares of [0, 1, 2, 3, 7, 64, 65, 200]) {
      values.forEach((_, i) => (values[i] = i));
      run(...Array.from({ length: shares }, (_, i): Given => ['scale', i * 40, i * 40 + 40, 2]));
      expect(values.every((value, i) => value === (i < 10 * shares ? 2 * i : i))).toBe(true);
    }
  });

  it('loses none of many quick rows, whether its workers sleep or not', async () => {
    const { memory, run } = await start(3);
    const counts = new Uint32Array(memory.buffer);
    for (let i = 0; i < 20_000; i++) {
      run(['count', 0], ['count', 64], ['count', 128]);
      if (i % 4000 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect([counts[0], counts[16], counts[32]]).toEqual([20_000, 20_000, 20_000]);
  });

  it('hands numbers over as they are', async () => {
    const { memory, run } = await start(2);
    const values = [-0, Number.NaN, Number.MAX_VALUE, Math.PI];
    // Enough of them that some are taken by the worker.
    for (let i = 0; i < 2000; i++) run(...values.map((value, j): Given => ['put', 8 * j, value]));
    expect([...new Float64Array(memory.buffer, 0, 4)]).toEqual(values);
  });

  it('sees memory that has grown since', async () => {
    const { memory, run } = await start(2);
    memory.grow(50);
    const far = 51 * 65_536;
    for (let i = 0; i < 1000; i++) run(['count', far], ['count', far + 64]);
    expect(new Uint32Array(memory.buffer)[(far + 64) / 4]).toBe(1000);
  });

  it('throws what a call threw, here or in a worker, and goes on', async () => {
    const { memory, run } = await start(2);
    expect(() => run(['trap', 64], ['none'])).toThrow('unreachable');
    expect(() => run(['wait', 128], ['trap', 128])).toThrow('Pool.run: in a worker, trap: RuntimeError: unreachable');
    expect(() => run(['none'], ['nowhere'])).toThrow('Pool.run: there is no nowhere');
    expect(() => run(['none'], ['none', ...Array(31).fill(0)])).toThrow('there is room for 30');
    run(['count', 0], ['count', 4]);
    expect([...new Uint32Array(memory.buffer, 0, 2)]).toEqual([1, 1]);
  });

  it('gives up on a worker that does not finish, and goes on without', async () => {
    const { pool, run } = await start(2, { finishWithin: 50 });
    expect(() => run(['wait', 64], ['hang', 64])).toThrow(
      'Pool.run: a worker has not finished wait, hang after 0.05 s; the pool is closed',
    );
    expect(pool.size).toBe(1);
    run(['none'], ['none']);
  });

  it('does not count the time in which the whole process stood still', async () => {
    const { pool, run } = await start(2, { finishWithin: 10_000 });
    // The clock jumps by an hour between any two looks at it, as for a process that is stopped and goes on.
    let jumps = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => 3_600_000 * jumps++);
    for (let i = 0; i < 500; i++) run(['none'], ['none']);
    now.mockRestore();
    expect(pool.size).toBe(2);
  });

  it('does everything here once it is disposed of', async () => {
    const { pool, memory, run } = await start(2);
    pool.dispose();
    expect(pool.size).toBe(1);
    run(['count', 0], ['count', 4]);
    expect([...new Uint32Array(memory.buffer, 0, 2)]).toEqual([1, 1]);
  });

  it('is of size 1, and says why, where workers do not start', async () => {
    const reasons: string[] = [];
    const onFailure = (reason: string): unknown => reasons.push(reason);
    const { pool, memory, run } = await start(2, { onFailure, startWithin: 0 });
    expect(pool.size).toBe(1);
    run(['count', 0], ['count', 0]);
    expect(new Uint32Array(memory.buffer)[0]).toBe(2);

    const unshared = new WebAssembly.Memory({ initial: 1 });
    expect((await startPool(module, unshared, {}, 2, { onFailure })).size).toBe(1);
    // A memory that the module cannot be started on.
    const tooLarge = new WebAssembly.Memory({ initial: 1, maximum: maximum + 1, shared: true });
    expect((await startPool(module, tooLarge, {}, 2, { onFailure })).size).toBe(1);
    expect(reasons[0]).toBe('no answer within 0 ms');
    expect(reasons[1]).toBe('the memory is not shared');
    expect(reasons[2]).toMatch('has a larger maximum size');
  });
});
