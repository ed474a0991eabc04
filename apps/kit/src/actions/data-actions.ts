import { fromFiles, load } from '../data/index.js';
import type { Data } from '../data/index.js';
import { dataSizeOf, followData, settingsFor } from '../defaults.js';
import { defaultsOf } from '../settings.js';
import type { ChosenSource } from '../state.js';
import type { AppActions, Context } from './index.js';

/** What loads data. A model that was trained on other data stays, to go back to. */
export function dataActions<S>({ definition, store, run, attempt, replace }: Context<S>): Pick<AppActions<S>, 'loadSource' | 'loadFiles'> {
  const { state, dispatch } = store;
  const first = (data: Data): S => settingsFor(definition, dataSizeOf(data));
  /** What the reader did not change becomes what these data need. */
  const settingsOn = (data: Data): S => {
    const { settings, shown } = state();
    const before = shown?.source === 'sample' ? shown.settings : shown ? first(shown.data) : defaultsOf(definition.controls);
    return followData(settings, before, first(data));
  };
  const use = async (data: Data, source: ChosenSource): Promise<void> => {
    await run.stop();
    // If the model cannot take these data, this throws, and the page stays as it was.
    const settings = settingsOn(data);
    const model = definition.model(data.training.shape, settings);
    replace({ type: 'shown', run: { model, settings, data, source } });
  };
  let wanted = 0;
  /** Shows what `get` gives, unless the reader chose other data meanwhile. Without data, and after an error, the choice is the one before. */
  const bring = (source: ChosenSource, get: () => Promise<Data | undefined>): Promise<void> =>
    attempt(async () => {
      const { selected } = state();
      const number = ++wanted;
      let isShown = false;
      dispatch({ type: 'source', source });
      try {
        const data = await get();
        if (!data || number !== wanted) return;
        await use(data, source);
        isShown = true;
      } finally {
        if (!isShown && number === wanted) dispatch({ type: 'source', source: selected });
      }
    });
  return {
    loadSource: (source) => bring(source, () => load(source, (share) => dispatch({ type: 'loading', share }))),
    loadFiles: (files) =>
      bring('own', () => fromFiles(files, async (preview) => (await import('../page/table-dialog.js')).askAboutTable(preview))),
  };
}
