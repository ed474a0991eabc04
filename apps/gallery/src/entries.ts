import { convolution, dictionary, hourglass, layers, plane, restored } from './sketches.js';

/** An app on the start page. */
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
    sentence: 'Squeeze pictures into one to 64 numbers, see what gets lost beside PCA, and walk the map of the codes.',
    sketch: hourglass(),
  },
  {
    id: 'sparse',
    title: 'Sparse',
    sentence: 'Many units, of which few may fire: watch a dictionary of features come into being, and what each picture fires.',
    sketch: dictionary(),
  },
  {
    id: 'stacked',
    title: 'Stacked',
    sentence: 'Layer after layer learns without labels; then a few labels are enough. Beside it, a start from random weights.',
    sketch: layers(),
  },
  {
    id: 'convolutional',
    title: 'Convolutional',
    sentence: 'Small kernels slide over the picture: see the feature maps of every stage, beside a dense model with the same code.',
    sketch: convolution(),
  },
  {
    id: 'denoising',
    title: 'Denoising',
    sentence: 'Pick the noise, train against it, then draw a digit yourself and see it restored.',
    sketch: restored(),
  },
  {
    id: 'variational',
    title: 'Variational',
    sentence: 'Drag through the latent plane and see it decoded, go from one picture to another, and sample new ones.',
    sketch: plane(),
  },
];
