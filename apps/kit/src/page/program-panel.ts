import type { AppActions } from '../actions/index.js';
import type { AppDefinition } from '../definition.js';
import type { AppState } from '../state.js';
import { programCard } from './program-card.js';

/** The program for Node that does what the page does with these data and settings. */
export function programPanel<S>(
  definition: AppDefinition<S>,
  { report }: Pick<AppActions<S>, 'report'>,
): {
  readonly element: HTMLElement;
  readonly draw: (state: AppState<S>) => void;
} {
  const { element, show } = programCard();
  let drawn: Partial<Pick<AppState<S>, 'settings' | 'shown'>> = {};
  return {
    element,
    draw({ settings, shown, ready }) {
      if (!ready || !shown || (settings === drawn.settings && shown.data === drawn.shown?.data)) return;
      drawn = { settings, shown };
      // In a task of its own, once what the page needs has been asked for.
      setTimeout(() => void definition.program().then((program) => show(program(settings, shown.data)), report));
    },
  };
}
