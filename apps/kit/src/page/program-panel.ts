import { button } from '../controls.js';
import type { AppDefinition } from '../definition.js';
import { h } from '../dom.js';
import type { AppState } from '../state.js';
import type { Panel } from './panel.js';

/** Milliseconds for which the button says what it did. */
const TOLD = 2000;

/** The program for Node that does what the page does with these data and settings. */
export function programPanel<S>({ program }: AppDefinition<S>): Panel {
  const text = h('pre', { class: 'code', tabIndex: 0, 'aria-label': 'The program' });
  const copy = button('Copy', async () => {
    try {
      await navigator.clipboard.writeText(text.textContent ?? '');
      copy.textContent = 'Copied';
    } catch {
      // Where the page may not write to the clipboard, the reader can copy the selection.
      getSelection()?.selectAllChildren(text);
      copy.textContent = 'Selected';
    }
    setTimeout(() => (copy.textContent = 'Copy'), TOLD);
  });
  let drawn: Partial<AppState> = {};
  return {
    element: h(
      'section',
      { class: 'card' },
      h(
        'details',
        { class: 'program' },
        h('summary', {}, 'The program for Node that does the same'),
        h('div', { class: 'buttons' }, copy),
        text,
      ),
    ),
    draw({ settings, data }) {
      if (!data || (settings === drawn.settings && data === drawn.data)) return;
      drawn = { settings, data };
      text.textContent = program(settings as S, data);
    },
  };
}
