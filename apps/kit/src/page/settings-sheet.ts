import { button } from '../controls.js';
import { h } from '../dom.js';

/** The controls of a page, beside what they change. On a narrow page they lie in a sheet over it, which `opener` opens and closes. */
export function settingsSheet(parts: readonly HTMLElement[]): { readonly element: HTMLElement; readonly opener: HTMLButtonElement } {
  const element = h('aside', { class: 'panel', id: 'settings', tabIndex: -1, 'aria-label': 'Settings' }, ...parts);
  const show = (open: boolean): void => {
    element.classList.toggle('open', open);
    opener.setAttribute('aria-expanded', String(open));
    if (!open) return;
    element.focus();
    // The button stays in sight, to close the sheet again.
    if (opener.getBoundingClientRect().bottom > element.getBoundingClientRect().top) opener.scrollIntoView();
  };
  const opener = button('Settings', () => show(!element.classList.contains('open')));
  opener.classList.add('to-settings');
  opener.setAttribute('aria-controls', element.id);
  opener.setAttribute('aria-expanded', 'false');
  element.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !element.classList.contains('open')) return;
    show(false);
    opener.focus();
  });
  return { element, opener };
}
