import { download, keepModel, keptModel } from '@autoencoders/app-kit/parts';
import type { Actions, Context } from './actions.js';
import { scoresCsv } from './scores-csv.js';

/** Under this name the browser keeps the detector. */
const APP = 'anomaly';

type FileActions = Pick<
  Actions,
  'saveDetector' | 'openDetector' | 'keepDetector' | 'findKept' | 'restoreKept' | 'saveScores' | 'saveSample'
>;

/** What saves detectors, keeps them and opens them, and saves scores and samples. */
export function fileActions({ state, dispatch, attempt, started, running }: Context): FileActions {
  const saved = async (): Promise<Uint8Array> => (await started()).save({ type: 'save', threshold: state().threshold! });
  const open = (bytes: () => Uint8Array | Promise<Uint8Array>): Promise<void> =>
    running(async (now) => {
      const { learn, look = learn } = state().files;
      return now.open({ type: 'open', bytes: await bytes(), look });
    });
  return {
    saveDetector: () => attempt(async () => download(await saved(), 'detector.safetensors')),
    openDetector: (file) => open(async () => new Uint8Array(await file.arrayBuffer())),
    keepDetector: () =>
      attempt(async () => {
        await keepModel(APP, await saved());
        dispatch({ status: 'The detector is kept in this browser.', alert: undefined });
      }),
    findKept: async () => dispatch({ kept: await keptModel(APP).catch(() => undefined) }),
    async restoreKept() {
      const { kept } = state();
      if (!kept || state().run !== 'idle') return;
      dispatch({ kept: undefined });
      await open(() => kept.bytes);
    },
    async saveSample() {
      const { learn, look } = state().files;
      for (const file of look ? [learn, look] : [learn]) download(new Uint8Array(await file.arrayBuffer()), file.name);
    },
    saveScores() {
      const { findings, threshold } = state();
      if (findings && threshold) download(new TextEncoder().encode(scoresCsv(findings, threshold)), 'scores.csv');
    },
  };
}
