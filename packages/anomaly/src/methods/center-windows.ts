import { check, showShape } from '@autoencoders/core/operations';
import { rowCount, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { Method, Scorer, ScorerState } from '../types.js';

/**
 * A method that sees windows `[steps, columns]` without their level: the mean of each column over the window is subtracted first. A series
 * whose level drifts then stays usual as long as its shape does. A net does not know levels that it has not seen, and would call all of them
 * odd. Kim et al., "Reversible instance normalization for accurate time-series forecasting against distribution shift", ICLR 2022.
 */
export const centerWindows = (method: Method): Method => ({
  kind: 'centerWindows',
  async fit(usual, { heldOut, ...options } = {}) {
    check(
      usual.shape.length > 1,
      () => `centerWindows: the examples must be windows [steps, columns], and have shape ${showShape(usual.shape)}`,
    );
    return centered(await method.fit(withoutLevel(usual), { ...options, heldOut: heldOut && withoutLevel(heldOut) }));
  },
});

/** A scorer of windows without their level. It owns the scorer. */
const centered = (scorer: Scorer): Scorer => ({
  kind: 'centerWindows',
  shape: scorer.shape,
  score: (examples, options) => scorer.score(withoutLevel(examples), options),
  async state() {
    const { kind, config, arrays } = await scorer.state();
    return { kind: 'centerWindows', config: { kind, config }, arrays };
  },
  dispose: scorer.dispose,
  [Symbol.dispose]: scorer.dispose,
});

/** Opens a scorer from its state; `open` opens the one that it owns. */
export async function openCenterWindows({ config, arrays }: ScorerState, open: (state: ScorerState) => Promise<Scorer>): Promise<Scorer> {
  const { kind, config: own } = Object(config) as Pick<ScorerState, 'kind' | 'config'>;
  const scorer = await open({ kind, config: own, arrays });
  if (scorer.shape.length > 1) return centered(scorer);
  scorer.dispose();
  check(false, 'openScorer: the scorer of centerWindows is not one of windows; the file is damaged');
}

function withoutLevel(examples: ArrayDataset): ArrayDataset {
  const { shape, values: given, mask } = examples;
  const [size, columns] = [sizeOf(shape), shape.at(-1)!];
  const values = Float32Array.from(given);
  for (let row = 0; row < rowCount(examples); row++)
    for (let column = 0; column < columns; column++) {
      let [sum, known] = [0, 0];
      const [first, end] = [row * size + column, (row + 1) * size];
      for (let i = first; i < end; i += columns) if (mask?.[i] !== 0) [sum, known] = [sum + given[i]!, known + 1];
      const level = sum / Math.max(1, known);
      for (let i = first; i < end; i += columns) values[i] = mask?.[i] === 0 ? 0 : given[i]! - level;
    }
  return { ...examples, values };
}
