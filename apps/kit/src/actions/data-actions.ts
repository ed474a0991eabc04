import { fromFiles, load } from '../data/index.js';
import type { Data } from '../data/index.js';
import { followData, settingsFor, sizeOfRun } from '../defaults.js';
import type { DataSource } from '../state.js';
import type { AppActions, Context } from './index.js';

/** What loads data. A model that was trained on other data stays, to go back to. */
export function dataActions<S>({ definition, store, run, attempt, replace }: Context<S>): Pick<AppActions<S>, 'loadSource' | 'loadFiles'> {
  const { state, dispatch } = store;
  const use = async (data: Data, source: DataSource): Promise<void> => {
    await run.stop();
    const { settings: chosen, shown } = state();
    const first = settingsFor(definition, sizeOfRun({ data, source }));
    const settings = shown ? followData(chosen, settingsFor(definition, sizeOfRun(shown)), first) : chosen;
    // If the model cannot take these data, this throws, and the page stays as it was.
    const model = definition.model(data.training.shape, settings);
    replace({ type: 'shown', run: { model, data, source, settings } });
  };
  return {
    loadSource: (source) =>
      attempt(async () => {
        dispatch({ type: 'source', source });
        await use(await load(source, (share) => dispatch({ type: 'loading', share })), source);
      }),
    loadFiles: (files) =>
      attempt(async () => {
        dispatch({ type: 'source', source: 'own' });
        await use(await fromFiles(files), 'own');
      }),
  };
}
