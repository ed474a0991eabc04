import { button } from '../controls.js';
import { h } from '../dom.js';
import type { KeptModel } from '../model-store.js';
import { setText } from './panel.js';

/** Offers a model that was kept in this browser, while there is one. */
export function keptOffer(restore: () => void): { readonly element: HTMLElement; readonly draw: (kept: KeptModel | undefined) => void } {
  const words = h('span', {});
  const element = h('div', { class: 'offer', hidden: true }, words, button('Restore', restore));
  return {
    element,
    draw(kept) {
      element.hidden = kept === undefined;
      if (kept) setText(words, `Saved here on ${timeOf(kept.when)}.`);
    },
  };
}

const timeOf = (when: number): string => new Date(when).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
