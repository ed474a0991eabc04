import { examples, figure, h, judged, numbers, pictureGrid, plural } from '@autoencoders/app-kit';
import type { AnyModel, Data, View } from '@autoencoders/app-kit';
import { count, take } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { partnerOf } from './pair.js';

const COUNT = 10;

/** Test pictures, and what each of the two models makes of them. */
export function sideBySide(): View {
  const [originals, own, other] = [row('Originals'), row('Convolutional'), row('Dense')];
  let data: Data | undefined;
  let model: AnyModel | undefined;
  let errors: Readonly<Record<string, number>> = {};
  return {
    title: 'Side by side',
    caption:
      'The same test pictures through both models. The squared error of a picture is the sum over its pixels: on average for the test pictures of the chart, after each epoch, and for these here.',
    element: h('div', { class: 'bands' }, originals.element, own.element, other.element),
    update(scene) {
      // Only the end of an epoch tells the errors on more pictures than are shown; they stand until the next.
      errors = scene.progress?.validation?.terms ?? (scene.model === model ? errors : {});
      model = scene.model;
      const shown = take(scene.data.test, Math.min(COUNT, count(scene.data.test)));
      if (scene.data !== data) originals.draw(shown, shown.values, `${plural(count(shown), 'picture')} that neither model learns from`);
      data = scene.data;
      const others = plural(count(judged(data)), 'picture');
      own.rebuild(shown, model, `${figure(errors['convolutional'] ?? NaN)} for ${others}`);
      other.rebuild(shown, partnerOf(model), `${figure(errors['dense'] ?? NaN)} for ${others}`);
    },
  };
}

interface Row {
  readonly element: HTMLElement;
  readonly draw: (shown: Dataset, values: Float32Array, words: string) => void;
  readonly rebuild: (shown: Dataset, model: AnyModel | undefined, judgement: string) => void;
}

function row(name: string): Row {
  const grid = pictureGrid({ columns: COUNT, rows: 1, size: 56, label: name });
  const [heading, line] = [h('h3', {}, name), h('p', { class: 'figures' })];
  const draw: Row['draw'] = ({ shape }, values, words) => {
    grid.draw({ shape, values }, `${name}: ${words}`);
    line.textContent = words;
  };
  return {
    element: h('div', { class: 'compared' }, heading, line, grid.element),
    draw,
    rebuild(shown, model, judgement) {
      heading.textContent = model ? `${name}: ${plural(model.parameterCount, 'parameter')}` : name;
      if (!model) return draw(shown, new Float32Array(0), 'Not in the file that was opened; Start trains one anew');
      const rebuilt = numbers(() => {
        const x = examples(shown, model, 0, COUNT);
        return model.reconstruct(x);
      });
      const error = rebuilt.reduce((sum, value, i) => sum + (value - shown.values[i]!) ** 2, 0) / count(shown);
      draw(shown, rebuilt, `Squared error ${judgement}, ${figure(error)} for these`);
    },
  };
}
