import { html } from './html.js';
import type { Html } from './html.js';
import type { Palette } from './palettes.js';

/** A palette as a strip of colours, with what its ends mean. */
export const ramp = (palette: Palette, from: string, to: string): Html =>
  html`<div class="ramp" aria-hidden="true"><span>${from}</span><i style="background:linear-gradient(to right,${stops(palette)})"></i><span>${to}</span></div>`;

const stops = (palette: Palette): string =>
  Array.from(
    { length: 11 },
    (_, i) =>
      `rgb(${palette(i / 10)
        .map(Math.round)
        .join(' ')})`,
  ).join(',');
