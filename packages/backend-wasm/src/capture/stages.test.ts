import { expect, it } from 'vitest';
import { stagesOf } from './stages.js';
import type { Call } from './recording.js';

/** A call that makes something, or nothing where it is a view, of what these calls made. */
const call = (reads: readonly number[], isView = false): Call => ({
  name: 'Test',
  kernel: () => [],
  given: {} as never,
  inputs: reads.map((from) => ({
    name: `x${from}`,
    source: { kind: 'made' as const, call: from, place: 0, varies: true },
    shape: [1],
    dtype: 'float32' as const,
  })),
  made: isView ? [] : [{ place: 0, bytes: 4 }],
});

it('puts calls into one stage up to the first that reads what one of the stage makes', () => {
  const forward = [call([]), call([0]), call([1])];
  // The gradient of an activation; of the input, the weights and the bias; and so on.
  const backward = [call([2]), call([3]), call([3, 1]), call([3]), call([4, 0])];
  expect(stagesOf({ calls: [...forward, ...backward] })).toEqual([0, 1, 2, 3, 4, 4, 4, 5]);
});

it('lets views be part of any stage', () => {
  expect(stagesOf({ calls: [call([]), call([0], true), call([]), call([0])] })).toEqual([0, 0, 0, 1]);
});

it('has no stages of no calls', () => expect(stagesOf({ calls: [] })).toEqual([]));
