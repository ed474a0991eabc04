import { button } from '../controls.js';
import { h, uniqueId } from '../dom.js';
import { download } from '../download.js';
import { messageOf } from '../errors.js';
import { figure } from '../format.js';
import { paintCard } from './paint-card.js';
import { gifOf, videoOf, videoType } from './record.js';
import type { Snapshot } from './snapshots.js';
import type { Looking } from './time-panel.js';

/** Saves what one view shows over time as a film. `begin` is called before. */
export function exportPanel(
  snapshots: () => readonly Snapshot[],
  { look, drawn }: Looking,
  begin: () => void,
): { readonly button: HTMLButtonElement; readonly element: HTMLElement } {
  const [viewId, formatId] = [uniqueId('film'), uniqueId('film')];
  const view = h('select', { id: viewId });
  const type = videoType();
  const format = h(
    'select',
    { id: formatId },
    type && h('option', { value: 'video' }, `Video (${type.ending})`),
    h('option', { value: 'gif' }, 'GIF'),
  );
  const words = h('p', { class: 'hint', role: 'status' });
  const save = button('Save', () => void record(), { kind: 'primary' });
  const element = h(
    'div',
    { class: 'film', hidden: true },
    h('label', { for: viewId }, 'View'),
    view,
    h('label', { for: formatId }, 'Format'),
    format,
    save,
    words,
  );
  let cards: readonly HTMLElement[] = [];
  const record = async (): Promise<void> => {
    const card = cards[view.selectedIndex];
    if (!card) return;
    begin();
    save.disabled = true;
    try {
      const frames = await framesOf(card, snapshots(), (i, all) => (words.textContent = `Drawing ${i} of ${all} pictures …`));
      words.textContent = 'Writing the film …';
      const isVideo = format.value === 'video' && type !== undefined;
      const film = await (isVideo ? videoOf(frames, type) : gifOf(frames));
      const name = (view.value || 'film').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      download(new Uint8Array(await film.arrayBuffer()), `${name}.${isVideo ? type.ending : 'gif'}`);
      words.textContent = `Saved: ${frames.length} pictures, ${figure(film.size / 1024)} kB.`;
    } catch (error) {
      words.textContent = `The film could not be made: ${messageOf(error as Error)}`;
    } finally {
      save.disabled = false;
      look(undefined);
    }
  };
  /** Shows all snapshots, one after the other, and keeps a picture of the view each time. */
  const framesOf = async (
    card: HTMLElement,
    all: readonly Snapshot[],
    told: (i: number, all: number) => void,
  ): Promise<HTMLCanvasElement[]> => {
    const frames: HTMLCanvasElement[] = [];
    for (const [i, snapshot] of all.entries()) {
      told(i + 1, all.length);
      look(snapshot);
      await drawn();
      frames.push(paintCard(card, `Epoch ${figure(snapshot.epoch)}`));
    }
    return frames;
  };
  const open = button(
    'Film …',
    () => {
      element.hidden = !element.hidden;
      open.setAttribute('aria-expanded', String(!element.hidden));
      cards = [...document.querySelectorAll<HTMLElement>('.stage > .card:not([hidden])')];
      const chosen = Math.max(0, view.selectedIndex);
      view.replaceChildren(...cards.map((card) => h('option', {}, card.querySelector('h2')?.textContent)));
      view.selectedIndex = Math.min(chosen, cards.length - 1);
    },
    { kind: 'quiet', title: 'Saves the training as a video or a GIF' },
  );
  open.setAttribute('aria-expanded', 'false');
  return { button: open, element };
}
