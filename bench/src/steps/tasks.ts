/** A dense layer, or a 3×3 convolution of stride 2 that takes square images of `side` pixels and keeps or is its own mirror. */
export interface LayerSpec {
  readonly kind: 'dense' | 'convolution' | 'transposed';
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: 'relu' | 'sigmoid' | 'linear';
  /** Height and width of what comes in; 1 for a dense layer. */
  readonly side: number;
}

/** A model to train, as plain data, so that every contender can build the same one in its language. */
export interface ModelTask {
  readonly kind: 'model';
  readonly name: string;
  readonly title: string;
  /** In order; a variational model's second and third are its mean and the logarithm of its variance, side by side. */
  readonly layers: readonly LayerSpec[];
  /** Squared errors averaged over everything, or summed over an image; or cross-entropy from logits plus KL, in nats. */
  readonly loss: 'meanSquaredError' | 'squaredError' | 'elbo';
  /** Standard deviation of the noise on the input, which is then clipped to [0, 1]. */
  readonly noise: number;
  /** Examples per step. Default: `BATCH`. */
  readonly batch?: number;
}

/** A product of two square matrices; `nn` as they stand, `tn` with the first transposed, `nt` with the second. */
export interface ProductTask {
  readonly kind: 'product';
  readonly name: string;
  readonly title: string;
  readonly n: number;
  readonly transposed: 'nn' | 'tn' | 'nt';
}

/** PCA of the data `[rows, features]` in a file with the name of the task. */
export interface PcaTask {
  readonly kind: 'pca';
  readonly name: string;
  readonly title: string;
  readonly rows: number;
  readonly features: number;
  readonly components: number;
}

/** A task of the steps' table. */
export type StepTask = ModelTask | ProductTask;

export type Task = StepTask | PcaTask;

/** Examples per step, where a task names no other number. */
export const BATCH = 128;

const dense = (inputs: number, outputs: number, activation: LayerSpec['activation'] = 'relu'): LayerSpec => ({
  kind: 'dense',
  inputs,
  outputs,
  activation,
  side: 1,
});

const conv = (
  kind: 'convolution' | 'transposed',
  side: number,
  inputs: number,
  outputs: number,
  activation: LayerSpec['activation'] = 'relu',
): LayerSpec => ({ kind, inputs, outputs, activation, side });

/** A dense autoencoder through the given sizes and back, ReLU after all layers but the last. */
function mirrored(...sizes: readonly number[]): readonly LayerSpec[] {
  const all = [...sizes, ...sizes.toReversed().slice(1)];
  return all.slice(1).map((outputs, i) => dense(all[i]!, outputs, i === all.length - 2 ? 'sigmoid' : 'relu'));
}

function denseTask(name: string, ...sizes: readonly number[]): ModelTask {
  const layers = mirrored(...sizes);
  const title = `dense ${[sizes[0], ...layers.map(({ outputs }) => outputs)].join('-')}`;
  return { kind: 'model', name, title, layers, loss: 'meanSquaredError', noise: 0 };
}

export const models: readonly ModelTask[] = [
  denseTask('dense-small', 784, 128, 32),
  denseTask('dense-middle', 784, 512, 256, 64),
  denseTask('dense-large', 784, 1000, 500, 250, 30),
  {
    kind: 'model',
    name: 'variational',
    title: 'variational 784-400-20-400-784',
    layers: [dense(784, 400), dense(400, 20, 'linear'), dense(400, 20, 'linear'), dense(20, 400), dense(400, 784, 'linear')],
    loss: 'elbo',
    noise: 0,
  },
  {
    kind: 'model',
    name: 'convolutional',
    title: 'convolutional 16-32, code 32',
    layers: [
      conv('convolution', 28, 1, 16),
      conv('convolution', 14, 16, 32),
      dense(7 * 7 * 32, 32, 'linear'),
      dense(32, 7 * 7 * 32),
      conv('transposed', 7, 32, 16),
      conv('transposed', 14, 16, 1, 'sigmoid'),
    ],
    loss: 'squaredError',
    noise: 0,
  },
  {
    kind: 'model',
    name: 'denoising',
    title: 'denoising 784-256-64-256-784',
    layers: mirrored(784, 256, 64),
    loss: 'squaredError',
    noise: 0.4,
  },
];

const product = (n: number, transposed: ProductTask['transposed'] = 'nn'): ProductTask => ({
  kind: 'product',
  name: `product-${n}-${transposed}`,
  title: `${n}³${{ nn: '', tn: ', first transposed', nt: ', second transposed' }[transposed]}`,
  n,
  transposed,
});

export const products: readonly ProductTask[] = [
  product(64),
  product(128),
  product(256),
  product(512),
  product(512, 'tn'),
  product(512, 'nt'),
  product(1024),
];

/** The names that `--only` accepts. */
export const taskNames: readonly string[] = [...models.map(({ name }) => name), 'products'];

/** The shape of a layer's kernel, its bias being `[outputs]`: tfjs's, in which the starting weights are written. */
export function kernelShape({ kind, inputs, outputs }: LayerSpec): readonly number[] {
  if (kind === 'dense') return [inputs, outputs];
  return kind === 'convolution' ? [3, 3, inputs, outputs] : [3, 3, outputs, inputs];
}

/** The shape of one example as a model takes it. */
export const exampleShape = ({ layers }: ModelTask): readonly number[] => (layers[0]!.kind === 'dense' ? [784] : [28, 28, 1]);

/** Whether all contenders must have the same losses, because only the start of the task is random. */
export const isExact = (task: StepTask): boolean => task.kind === 'product' || (task.loss !== 'elbo' && task.noise === 0);
