import { expect, it } from 'vitest';
import { planMemory } from './plan.js';
import type { Call, Source, WasmRecording } from './recording.js';

const madeBy = (call: number): Source => ({ kind: 'made', call, place: 0, varies: true });
const use = (source: Source) => ({ source, shape: [1], dtype: 'float32' as const });

/** A call that makes `bytes`, and reads what these calls made. */
const call = (bytes: number, ...reads: readonly number[]): Call => ({
  name: 'Test',
  kernel: () => [],
  given: {} as never,
  inputs: reads.map((read) => ({ name: `x${read}`, ...use(madeBy(read)) })),
  made: [{ place: 0, bytes }],
});

const recordingOf = (calls: readonly Call[], results: readonly number[]): WasmRecording => ({
  flaw: undefined,
  calls,
  seeds: [],
  results: results.map((at) => use(madeBy(at))),
});

/** From which call on, and up to which, what a call made is needed. */
function needed({ calls, results }: WasmRecording, at: number): readonly [number, number] {
  const reads = calls.flatMap(({ inputs }, i) => (inputs.some(({ source }) => source.kind === 'made' && source.call === at) ? [i] : []));
  const isResult = results.some(({ source }) => source.kind === 'made' && source.call === at);
  return [at, isResult ? Infinity : Math.max(at, ...reads)];
}

it('gives a chain of layers two places', () => {
  const chain = recordingOf([call(1000), call(1000, 0), call(1000, 1), call(1000, 2), call(4, 3)], [4]);
  // Each place has room for reads beyond the end.
  expect(planMemory(chain).bytes).toBe(2 * 1088);
});

it('never gives two tensors that are needed at once the same bytes', () => {
  let state = 1;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 200; round++) {
    const count = 2 + random(40);
    const calls = Array.from({ length: count }, (_, i) =>
      call(1 + random(5000), ...Array.from({ length: Math.min(i, random(4)) }, () => random(i))),
    );
    const recording = recordingOf(calls, [count - 1, random(count)]);
    const plan = planMemory(recording);
    const spans = calls.map(({ made }, i) => ({ from: plan.place(i, 0)!.offset, bytes: made[0]!.bytes, needed: needed(recording, i) }));
    for (const [i, a] of spans.entries()) {
      expect(a.from % 64).toBe(0);
      expect(a.from + a.bytes).toBeLessThanOrEqual(plan.bytes);
      for (const b of spans.slice(i + 1)) {
        const atOnce = a.needed[0] <= b.needed[1] && b.needed[0] <= a.needed[1];
        if (atOnce) expect(a.from + a.bytes <= b.from || b.from + b.bytes <= a.from).toBe(true);
      }
    }
  }
});

it('has no place for what a kernel frees itself', () => {
  expect(planMemory(recordingOf([call(8)], [0])).place(0, 1)).toBeUndefined();
});
