// What the package.json files of the packages have in common, from this one place: `npm run manifests` writes them. A test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestOf, published, root } from './packages.mjs';

/** The address of the repository. It is a placeholder: set it before the first release, then run `npm run manifests`. */
export const repository = 'https://github.com/autoencoders-js/autoencoders';

/** The address of the site. A placeholder, too. */
export const site = 'https://autoencoders-js.github.io/autoencoders';

/** By what each package is found, besides the words of all. */
const keywords = {
  anomaly: ['anomaly-detection', 'outlier-detection', 'isolation-forest'],
  'backend-node': ['blas', 'openblas', 'backend', 'node'],
  'backend-wasm': ['wasm', 'webassembly', 'simd', 'backend'],
  'backend-webgl': ['webgl', 'gpu', 'backend'],
  'backend-webgpu': ['webgpu', 'gpu', 'backend'],
  cli: ['cli', 'command-line', 'anomaly-detection'],
  core: ['neural-network', 'optimizer', 'gradients'],
  datasets: ['dataset', 'mnist', 'fashion-mnist', 'digits'],
  exchange: ['onnx', 'pytorch', 'keras', 'safetensors', 'tensorboard', 'hugging-face'],
  files: ['parquet', 'arrow', 'npy', 'images'],
  layers: ['neural-network', 'layers', 'convolution'],
  losses: ['loss', 'kl-divergence', 'reconstruction-error'],
  metrics: ['metrics', 'roc-auc', 'average-precision'],
  models: ['neural-network', 'variational-autoencoder', 'vae', 'pca'],
  mpi: ['mpi', 'data-parallel', 'distributed-training'],
  noise: ['noise', 'denoising', 'augmentation'],
  report: ['report', 'visualization'],
  tables: ['csv', 'tabular-data', 'imputation'],
  training: ['neural-network', 'training', 'web-worker'],
  variants: ['variational-autoencoder', 'vae', 'denoising-autoencoder', 'sparse-autoencoder'],
};

/** The licence of others' work in a package, and the file with its text. NOTICE says which files it concerns. */
export const licences = {
  core: { id: 'Apache-2.0', file: 'LICENSE-APACHE' },
  'backend-wasm': { id: 'Apache-2.0', file: 'LICENSE-APACHE' },
  datasets: { id: 'CC-BY-4.0', file: 'LICENSE-CC-BY' },
};

const scripts = {
  build: 'node ../../scripts/build.mjs',
  prepack: 'node ../../scripts/prepack.mjs',
  prepublishOnly: 'node ../../scripts/prepublish.mjs',
};

const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const FIRST = ['name', 'version', 'description', 'keywords', 'homepage', 'bugs', 'repository', 'license', 'author'];

/** The package.json of the package `name`, with what all have. What else it has stays. */
export function complete(name, manifest) {
  const other = licences[name];
  const ends = ['CHANGELOG.md', ...(other ? ['NOTICE', other.file] : [])];
  const shared = {
    keywords: ['autoencoder', 'tensorflow', 'tfjs', ...keywords[name]],
    homepage: `${repository}/tree/main/packages/${name}#readme`,
    bugs: `${repository}/issues`,
    repository: { type: 'git', url: `git+${repository}.git`, directory: `packages/${name}` },
    license: other ? `MIT AND ${other.id}` : 'MIT',
    author: 'The @autoencoders contributors',
    files: [...manifest.files.filter((file) => !ends.includes(file)), ...ends],
    publishConfig: { access: 'public' },
    scripts: { ...manifest.scripts, ...scripts },
    engines,
  };
  // The keys of `first` in their order, then the others in theirs.
  const first = Object.fromEntries(FIRST.map((key) => [key, undefined]));
  return { ...first, ...manifest, ...shared };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const name of published)
    writeFileSync(join(root, 'packages', name, 'package.json'), `${JSON.stringify(complete(name, manifestOf(name)), undefined, 2)}\n`);
