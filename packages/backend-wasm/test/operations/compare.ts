import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { operations } from './all.js';
import { randomOf } from './random.js';
import type { Case } from './random.js';

/** What an operation gives, or that it throws. */
interface Outcome {
  readonly results?: readonly { readonly shape: readonly number[]; readonly dtype: string; readonly values: readonly number[] }[];
  readonly threw?: string;
}

async function outcomeOn(backend: string, { inputs, call }: Case): Promise<Outcome> {
  await tf.setBackend(backend);
  const counts = (): string => `${tf.memory().numTensors} ${tf.findBackend(backend).numDataIds()}`;
  const before = counts();
  const given = inputs.map(({ shape, dtype, values }) => tf.tensor([...values], [...shape], dtype as 'float32'));
  const held = given.map((x) => [...x.dataSync()]);
  // The CPU backend writes over some inputs, and leaves some results behind.
  const checked = backend === 'wasm';
  let outcome: Outcome;
  try {
    const results = tf.tidy(() => [call(given)].flat() as tf.Tensor[]);
    outcome = { results: results.map((x) => ({ shape: x.shape, dtype: x.dtype, values: [...x.dataSync()] })) };
    tf.dispose(results);
  } catch (error) {
    outcome = { threw: (error as Error).message };
  }
  if (checked)
    expect(
      given.map((x) => [...x.dataSync()]),
      'the inputs',
    ).toEqual(held);
  tf.dispose(given);
  if (checked) expect(counts(), 'what is left behind').toBe(before);
  return outcome;
}

/** How two outcomes differ; nothing where they are the same to 1e-4 of the largest number. */
function difference(found: Outcome, expected: Outcome, mayRefuse = false): string | undefined {
  if (expected.threw !== undefined)
    return found.threw === undefined ? `gives ${JSON.stringify(found.results)} where the CPU backend throws: ${expected.threw}` : undefined;
  if (found.threw !== undefined) return mayRefuse && !/memory|unreachable|Abort/.test(found.threw) ? undefined : `throws ${found.threw}`;
  if (found.results!.length !== expected.results!.length) return 'another number of results';
  for (const [i, { shape, dtype, values }] of found.results!.entries()) {
    const right = expected.results![i]!;
    if (shape.join() !== right.shape.join() || dtype !== right.dtype) return `${dtype} [${shape}] for ${right.dtype} [${right.shape}]`;
    const scale = Math.max(1e-2, ...right.values.filter(Number.isFinite).map(Math.abs));
    const at = values.findIndex(
      (value, j) =>
        !(
          value === right.values[j] ||
          (Number.isNaN(value) && Number.isNaN(right.values[j])) ||
          Math.abs(value - right.values[j]!) <= 1e-4 * scale
        ),
    );
    if (at >= 0) return `${values[at]} for ${right.values[at]} at ${at}`;
  }
  return undefined;
}

/** Has each operation give on WASM what it gives on the CPU backend, `runs` times on other inputs; leaving nothing, changing no input. */
export function itComputesAsTheCpu(runs: number): void {
  it.each(Object.keys(operations))('%s', async (name) => {
    for (let seed = 0; seed < runs; seed++) {
      const test = operations[name]!(randomOf(seed));
      const [expected, found] = [await outcomeOn('cpu', test), await outcomeOn('wasm', test)];
      const of = `#${seed} ${test.inputs.map(({ dtype, shape }) => `${dtype} [${shape}]`).join(', ')}, ${JSON.stringify(test.told)}`;
      expect(difference(found, expected, test.mayRefuse), of).toBeUndefined();
    }
  });
}
