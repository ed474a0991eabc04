import { lossChart } from '../loss-chart.js';
import type { AppDefinition, LossLine } from '../definition.js';
import { h } from '../dom.js';
import type { Panel } from './panel.js';

const usualLines: readonly LossLine[] = [
  { name: 'training', colour: '--training', value: ({ loss }) => loss },
  { name: 'test', colour: '--validation', dashed: true, value: ({ validation }) => validation?.loss },
];

/** The loss of the latest training. */
export function lossPanel<S>({ unit, lines = usualLines, logScale = false }: AppDefinition<S>): Panel {
  const chart = lossChart(`Loss, ${unit}`, lines, { logScale });
  const element = h(
    'section',
    { class: 'card' },
    h('h2', {}, `Loss, ${unit}`),
    h(
      'p',
      { class: 'caption' },
      'Lower is better. The training loss is the mean over the last 100 steps, or over an epoch if that is shorter. The dashed line is the loss on test examples, which the model does not learn from.',
    ),
    chart.element,
  );
  return { element, draw: ({ shown }) => chart.draw(shown?.history ?? []) };
}
