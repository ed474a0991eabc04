import { check } from '@autoencoders/core/operations';
import { sources } from '../data/index.js';
import type { Source } from '../data/index.js';
import { modelFileIn } from '../data/model-folder.js';
import { loadPretrained } from '../data/pretrained.js';
import { download } from '../download.js';
import { openModel, readModelFile, saveModel } from '../model-file.js';
import { keepModel, keptModel } from '../model-store.js';
import { trainedFor } from '../status.js';
import type { AppActions, Context } from './index.js';

type ModelActions<S> = Pick<AppActions<S>, 'downloadModel' | 'openModel' | 'keepModel' | 'findKept' | 'restoreKept' | 'showPretrained'>;

/** What saves models, keeps them and opens them. */
export function modelActions<S>(
  { definition, store, run, attempt, replace }: Context<S>,
  { loadSource }: Pick<AppActions<S>, 'loadSource'>,
): ModelActions<S> {
  const { id } = definition;
  const { state, dispatch } = store;
  const saved = (): Promise<Uint8Array> => {
    const { shown } = state();
    check(shown !== undefined, 'there is no model yet');
    return saveModel(id, shown!);
  };
  const open = (get: () => Promise<Uint8Array>): Promise<void> =>
    attempt(async () => {
      const bytes = await get();
      await run.stop();
      const file = readModelFile(definition, bytes);
      const { source } = file;
      // A model needs the data that it was trained on. Those of the page are loaded; the reader's own are not here.
      if (isSource(source) && source !== state().shown?.source) await loadSource(source);
      const { settings, shown } = state();
      const opened = openModel(definition, settings, shown?.data.training.shape ?? [0], file);
      replace({ type: 'shown', run: { ...opened, settings: { ...settings, ...opened.settings } }, status: file.words });
    });
  return {
    downloadModel: () => attempt(async () => download(await saved(), `${id}.safetensors`)),
    openModel: (files) => open(async () => new Uint8Array(await modelFileIn(files).arrayBuffer())),
    keepModel: () =>
      attempt(async () => {
        await keepModel(id, await saved());
        dispatch({ type: 'kept' });
      }),
    async findKept() {
      const kept = await keptModel(id).catch(() => undefined);
      dispatch({ type: 'restorable', kept });
    },
    async restoreKept() {
      const { kept } = state();
      dispatch({ type: 'restorable', kept: undefined });
      if (kept) await open(async () => kept.bytes);
    },
    async showPretrained(backend) {
      try {
        const { results, ...run } = await loadPretrained(definition, backend);
        if (results !== undefined) definition.showResults?.(run.model, results);
        const status = `This model was ${trainedFor(definition, run)} on MNIST. Press Start to watch a new one learn.`;
        replace({ type: 'shown', run: { ...run, source: 'sample' }, status });
        return true;
      } catch {
        // The page works without it.
        return false;
      }
    },
  };
}

const isSource = (source: string | undefined): source is Source => source !== undefined && Object.hasOwn(sources, source);
