import { fromFiles, load } from '../data/index.js';
import type { Data } from '../data/index.js';
import { dataSizeOf, followData, settingsFor } from '../defaults.js';
import { defaultsOf } from '../settings.js';
import type { DataSource } from '../state.js';
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
  const use = async (data: Data, source: DataSource): Promise<void> => {
    await run.stop();
    // If the model cannot take these data, this throws, and the page stays as it was.
    const settings = settingsOn(data);
    const model = definition.model(data.training.shape, settings);
    replace({ type: 'shown', run: { model, settings, data, source } });
  };
  return {
    loadSource: (source) =>
      attempt(async () => {
        dispatch({ type: 'source', source });
        await use(await load(source, (share) => dispatch({ type: 'loading', share })), source);
      }),
    loadFiles: (files) =>
      attempt(async () => {
        const { selected } = state();
        dispatch({ type: 'source', source: 'own' });
        const data = await fromFiles(files, async (preview) => (await import('../page/table-dialog.js')).askAboutTable(preview));
        if (data) await use(data, 'own');
        else dispatch({ type: 'source', source: selected });
      }),
  };
}
