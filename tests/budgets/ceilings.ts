/** The most that something may have, in kB (1,000 bytes) gzipped, and what it is spent on. */
export interface Ceiling {
  readonly kB: number;
  readonly reason: string;
}

const most = (kB: number, reason: string): Ceiling => ({ kB, reason });

/**
 * What each package adds to a bundle with all of its exports, without the packages that it depends on. Raise a ceiling in the commit that needs
 * it, and say why there.
 */
export const packages: Readonly<Record<string, Ceiling>> = {
  anomaly: most(36, 'six methods, thresholds, series, drift and the controls, each of which falls away where it is not used'),
  'backend-node': most(3, 'it finds a BLAS and calls it; the backend itself is that of backend-wasm'),
  'backend-wasm': most(
    720,
    'two modules of our kernels, three of tfjs, two small builds of these and kernels of the CPU backend, of which a page loads one of each',
  ),
  'backend-webgl': most(2, 'programs of our kernels, and a start that says what is missing; the rest is tfjs'),
  'backend-webgpu': most(2, 'programs of our kernels, and a start that says what is missing; the rest is tfjs'),
  cli: most(
    125,
    'all commands, with their help, messages, verdicts and pages, in parts that load when they run; it is never part of a page',
  ),
  core: most(38, 'gradients of all operations of tfjs-core, which that package registers none of: 11 kB'),
  datasets: most(57, 'the 1,797 digits: 45 kB, loaded when they are asked for'),
  exchange: most(47, 'six formats, each of which falls away where it is not used'),
  files: most(20, 'readers of columns and spreadsheets that the libraries for them leave to us'),
  layers: most(9, 'thirty layers'),
  losses: most(2, 'twelve losses, most of them one line'),
  metrics: most(12, 'measures in plain loops, with t-SNE and ranks'),
  models: most(15, 'models, bottlenecks, stacks, PCA, save and load'),
  mpi: most(
    6,
    'it finds an MPI and calls it, also from a thread of its own, with 16 bits a number, watches over ranks, and starts processes',
  ),
  noise: most(6, 'corruptions of tables, images and series'),
  report: most(16, 'a whole page with its drawings; it is written in Node'),
  tables: most(26, 'CSV and JSON, kinds of columns, encoders, losses and imputation'),
  training: most(
    38,
    'fit, pretrain, evaluate, checkpoints, the worker, captured and accumulated steps, captured predictions, groups, parts of data, and messages that say what went wrong',
  ),
  variants: most(3, 'settings of six models'),
};

/** The JavaScript of the smallest useful app: dense layers, one loss, fit and WASM. */
export const smallestApp: Ceiling = most(
  120,
  'the budget that was set; what captures steps and what runs threads are loaded where they are used',
);

/** The same on a page that is isolated from other origins, so that it has threads. */
export const smallestAppIsolated: Ceiling = most(
  128,
  "tfjs's loader of memory that threads share is 4 kB larger than the other, and our threads are 3 kB; they share sums and copies of rows, too",
);

/** The first load of each sample app, without its data and the model that comes with it. */
export const sampleApps: Readonly<Record<string, Ceiling>> = {
  undercomplete: most(245, 'tfjs-core, its WASM backend in a small build, our kernels, and views that show the model'),
  sparse: most(260, 'as undercomplete, with the dictionary and steps of a reconstruction'),
  stacked: most(260, 'as undercomplete, with levels, predictions and two trainings'),
  convolutional: most(255, 'as undercomplete, with filters and the comparison with a dense model'),
  denoising: most(250, 'as undercomplete, with noise and drawing'),
  variational: most(250, 'as undercomplete, with the latent plane, samples and interpolation'),
  anomaly: most(60, 'tfjs-core and the page; a worker loads what computes'),
};
