import type { Detector } from '@autoencoders/anomaly';
import { pickRows } from '@autoencoders/core/internal';
import { html, scoreMaps } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { figure, whole } from '../format.js';
import { pictureShape } from '../pictures.js';
import type { Examples } from './examples.js';
import { oddest } from './found.js';
import type { Found } from './found.js';

/** The most pictures that are shown. */
const ODDEST = 24;

/** The oddest pictures, each beside its score map. */
export async function oddestPictures(detector: Detector, { data, files, classes }: Examples, found: Found): Promise<readonly Section[]> {
  const places = oddest(found, ODDEST);
  if (places.length === 0) return [];
  const pictures = pickRows(data, Int32Array.from(places));
  const { contributions } = await detector.score(pictures, { contributions: 'errors' });
  const title = 'The oddest pictures';
  if (!contributions)
    return [
      { title, caption: 'This method does not tell what each pixel adds to a score. Choose another one with --method.', body: html`` },
    ];
  const images = { shape: pictureShape(data.shape), values: Float32Array.from(pictures.values) };
  const texts = places.map((place) => [
    files?.[place] ?? `picture ${whole(place + 1)}`,
    ...(classes ? [`class ${classes[place]!}`] : []),
    `score ${figure(found.scores[place]!)}, p-value ${figure(found.pValues[place]!)}`,
    ...(found.alarms[place] === 1 ? ['alarm'] : []),
  ]);
  return [
    scoreMaps({
      images,
      contributions,
      texts,
      title,
      caption: `The ${places.length} pictures with the largest scores, each beside its score map: bright pixels add most to the score. Each map has its own scale. The p-value is the share of usual pictures that score at least as much.`,
    }),
  ];
}
