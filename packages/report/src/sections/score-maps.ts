import { check } from '@autoencoders/core/operations';
import { plural } from '../format.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { countImages, layoutOf, sliceImages } from '../images.js';
import type { Images } from '../images.js';
import { heat } from '../palettes.js';
import { picture } from '../picture.js';
import { ramp } from '../ramp.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

/** Options of `scoreMaps`. */
export interface ScoreMapsOptions extends SectionText {
  readonly images: Images;
  /** What each number of the pictures adds to their scores: as many as `images` has. A map is their sum over the channels. */
  readonly contributions: ArrayLike<number>;
  /** Lines of text below each picture, such as its name and its score. */
  readonly texts: readonly (readonly string[])[];
}

/** The width at which pictures are drawn, in CSS pixels, about. */
const WIDTH = 112;

/** Pictures, each beside a map of what its pixels add to its anomaly score. Throws unless there are contributions and a text for each. */
export function scoreMaps({ images, contributions, texts, title = 'Score maps', caption }: ScoreMapsOptions): Section {
  const count = countImages('scoreMaps', images);
  check(
    contributions.length === images.values.length,
    () => `scoreMaps: there are ${contributions.length} contributions, and the pictures have ${images.values.length} numbers`,
  );
  check(texts.length === count, () => `scoreMaps: there are ${count} pictures and ${texts.length} texts`);
  const maps = mapsOf(images, contributions);
  const figures = texts.map((lines, i): Html => {
    const [own, map] = [images, maps].map((all, which) =>
      picture(
        sprite(sliceImages(all, i, i + 1), which === 0 ? {} : { palette: heat }),
        `${which === 0 ? 'Picture' : 'Score map'}: ${lines.join(', ')}`,
        WIDTH,
      ),
    );
    return html`<figure class="score-map"><div>${own}${map}</div><figcaption>${lines.map((line) => html`<span>${line}</span>`)}</figcaption></figure>`;
  });
  return {
    title,
    caption:
      caption ??
      `${plural(count, 'picture')}, each beside its map: bright pixels add most to the score. Each map has its own scale, so compare pixels within a map, not between maps.`,
    body: html`${ramp(heat, 'adds nothing', 'adds most')}<div class="score-maps">${figures}</div>`,
  };
}

/** What each pixel adds, as a share of the most that one adds. What is below 0 is drawn as 0. */
function mapsOf({ shape, values }: Images, contributions: ArrayLike<number>): Images {
  const { width, height, channels, size } = layoutOf('scoreMaps', shape);
  const pixels = width * height;
  const maps = new Float32Array((values.length / size) * pixels);
  for (let i = 0; i < values.length; i++) {
    const place = Math.floor(i / size) * pixels + Math.floor((i % size) / channels);
    maps[place] = maps[place]! + contributions[i]!;
  }
  for (let start = 0; start < maps.length; start += pixels) {
    const map = maps.subarray(start, start + pixels);
    const most = map.reduce((a, b) => (Number.isFinite(b) ? Math.max(a, b) : a), 0) || 1;
    map.forEach((value, p) => (map[p] = value / most));
  }
  return { shape: [height, width, 1], values: maps };
}
