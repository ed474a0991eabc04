import type { AppDefinition } from '../definition.js';
import { h } from '../dom.js';
import { gallery } from './panel.js';

/** The end of a page: the page that comes next, or all pages after the last one. */
export function pageFooter(next: AppDefinition<unknown>['next']): HTMLElement {
  const link = next ? h('a', { href: `${gallery}${next.id}/` }, next.title) : h('a', { href: gallery }, 'start page');
  return h(
    'footer',
    {},
    gallery !== undefined && h('p', { class: 'next' }, next ? 'Next page: ' : 'This is the last page. Back to the ', link),
    h('p', {}, 'Everything happens in this page: nothing is sent anywhere.'),
  );
}
