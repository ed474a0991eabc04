import { layers } from '@tensorflow/tfjs-layers';
import { each, sequence } from './layer-case.js';
import type { LayerCase } from './layer-case.js';

/** Layers that go through a sequence. */
export const sequences: readonly LayerCase[] = [
  ...each(
    'embedding',
    [[2, 5]],
    [
      { inputDim: 6, outputDim: 3 },
      { inputDim: 6, outputDim: 3, maskZero: true },
    ],
    { whole: 6 },
  ),
  ...['simpleRNN', 'gru', 'lstm'].flatMap((kind) =>
    each(
      kind,
      [sequence],
      [
        {},
        { returnSequences: true },
        { goBackwards: true },
        { returnState: true },
        { unroll: true },
        { activation: 'relu', useBias: false },
      ].map((given) => ({ units: 4, ...given })),
    ),
  ),
  ...each(
    'convLstm2d',
    [[1, 3, 4, 4, 2]],
    [
      { filters: 2, kernelSize: 2 },
      { filters: 2, kernelSize: 2, padding: 'same', returnSequences: true },
    ],
  ),
  ...['concat', 'sum', 'ave', 'mul'].flatMap((mode) => [
    {
      name: `bidirectional ${mode}`,
      make: () => layers.bidirectional({ layer: layers.lstm({ units: 3, returnSequences: true }) as any, mergeMode: mode as any }),
      inputs: [sequence],
    },
  ]),
  { name: 'timeDistributed dense', make: () => layers.timeDistributed({ layer: layers.dense({ units: 4 }) }), inputs: [sequence] },
  {
    name: 'timeDistributed conv2d',
    make: () => layers.timeDistributed({ layer: layers.conv2d({ filters: 2, kernelSize: 2 }) }),
    inputs: [[1, 3, 4, 4, 2]],
  },
];
