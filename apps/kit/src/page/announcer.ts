import { h } from '../dom.js';
import type { AppState } from '../state.js';

/** Milliseconds between two sentences about a training that runs. */
const PACE = 10_000;

/** Tells screen readers what the page says: each change, but no more than every ten seconds while it trains. */
export function announcer(): { readonly element: HTMLElement; readonly draw: (state: Pick<AppState, 'status' | 'activity'>) => void } {
  const element = h('p', { class: 'spoken', role: 'status' });
  let [said, when, before] = ['', -PACE, 'idle'];
  return {
    element,
    draw({ status, activity }) {
      const now = performance.now();
      const isNew = status !== said && (activity !== 'running' || activity !== before || now - when > PACE);
      before = activity;
      if (!isNew) return;
      [said, when] = [status, now];
      element.textContent = status;
    },
  };
}
