import { h } from '../dom.js';
import type { AppState } from '../state.js';

/** The address of the start page, where the app is served as part of the gallery. */
export const gallery = import.meta.env['VITE_GALLERY'] as string | undefined;

/** A part of the page that shows the state of the app. */
export interface Panel {
  readonly element: HTMLElement;
  readonly draw: (state: AppState) => void;
}

/** A group of controls under a heading. */
export const group = (name: string, ...children: readonly HTMLElement[]): HTMLElement =>
  h('section', { class: `card group ${name.toLowerCase()}` }, h('h2', {}, name), ...children);

/** Sets the text of an element, if it is another one: what has not changed is not announced again. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
