import { button } from '../controls.js';
import type { AppDefinition, GuideStep } from '../definition.js';
import { h } from '../dom.js';
import { gallery } from './panel.js';

/** What to try on this page: three steps with what happens and why, and the page that comes next. Nothing where an app has none. */
export function guideCard<S>(
  { guide = [], next }: Pick<AppDefinition<S>, 'guide' | 'next'>,
  doIt: (step: GuideStep<S>) => void,
): HTMLElement | undefined {
  if (guide.length === 0) return undefined;
  const steps = guide.map((step, i) =>
    h(
      'li',
      {},
      h('p', { class: 'task' }, step.task),
      button('Do it', () => doIt(step), { kind: 'quiet', title: `Does step ${i + 1}: sets the controls, and starts` }),
      h('details', {}, h('summary', {}, 'What happens, and why'), h('p', {}, step.result)),
    ),
  );
  return h(
    'section',
    { class: 'card guide', 'aria-label': 'Try this' },
    h('h2', {}, 'Try this'),
    h('ol', {}, ...steps),
    gallery !== undefined && next && h('p', { class: 'next' }, 'Next page: ', h('a', { href: `${gallery}${next.id}/` }, next.title)),
  );
}
