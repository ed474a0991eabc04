import { examples, figure, h, pictureGrid, plural, readValues, squaredError, validationExamples } from '@autoencoders/app-kit';
import type { AnyModel, Data, View } from '@autoencoders/app-kit';
import { count, take } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';

const COUNT = 10;

/** Test pictures, and their reconstructions by the two models. */
export function comparison(): View {
  const [originals, convolutional, dense] = [row('Originals'), row('Convolutional'), row('Dense')];
  let data: Data | undefined;
  let model: AnyModel | undefined;
  let errors: Readonly<Record<string, number>> = {};
  return {
    title: 'Side by side',
    caption:
      'Both models reconstruct the same test pictures. Compare the errors (lower is better) and the numbers of parameters. The error of a picture is the sum of the squared differences of its pixels, here averaged over all test pictures and over those shown.',
    element: h('div', { class: 'bands' }, originals.element, convolutional.element, dense.element),
    update(scene) {
      // Only a completed epoch has the errors on all test pictures; until the next one they stay.
      errors = scene.progress?.validation?.terms ?? (scene.model === model ? errors : {});
      model = scene.model;
      const { test } = scene.data;
      const shown = take(test, Math.min(COUNT, count(test)));
      if (scene.data !== data) originals.draw(shown, shown.values, `${plural(count(shown), 'picture')} that neither model learns from`);
      data = scene.data;
      const tested = plural(count(validationExamples(data)), 'picture');
      const error = (name: string): string => (errors[name] === undefined ? '' : `${figure(errors[name])} for ${tested}, `);
      convolutional.rebuild(shown, model, error('convolutional'));
      dense.rebuild(shown, model.beside, error('dense'));
    },
  };
}

interface Row {
  readonly element: HTMLElement;
  readonly draw: (shown: NamedDataset, values: Float32Array, words: string) => void;
  readonly rebuild: (shown: NamedDataset, model: AnyModel | undefined, error: string) => void;
}

function row(name: string): Row {
  const grid = pictureGrid({ columns: COUNT, rows: 1, size: 56, label: name });
  const [heading, line] = [h('h3', {}, name), h('p', { class: 'figures' })];
  const draw: Row['draw'] = ({ shape }, values, words) => {
    grid.draw({ shape, values }, `${name}: ${words}`);
    grid.element.hidden = values.length === 0;
    line.textContent = words;
  };
  return {
    element: h('div', { class: 'compared' }, heading, line, grid.element),
    draw,
    rebuild(shown, model, error) {
      heading.textContent = model ? `${name}: ${plural(model.parameterCount, 'parameter')}` : name;
      if (!model) return draw(shown, new Float32Array(0), 'Not trained yet. Press Start to train both models.');
      const rebuilt = readValues(() => model.reconstruct(examples(shown, model, 0, COUNT)));
      draw(shown, rebuilt, `Squared error ${error}${figure(squaredError(rebuilt, shown.values) / count(shown))} for these`);
    },
  };
}
