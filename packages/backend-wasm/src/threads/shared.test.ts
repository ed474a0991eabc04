import asc from 'assemblyscript/asc';
import { describe, expect, it } from 'vitest';
import { withSharedMemory } from './shared.js';

const maximum = 65_536;

type Options = Readonly<Record<string, string | number | boolean>>;

/** A module from AssemblyScript, of that source and with those options. */
async function compile(source: string, options: Options = { importMemory: true }): Promise<Uint8Array<ArrayBuffer>> {
  const { binary, stderr } = await asc.compileString(source, { runtime: 'stub', bindings: 'raw', use: 'abort=', ...options } as object);
  if (!binary) throw new Error(String(stderr));
  return Uint8Array.from(binary);
}

describe('withSharedMemory', () => {
  it.each<Options>([{}, { initialMemory: 3 }, { initialMemory: 3, maximumMemory: 1000 }, { debug: true }])(
    'a module built with %o runs on a shared memory',
    async (options) => {
      const source = 'export function twice(at: usize): void { store<f32>(at, 2 * load<f32>(at)) }';
      const module = new WebAssembly.Module(withSharedMemory(await compile(source, { importMemory: true, ...options }), maximum));
      const memory = new WebAssembly.Memory({ initial: 4, maximum, shared: true });
      const { twice } = new WebAssembly.Instance(module, { env: { memory } }).exports;
      const values = new Float32Array(memory.buffer);
      values[9] = 1.5;
      (twice as (at: number) => void)(36);
      expect(values[9]).toBe(3);
    },
  );

  it('keeps all else, byte for byte', () => {
    const [header, before, after] = [
      [0, 97, 115, 109, 1, 0, 0, 0],
      [0, 3, 1, 97, 7],
      [1, 4, 1, 96, 0, 0],
    ] as const;
    const imports = (...limits: number[]): number[] => [2, 6 + limits.length, 1, 1, 101, 1, 109, 2, ...limits];
    const module = (...limits: number[]): Uint8Array => Uint8Array.from([...header, ...before, ...imports(...limits), ...after]);
    expect(withSharedMemory(module(0, 1), 2)).toEqual(module(3, 1, 2));
    expect(withSharedMemory(module(1, 129, 1, 5), 300)).toEqual(module(3, 129, 1, 172, 2));
  });

  it.each([{}, { initialMemory: 3, maximumMemory: 1000 }])('functions may be imported, too, with %o', async (options) => {
    const imported = (name: string): string => `@external("env", "${name}") declare function ${name}(x: f64): f64;`;
    const source = `${imported('double')} ${imported('add')} export function run(x: f64): f64 { return add(double(x)) }`;
    const module = new WebAssembly.Module(withSharedMemory(await compile(source, { importMemory: true, ...options }), maximum));
    const memory = new WebAssembly.Memory({ initial: 4, maximum, shared: true });
    const env = { memory, double: (x: number) => 2 * x, add: (x: number) => x + 1 };
    const { run } = new WebAssembly.Instance(module, { env }).exports;
    expect((run as (x: number) => number)(3)).toBe(7);
  });

  it.each([
    ['nothing', ''],
    ['a function', '@external("env", "f") declare function f(): void; f()'],
    ['a global', '@external("env", "g") declare const g: i32; export function f(): i32 { return g }'],
  ])('throws when no memory is imported, but %s', async (_, source) => {
    const module = await compile(source, {});
    expect(() => withSharedMemory(module, maximum)).toThrow('must import one unshared memory, and otherwise only functions');
  });

  it('throws when something else is imported with the memory', async () => {
    const module = await compile('@external("env", "g") declare const g: i32; export function f(): i32 { return g }');
    expect(() => withSharedMemory(module, maximum)).toThrow('and otherwise only functions');
  });

  it('throws when the memory is shared already', async () => {
    const once = withSharedMemory(await compile('export const x = 1'), maximum);
    expect(() => withSharedMemory(once, maximum)).toThrow('one unshared memory');
  });
});
