import { alarms, convolution, dictionary, hourglass, layers, plane, restored } from './sketches.js';

/** A sample app on the start page. */
export interface AppEntry {
  /** Its folder. */
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** A picture of the idea, as SVG. */
  readonly sketch: string;
}

export const entries: readonly AppEntry[] = [
  {
    id: 'undercomplete',
    title: 'Undercomplete',
    sentence: 'Compress pictures into 1 to 64 numbers, compare the error with PCA, and explore the map of the codes.',
    sketch: hourglass(),
  },
  {
    id: 'sparse',
    title: 'Sparse',
    sentence: 'Many units, but only a few may fire: watch how a dictionary of features is learned, and which units fire for a picture.',
    sketch: dictionary(),
  },
  {
    id: 'stacked',
    title: 'Stacked',
    sentence: 'Layer after layer learns without labels, then a few labels are enough. Compare it with a start from random weights.',
    sketch: layers(),
  },
  {
    id: 'convolutional',
    title: 'Convolutional',
    sentence: 'Small kernels slide over the picture: see the feature maps of every layer, and compare with a dense model.',
    sketch: convolution(),
  },
  {
    id: 'denoising',
    title: 'Denoising',
    sentence: 'Choose the noise, train a model against it, then draw a digit and see it restored.',
    sketch: restored(),
  },
  {
    id: 'variational',
    title: 'Variational',
    sentence: 'Drag through the latent plane, move from one picture to another, and sample new ones.',
    sketch: plane(),
  },
  {
    id: 'anomaly',
    title: 'Anomaly detection',
    sentence: 'Find the odd rows of a table, or the odd parts of a series. Move the threshold, and see which columns are to blame.',
    sketch: alarms(),
  },
];
