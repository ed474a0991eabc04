import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { button } from '../../controls.js';
import type { App, Scene } from '../../definition.js';
import { h, uniqueId } from '../../dom.js';
import { examples } from '../../examples.js';
import { fadingEdges } from '../../fading-edges.js';
import { isCurrent, nextFrame } from '../../scene.js';
import { chosenExample } from '../example-choice.js';
import type { Drawn } from '../later.js';
import type { NetworkOptions } from './index.js';
import { board } from './board.js';
import { detail } from './detail.js';
import { passOf } from './pass.js';
import type { Numbers } from './pass.js';
import { stationsOf } from './stations.js';
import type { Station } from './stations.js';

/** Draws the network, through which one example flows: what each layer makes of it, and what the chosen layer does. */
export function networkDrawing<S>(app: App<S>, { choice = chosenExample(app), corrupt, threshold }: NetworkOptions<S>): Drawn<S> {
  const id = uniqueId('layer');
  const picker = choice.picker();
  const [picture, chosen] = [board(id, (key) => choose(key)), detail(id)];
  const again = button('Draw z again', () => redrawCode(), { kind: 'quiet' });
  let key = '';
  let draw = 1;
  let seen: { readonly scene: Scene<S>; readonly stations: readonly Station[]; readonly example: number } | undefined;

  const limit = (): number | undefined => (seen && threshold ? threshold(seen.scene.settings) : undefined);
  const show = (): void => {
    // A new training may have disposed of the model; its first progress draws again.
    if (!seen || !isCurrent(app, seen.scene)) return;
    const { stations, scene } = seen;
    const at = stations.findIndex((station) => station.key === key);
    chosen.show(stations, at < 0 ? stations.findIndex(({ role }) => role === 'code') : at, scene, limit());
    picture.choose(stations[at]?.key ?? stations.find(({ role }) => role === 'code')!.key);
  };
  const choose = (next: string): void => {
    key = next;
    show();
  };
  const redrawCode = (): void => {
    draw += 1;
    app.refresh();
  };
  const update = async (scene: Scene<S>): Promise<void> => {
    picker.draw(scene.data);
    const example = choice.index();
    const stations = walk(scene, example, corrupt?.(), draw);
    // In the past, pictures follow each other too fast for a flow.
    const isNew =
      !seen || seen.example !== example || Math.floor(seen.scene.epoch) !== Math.floor(scene.epoch) || seen.scene.data !== scene.data;
    // The page can respond between the parts, unless they have to be made.
    const pause = seen?.scene.data === scene.data ? nextFrame : async (): Promise<void> => undefined;
    seen = { scene, stations, example };
    again.hidden = !stations.some(({ main }) => main?.posterior);
    await pause();
    picture.draw({ stations, names: scene.data.rows?.features, threshold: limit() }, isNew && !scene.latest);
    await pause();
    show();
  };
  return {
    element: h(
      'div',
      { class: 'network' },
      picker.element,
      fadingEdges(h('div', { class: 'network-scroll' }, picture.element)),
      again,
      chosen.element,
    ),
    update,
  };
}

/** The stations of the model for one test example. */
function walk({ model, data }: Scene, example: number, corrupt: Corruption | undefined, draw: number): readonly Station[] {
  const x = examples(data.test, model, example, 1);
  const seen = corrupt ? corrupt(x, seeded(draw)) : x;
  try {
    const read = (tensor: Tensor): Numbers => ({ shape: data.test.shape, values: tensor.dataSync<'float32'>().slice() });
    return stationsOf(passOf(model, seen, draw), { input: read(x), corrupted: corrupt && read(seen) });
  } finally {
    x.dispose();
    if (seen !== x) seen.dispose();
  }
}
