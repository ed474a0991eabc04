import { programCard } from '@autoencoders/app-kit/parts';
import type { PageState } from '../state.js';

/** The program for Node that does what the page has done, where the page has trained. What writes it is loaded when it is needed. */
export function programPanel() {
  const { element, show } = programCard();
  let drawn: unknown[] = [];
  return {
    element,
    draw({ findings, threshold }: PageState): void {
      const trained = findings?.trained;
      element.hidden = !trained;
      if (!trained || !threshold || (findings === drawn[0] && threshold === drawn[1])) return;
      const now = (drawn = [findings, threshold]);
      void import('../program.js').then(
        ({ program }) => now === drawn && show(program(findings, trained, threshold)),
        () => (element.hidden = true),
      );
    },
  };
}
