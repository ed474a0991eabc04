import type { Job, Peer } from '../steps/protocol.js';
import { openPage } from './browser.js';
import type { GpuTask, Setting } from './protocol.js';

/**
 * A model that trains in a page. A step of this peer is an epoch. The losses of its first answer begin with those of single steps, which are
 * compared.
 */
export async function prepare({ task, folder, setting }: Job): Promise<Peer & { readonly close: () => Promise<void> }> {
  const what = JSON.parse(setting) as Setting;
  const page = await openPage(folder, what.software);
  await page.start(what);
  const version = await page.prepare(task as GpuTask);
  let losses: readonly number[] | undefined;
  return {
    version: `${version}, ${page.browser}`,
    async steps(count) {
      const epochs = [];
      const first = losses ? [] : (losses = await page.first(what.compared));
      for (let i = 0; i < count; i++) epochs.push(await page.epoch());
      return { ms: epochs.map(({ ms }) => ms), losses: [...first, ...epochs.map(({ loss }) => loss)] };
    },
    close: page.close,
  };
}
