import { button } from '../controls.js';
import type { AppDefinition, GuideStep } from '../definition.js';
import { h } from '../dom.js';
import { gallery } from './panel.js';

/** What to try on this page, one step after the other, with what happens and why; then the page that comes next. Nothing where an app has no steps. */
export function guideCard<S, D>(
  { guide = [], next }: { readonly guide?: readonly GuideStep<S, D>[]; readonly next?: AppDefinition<S>['next'] },
  doIt: (step: GuideStep<S, D>) => void,
): HTMLElement | undefined {
  if (guide.length === 0) return undefined;
  let at = 0;
  const place = h('h2', {});
  const task = h('p', { class: 'task' });
  const result = h('p', { class: 'result' });
  const why = h('details', {}, h('summary', {}, 'What happens, and why'), result);
  const start = button('Do it', () => {
    why.open = true;
    doIt(guide[at]!);
  });
  const back = button('‹', () => show(at - 1), { kind: 'quiet', label: 'The step before' });
  const forward = button('›', () => show(at + 1), { kind: 'quiet', label: 'The next step' });
  const nextPage =
    gallery !== undefined && next && h('p', { class: 'next' }, 'Next page: ', h('a', { href: `${gallery}${next.id}/` }, next.title));
  const show = (step: number): void => {
    if (step < 0 || step >= guide.length) return;
    at = step;
    place.textContent = `Try this, ${at + 1} of ${guide.length}`;
    task.textContent = guide[at]!.task;
    result.textContent = guide[at]!.result;
    why.open = false;
    start.hidden = guide[at]!.isByHand ?? false;
    start.title = guide[at]!.settings ? 'Sets the controls, and trains a new model' : 'Trains a new model';
    // Buttons keep the focus, so they are not disabled at the ends.
    back.setAttribute('aria-disabled', String(at === 0));
    forward.setAttribute('aria-disabled', String(at === guide.length - 1));
    if (nextPage) nextPage.hidden = at < guide.length - 1;
  };
  show(0);
  return h(
    'section',
    { class: 'card guide', 'aria-label': 'Try this' },
    h('div', { class: 'guide-head' }, place, h('div', { class: 'buttons' }, back, forward)),
    h('div', { class: 'guide-step', 'aria-live': 'polite' }, task, start, why, nextPage),
  );
}
