import { enableProdMode } from '@tensorflow/tfjs-core';
import type { Page, PageBackend, Program } from '../../src/gpu/protocol.js';
import { counted } from './counting.js';
import { setupOf } from './training.js';
import type { Setup, Training } from './training.js';

/** A program of the page: ours, or tfjs's own layers. A page loads one of them only, since ours replaces kernels. */
interface Library {
  readonly useBackend: (backend: PageBackend, software: boolean) => Promise<string>;
  readonly trainingOf: (setup: Setup) => Training;
}

const libraries: Readonly<Record<Program, () => Promise<Library>>> = {
  ours: () => import('./ours.js'),
  'tfjs-layers': () => import('./stock.js'),
};

let library: Library;
let training: Training;

const page: Page = {
  async start({ program, backend, software }) {
    enableProdMode();
    library = await libraries[program]();
    return library.useBackend(backend, software);
  },
  async prepare(task) {
    training = library.trainingOf(await setupOf(task));
    return training.version;
  },
  first: (count) => training.first(count),
  async epoch() {
    const start = performance.now();
    const loss = await training.epoch();
    return { ms: performance.now() - start, loss };
  },
  async counts(task) {
    // What begins and ends an epoch cancels out.
    const [few, many] = [2, 4];
    const ofEpoch = async (steps: number) => {
      const { epoch } = library.trainingOf(await setupOf(task, steps));
      await epoch();
      return counted(epoch);
    };
    const [a, b] = [await ofEpoch(few), await ofEpoch(many)];
    const perStep = (key: keyof typeof a): number => (b[key] - a[key]) / (many - few);
    return { programs: perStep('programs'), written: perStep('written'), uploaded: perStep('uploaded') };
  },
};
Object.assign(globalThis, page);
