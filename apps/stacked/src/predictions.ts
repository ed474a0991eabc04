import { h, judged, pictureGrid, sizeOf } from '@autoencoders/app-kit';
import type { Data, View } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import { classesOf, nameOf, runOf } from './run.js';
import type { Run } from './run.js';

const SHOWN = 10;

/** Some test examples with what the fine-tuned classifier takes them for. */
export function predictions(run: Run): View {
  const boxes = Array.from({ length: 2 * SHOWN }, (_, i) => {
    const picture = pictureGrid({ columns: 1, rows: 1, size: 64, label: `Test example ${i + 1}` });
    const words = h('figcaption', {}, '–');
    return { picture, words, element: h('figure', {}, picture.element, words) };
  });
  const group = (name: string, from: number): HTMLElement =>
    h('div', { class: 'predictions' }, h('h3', {}, name), h('div', {}, ...boxes.slice(from, from + SHOWN).map(({ element }) => element)));
  const missing = h('p', { class: 'figures', hidden: true }, 'These data have no labels; fine-tuning needs labels.');
  let drawn: readonly [Data, Int32Array | undefined] | undefined;
  return {
    title: 'Test examples',
    caption: 'What the fine-tuned classifier takes test examples for.',
    element: h('div', {}, h('div', { class: 'row' }, group('As they come', 0), group('Wrong ones: class → taken for', SHOWN)), missing),
    wide: true,
    update(scene) {
      const test = judged(scene.data);
      const { predicted } = runOf(run, scene).trained;
      if (drawn?.[0] === scene.data && drawn[1] === predicted) return;
      drawn = [scene.data, predicted];
      const size = sizeOf(test.shape);
      const rows = [...Array(count(test)).keys()];
      const wrong = predicted ? rows.filter((i) => predicted[i] !== test.labels![i]) : [];
      const chosen = [...Array.from({ length: SHOWN }, (_, i) => rows[i]), ...Array.from({ length: SHOWN }, (_, i) => wrong[i])];
      for (const [place, { picture, words, element }] of boxes.entries()) {
        const i = chosen[place];
        const there = i !== undefined;
        const label = there && test.labels ? nameOf(scene.data, test.labels[i]!) : undefined;
        const taken = there && predicted ? nameOf(scene.data, predicted[i]!) : undefined;
        const right = label === taken;
        element.className = taken === undefined || right ? '' : 'wrong';
        words.textContent = taken === undefined ? '–' : right ? taken : `${label} → ${taken}`;
        const values = there ? test.values.subarray(i * size, (i + 1) * size) : new Float32Array(0);
        const said = there ? `Test example ${i + 1}` : 'No example';
        picture.draw({ shape: test.shape, values }, said);
      }
      missing.hidden = classesOf(scene.data) > 0;
    },
  };
}
