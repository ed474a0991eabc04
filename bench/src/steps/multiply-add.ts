/*
 * A WebAssembly module, written byte by byte, that multiplies and adds in registers and touches no memory: what 128-bit
 * SIMD can do on this machine at most. WebAssembly Core Specification, section 5; relaxed_madd is of relaxed SIMD.
 */

/**
 * How a loop multiplies and adds. `chained`: x ← x·a + b in all accumulators, where each addition waits for its
 * multiplication. `apart`: half of the accumulators multiply and half add, which shows what the units can do when nothing
 * waits for long. `fused`: x ← x·a + b in one instruction, with one rounding.
 */
export const kinds = ['chained', 'apart', 'fused'] as const;
export type Kind = (typeof kinds)[number];

export interface Loop {
  /** Accumulators of four lanes. More than 12 do not fit into 16 registers, together with constants and intermediate results. */
  readonly accumulators: number;
  readonly kind: Kind;
}

/** Floating-point operations in one measurement. */
export const LIMIT_FLOPS = 1e8;

/** Floating-point operations of one turn of a loop. */
export const flopsPerTurn = ({ accumulators, kind }: Loop): number => 4 * accumulators * (kind === 'apart' ? 1 : 2);

const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0] as const;
const SIMD = 0xfd;
const op = {
  splat: [SIMD, 0x13],
  firstLane: [SIMD, 0x1f, 0],
  add: [SIMD, 0xe4, 0x01],
  mul: [SIMD, 0xe6, 0x01],
  fused: [SIMD, 0x85, 0x02],
  loop: [0x03, 0x40],
  minusOne: [0x41, 1, 0x6b],
  tee: [0x22],
  branchIf: [0x0d, 0],
  end: [0x0b],
} as const;
const [I32, F32, V128] = [0x7f, 0x7d, 0x7b] as const;

/** Numbers below 128 are their own LEB128; two bytes reach 16,383. */
const leb = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, n >> 7]);
const vector = (...items: readonly (readonly number[])[]): number[] => [...leb(items.length), ...items.flat()];
const section = (id: number, content: readonly number[]): number[] => [id, ...leb(content.length), ...content];
const constant = (value: number): number[] => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];

/** The module: `run(turns)` returns a number that depends on all operations, so that none can be skipped. */
export function multiplyAddModule(loop: Loop): Uint8Array<ArrayBuffer> {
  const code = body(loop);
  return Uint8Array.from([
    ...header,
    ...section(1, vector([0x60, ...vector([I32]), ...vector([F32])])),
    ...section(3, vector([0])),
    ...section(7, vector([...vector(...[...'run'].map((letter) => [letter.charCodeAt(0)])), 0x00, 0])),
    ...section(10, vector([...leb(code.length), ...code])),
  ]);
}

function body({ accumulators, kind }: Loop): number[] {
  const [turns, factor, summand, first] = [0, 1, 2, 3];
  const all = Array.from({ length: accumulators }, (_, i) => first + i);
  const start = (local: number, value: number): number[] => [...constant(value), ...op.splat, ...set(local)];
  const work = {
    chained: (x: number) => [...get(x), ...get(factor), ...op.mul, ...get(summand), ...op.add, ...set(x)],
    apart: (x: number, i: number) => [...get(x), ...(i % 2 ? [...get(factor), ...op.mul] : [...get(summand), ...op.add]), ...set(x)],
    fused: (x: number) => [...get(x), ...get(factor), ...get(summand), ...op.fused, ...set(x)],
  }[kind];
  return [
    ...vector([...leb(2 + accumulators), V128]),
    // The numbers neither overflow nor vanish: x/2 + 1/2 goes to 1, and x·1 stays the same.
    ...start(factor, kind === 'apart' ? 1 : 0.5),
    ...start(summand, 0.5),
    ...all.flatMap((x, i) => start(x, i + 1)),
    ...op.loop,
    ...all.flatMap(work),
    // turns ← turns − 1; repeat while it is not 0.
    ...get(turns),
    ...op.minusOne,
    ...op.tee,
    turns,
    ...op.branchIf,
    ...op.end,
    ...get(first),
    ...all.slice(1).flatMap((x) => [...get(x), ...op.add]),
    ...op.firstLane,
    ...op.end,
  ];
}

/** The loops of a kind with 8 to 12 accumulators, if this engine can run them: not every engine has `fused`. */
export const loopsOf = (kind: Kind): readonly Loop[] =>
  [8, 10, 12].map((accumulators): Loop => ({ accumulators, kind })).filter((loop) => WebAssembly.validate(multiplyAddModule(loop)));
