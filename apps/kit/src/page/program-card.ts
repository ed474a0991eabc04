import { h } from '../dom.js';
import { copyButton } from './share.js';

/** A card with a program for Node, which can be copied. */
export function programCard(): { readonly element: HTMLElement; readonly show: (program: string) => void } {
  const text = h('pre', { class: 'code', tabIndex: 0, 'aria-label': 'The program' });
  const select = (): string => {
    getSelection()?.selectAllChildren(text);
    return 'Selected';
  };
  const copy = copyButton('Copy', () => text.textContent ?? '', select);
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
