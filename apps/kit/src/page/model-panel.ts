import type { AppActions } from '../actions/index.js';
import { button } from '../controls.js';
import type { AnyModel } from '../definition.js';
import { h } from '../dom.js';
import { plural } from '../format.js';
import { chosenFiles } from './drops.js';
import { keptOffer } from './kept-offer.js';
import { group } from './panel.js';
import type { Panel } from './panel.js';

/** The size of the model and its layers; saves it, keeps it and opens others. */
export function modelPanel(actions: Pick<AppActions<unknown>, 'downloadModel' | 'openModel' | 'keepModel' | 'restoreKept'>): Panel {
  const size = h('p', { class: 'hint' });
  const layers = h('pre', { tabIndex: 0, 'aria-label': 'Layers of the model' });
  const offer = keptOffer(() => void actions.restoreKept());
  const file = h('input', {
    type: 'file',
    accept: '.safetensors,.json',
    multiple: true,
    hidden: true,
    'aria-label': 'A model file',
    onchange() {
      const chosen = chosenFiles(file);
      // The same file can be chosen again.
      file.value = '';
      if (chosen.length > 0) void actions.openModel(chosen);
    },
  });
  const buttons = h(
    'div',
    { class: 'buttons' },
    button('Download', () => void actions.downloadModel()),
    button('Open …', () => file.click()),
    button('Save in this browser', () => void actions.keepModel()),
    file,
  );
  let drawn: AnyModel | undefined;
  return {
    element: group('Model', size, buttons, offer.element, h('details', {}, h('summary', {}, 'Layers'), layers)),
    draw({ shown, kept }) {
      offer.draw(kept);
      const model = shown?.model;
      if (!model || model === drawn) return;
      drawn = model;
      size.textContent = `${plural(model.parameterCount, 'parameter')}, code size ${model.codeSize}`;
      layers.textContent = model.summary();
    },
  };
}
