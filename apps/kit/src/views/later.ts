import type { App, Scene, View } from '../definition.js';
import { h } from '../dom.js';
import { inSight } from '../in-sight.js';

/** What a view draws, without its words. */
export type Drawn<S> = Pick<View<S>, 'element' | 'update'>;

/** What a view draws, loaded when it comes into sight: a page shows what is at its top sooner. */
export function later<S>(app: Pick<App<S>, 'refresh'>, load: () => Promise<Drawn<S>>): Drawn<S> {
  const element = h('div', { class: 'later' });
  let drawn: Drawn<S> | undefined;
  const show = async (): Promise<void> => {
    await inSight(element);
    try {
      drawn = await load();
      // It has no names and no pictures before it is drawn.
      drawn.element.style.visibility = 'hidden';
      element.replaceChildren(drawn.element);
      app.refresh();
    } catch {
      element.replaceChildren(h('p', { class: 'hint' }, 'This part of the page did not load. Check the connection, and reload the page.'));
    }
  };
  void show();
  const update = async (scene: Scene<S>): Promise<void> => {
    try {
      await drawn?.update?.(scene);
    } finally {
      if (drawn) drawn.element.style.visibility = '';
    }
  };
  return { element, update };
}
