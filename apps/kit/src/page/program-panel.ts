import type { AppDefinition } from '../definition.js';
import type { AppState } from '../state.js';
import { programCard } from './program-card.js';

/** The program for Node that does what the page does with these data and settings. */
export function programPanel<S>({ program }: AppDefinition<S>): {
  readonly element: HTMLElement;
  readonly draw: (state: AppState<S>) => void;
} {
  const { element, show } = programCard();
  let drawn: Partial<Pick<AppState<S>, 'settings' | 'shown'>> = {};
  return {
    element,
    draw({ settings, shown }) {
      if (!shown || (settings === drawn.settings && shown.data === drawn.shown?.data)) return;
      drawn = { settings, shown };
      show(program(settings, shown.data));
    },
  };
}
