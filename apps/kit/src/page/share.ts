import { h } from '../dom.js';
import { button } from '../controls.js';

/** Milliseconds for which a button says what it did. */
const TOLD = 2000;

/** A button that copies what `text` gives, and says so; where the page may not write to the clipboard, it calls `otherwise`. */
export function copyButton(label: string, text: () => string, otherwise: () => string): HTMLButtonElement {
  const copy = button(label, async () => {
    try {
      await navigator.clipboard.writeText(text());
      copy.textContent = 'Copied';
    } catch {
      copy.textContent = otherwise();
    }
    setTimeout(() => (copy.textContent = label), TOLD);
  });
  return copy;
}

/** Puts a link to these settings and data into the address of the page, and copies it. */
export function shareLink(link: () => string): HTMLElement {
  const write = (): string => {
    history.replaceState(history.state, '', `#${link()}`);
    return location.href;
  };
  const copy = copyButton('Copy a link to these settings', write, () => 'The address has it');
  return h('div', { class: 'buttons' }, copy);
}
