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
    sentence: 'A code of a few numbers must do for a whole picture. Explore the map of the codes, and compare the error with PCA.',
    sketch: hourglass(),
  },
  {
    id: 'sparse',
    title: 'Sparse',
    sentence:
      'Many units, but only a few may fire for a picture. Watch a dictionary of strokes and arcs appear, and see which of them a picture needs.',
    sketch: dictionary(),
  },
  {
    id: 'stacked',
    title: 'Stacked',
    sentence:
      'Level after level learns without labels. Then a few labels make a classifier: compare it with one that starts from random weights.',
    sketch: layers(),
  },
  {
    id: 'convolutional',
    title: 'Convolutional',
    sentence:
      'Small filters slide over the picture. See what each of them finds, and compare with a model that does not know which pixels are neighbours.',
    sketch: convolution(),
  },
  {
    id: 'denoising',
    title: 'Denoising',
    sentence: 'The model learns to remove noise. Choose the noise, draw a digit, spoil it, and see it restored.',
    sketch: restored(),
  },
  {
    id: 'variational',
    title: 'Variational',
    sentence: 'Every code decodes to a picture, so the model can make new ones. Drag from digit to digit, and draw samples.',
    sketch: plane(),
  },
  {
    id: 'anomaly',
    title: 'Anomaly detection',
    sentence:
      'What a model cannot reconstruct is odd. Find the odd rows of a table or the odd parts of a time series, and see which columns are to blame.',
    sketch: alarms(),
  },
];
