import { choice, controlPanel, h } from '@autoencoders/app-kit';
import type { ControlPanel } from '@autoencoders/app-kit';
import type { Axes } from './decoded-grid.js';

/** The choice of the two latents on the axes, where there are more than two; `offer` sets what can be chosen and what is. */
export function axesPanel(changed: (axes: Axes) => void) {
  const element = h('div', {});
  let panel: ControlPanel<{ readonly across: number; readonly up: number }> | undefined;
  let offered = 0;
  let axes: Axes = [0, 1];
  const choose = (key: 'across' | 'up'): void => {
    const { across, up } = panel!.values();
    // One latent cannot be on both axes: then the two change places.
    const next: Axes = across !== up ? [across, up] : key === 'across' ? [across, axes[0]] : [axes[1], up];
    offer(offered, next);
    changed(next);
  };
  const make = (latents: number): NonNullable<typeof panel> => {
    const options = Array.from({ length: latents }, (_, j) => [j, `Latent ${j + 1}`] as const);
    const axis = (label: string, value: number) => choice<number>({ label, value, options });
    return controlPanel({ across: axis('Across', 0), up: axis('Up', 1) }, choose);
  };
  const offer = (latents: number, next: Axes): void => {
    if (latents !== offered) {
      offered = latents;
      panel = make(latents);
      element.replaceChildren(panel.element);
      element.hidden = latents === 2;
    }
    axes = next;
    panel!.set({ across: axes[0], up: axes[1] });
  };
  return { element, offer };
}
