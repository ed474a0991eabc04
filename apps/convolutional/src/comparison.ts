import { errorScale, examples, figure, h, pictureGrid, plural, readValues, squaredError, validationExamples } from '@autoencoders/app-kit';
import type { AnyModel, Data, View } from '@autoencoders/app-kit';
import { count, take } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { SHOWN } from './shown.js';
import type { Shipped } from './shown.js';

/** Test pictures, and their reconstructions by the two models. Of the dense model that the page's own was compared with, only these are here. */
export function comparison(shipped: Shipped): View {
  const [originals, convolutional, dense] = [row('Originals'), row('Convolutional'), row('Dense')];
  const scale = errorScale(SHOWN);
  let data: Data | undefined;
  let model: AnyModel | undefined;
  let errors: Readonly<Record<string, number>> = {};
  return {
    title: 'Side by side',
    caption:
      'Both models reconstruct the same test pictures. Compare the errors (lower is better) and the numbers of parameters. The error of a picture is the sum of the squared differences of its pixels, here averaged over all test pictures and over those shown.',
    element: h('div', { class: 'bands' }, originals.element, convolutional.element, dense.element, scale.element),
    update(scene) {
      // Only a completed epoch has the errors on all test pictures; until the next one they stay.
      errors = scene.progress?.validation?.terms ?? (scene.model === model ? errors : {});
      model = scene.model;
      const own = model === shipped.model ? shipped.results : undefined;
      const { test } = scene.data;
      const shown = take(test, Math.min(SHOWN, count(test)));
      if (scene.data !== data) originals.draw(shown, shown.values, `${plural(count(shown), 'picture')} that neither model learns from`);
      data = scene.data;
      const tested = plural(count(validationExamples(data)), 'picture');
      const error = (name: string): string => (errors[name] === undefined ? '' : `${figure(errors[name])} for ${tested}, `);
      convolutional.show(shown, madeBy(model, shown), error('convolutional'));
      const beside = own && { parameters: own.parameters, rebuilt: Float32Array.from(own.rebuilt, (value) => value / 255) };
      dense.show(shown, beside ?? (model.beside && madeBy(model.beside, shown)), error('dense'));
      scale.update(scene);
    },
  };
}

interface Row {
  readonly element: HTMLElement;
  readonly draw: (shown: NamedDataset, values: Float32Array, words: string) => void;
  readonly show: (shown: NamedDataset, made: Made | undefined, error: string) => void;
}

/** What a model makes of the pictures. */
interface Made {
  readonly parameters: number;
  readonly rebuilt: Float32Array;
}

const madeBy = (model: AnyModel, shown: NamedDataset): Made => ({
  parameters: model.parameterCount,
  rebuilt: readValues(() => model.reconstruct(examples(shown, model, 0, SHOWN))),
});

function row(name: string): Row {
  const grid = pictureGrid({ columns: SHOWN, rows: 1, size: 56, label: name });
  const [heading, line] = [h('h3', {}, name), h('p', { class: 'figures' })];
  const draw: Row['draw'] = ({ shape }, values, words) => {
    grid.draw({ shape, values }, `${name}: ${words}`);
    grid.element.hidden = values.length === 0;
    line.textContent = words;
  };
  return {
    element: h('div', { class: 'compared' }, heading, line, grid.element),
    draw,
    show(shown, made, error) {
      heading.textContent = made ? `${name}: ${plural(made.parameters, 'parameter')}` : name;
      if (!made) return draw(shown, new Float32Array(0), 'Not trained yet. Press Start to train both models.');
      const { rebuilt } = made;
      draw(shown, rebuilt, `Squared error ${error}${figure(squaredError(rebuilt, shown.values) / count(shown))} for these`);
    },
  };
}
