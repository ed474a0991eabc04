import type { AppDefinition } from '../definition.js';
import type { AppState } from '../state.js';
import type { Panel } from './panel.js';
import { programCard } from './program-card.js';

/** The program for Node that does what the page does with these data and settings. */
export function programPanel<S>({ program }: AppDefinition<S>): Panel {
  const { element, show } = programCard();
  let drawn: Partial<AppState> = {};
  return {
    element,
    draw({ settings, data }) {
      if (!data || (settings === drawn.settings && data === drawn.data)) return;
      drawn = { settings, data };
      show(program(settings as S, data));
    },
  };
}
