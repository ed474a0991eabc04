import { html } from './html.js';
import type { Html } from './html.js';
import { layoutOf } from './images.js';
import type { Images } from './images.js';
import type { Sprite } from './sprite.js';

/** The gap between pictures of this size, in their own pixels. */
export function gapFor({ shape }: Images): number {
  return Math.max(1, Math.round(layoutOf('gapFor', shape).width / 14));
}

/**
 * A sprite as an `<img>`, enlarged by a whole number so that a cell has about `target` CSS pixels (default 48). The page reserves
 * its place before it is decoded, and shrinks it where it is too wide.
 */
export function picture(sheet: Sprite, alt: string, target: number = 48): Html {
  const scale = Math.max(1, Math.round(target / sheet.cell.width));
  return html`<img class="picture${scale > 1 && ' pixelated'}" src="${sheet.source}" width="${sheet.width * scale}" height="${sheet.height * scale}" alt="${alt}">`;
}
