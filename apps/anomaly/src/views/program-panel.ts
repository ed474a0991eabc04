import { programCard } from '@autoencoders/app-kit/parts';
import { program } from '../program.js';
import type { PageState } from '../state.js';

/** The program for Node that does what the page has done, where the page has trained. */
export function programPanel() {
  const { element, show } = programCard();
  let drawn: unknown[] = [];
  return {
    element,
    draw({ findings, threshold }: PageState): void {
      const trained = findings?.trained;
      element.hidden = !trained;
      if (!trained || !threshold || (findings === drawn[0] && threshold === drawn[1])) return;
      drawn = [findings, threshold];
      show(program(findings, trained, threshold));
    },
  };
}
