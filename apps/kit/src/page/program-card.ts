import { button } from '../controls.js';
import { h } from '../dom.js';

/** Milliseconds for which the button says what it did. */
const TOLD = 2000;

/** A card with a program for Node, which can be copied. */
export function programCard(): { readonly element: HTMLElement; readonly show: (program: string) => void } {
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
    show: (program) => void (text.textContent = program),
  };
}
