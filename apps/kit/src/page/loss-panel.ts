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
      'How wrong the model is: lower is better. Solid: on the training examples. Dashed: on test examples, which the model never learns from. If a dashed line rises while its solid line falls, the model learns its examples by heart.',
    ),
    chart.element,
  );
  return {
    element,
    draw({ shown }) {
      const history = shown?.history ?? [];
      // An empty frame tells nothing.
      element.hidden = history.length === 0;
      chart.draw(history);
    },
  };
}
