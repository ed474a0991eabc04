// Replaces the helpers of tfjs-layers' tests, so that all of them run on any backend. tfjs runs some only on the CPU backend, and those that
// need a browser's storage only on WebGL.
import { io, ready } from '@tensorflow/tfjs-core';

export * from '@tensorflow/tfjs-layers/dist/utils/test_utils.js';
export {
  describeMathCPUAndGPU as describeMathCPU,
  describeMathCPUAndGPU as describeMathGPU,
} from '@tensorflow/tfjs-layers/dist/utils/test_utils.js';

declare function beforeEach(work: () => Promise<void>): void;

// Some tests need a backend that an earlier test removed.
beforeEach(ready);

const storage = new Map<string, io.ModelArtifacts>();
const stored = (url: string | string[]): url is string => /^(localstorage|indexeddb):/.test(String(url));

io.registerSaveRouter((url) =>
  stored(url)
    ? io.withSaveHandler(async (artifacts) => {
        storage.set(url, artifacts);
        return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
      })
    : null!,
);
io.registerLoadRouter((url) => (stored(url) ? io.fromMemory(storage.get(url)!) : null!));
