import { button } from '../controls.js';
import { h, uniqueId } from '../dom.js';
import { download } from '../download.js';
import { messageOf } from '../errors.js';
import { figure } from '../format.js';
import { paintCard } from './paint-card.js';
import { gifOf, videoOf, videoType } from './record.js';
import type { Snapshot } from './snapshots.js';
import type { Looking } from './time-panel.js';

/** A form for a film. */
export interface FilmPanel {
  readonly element: HTMLElement;
  /** Lists the views that the page shows now. */
  readonly update: () => void;
}

/** Saves what one view shows over time as a film. `begin` is called before. */
export function filmPanel(snapshots: () => readonly Snapshot[], looking: Looking, begin: () => void): FilmPanel {
  const type = videoType();
  const { element, view, format, save, say } = filmForm(type && `Video (${type.ending})`, () => void record());
  const record = async (): Promise<void> => {
    const card = cardsOf()[view.selectedIndex];
    if (!card) return;
    begin();
    save.disabled = true;
    try {
      const frames = await framesOf(card, snapshots(), looking, say);
      say('Writing the film …');
      const video = format.value === 'video' ? type : undefined;
      const film = await (video ? videoOf(frames, video) : gifOf(frames));
      const name = view.value.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      download(new Uint8Array(await film.arrayBuffer()), `${name}.${video?.ending ?? 'gif'}`);
      say(`Saved: ${frames.length} pictures, ${figure(film.size / 1024)} kB.`);
    } catch (error) {
      say(`The film could not be made: ${messageOf(error as Error)}`);
    } finally {
      save.disabled = false;
      looking.look(undefined);
    }
  };
  return {
    element,
    update() {
      const chosen = Math.max(0, view.selectedIndex);
      view.replaceChildren(...cardsOf().map((card) => h('option', {}, card.querySelector('h2')?.textContent)));
      view.selectedIndex = Math.min(chosen, view.options.length - 1);
    },
  };
}

/** The views of the page. */
const cardsOf = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.stage > .card:not([hidden])')];

function filmForm(video: string | undefined, onSave: () => void) {
  const [viewId, formatId] = [uniqueId('film'), uniqueId('film')];
  const view = h('select', { id: viewId });
  const formats = [...(video ? [h('option', { value: 'video' }, video)] : []), h('option', { value: 'gif' }, 'GIF')];
  const format = h('select', { id: formatId }, ...formats);
  const words = h('p', { class: 'hint', role: 'status' });
  const save = button('Save', onSave, { kind: 'primary' });
  const labels = [h('label', { for: viewId }, 'View'), h('label', { for: formatId }, 'Format')] as const;
  const element = h('div', { class: 'film' }, labels[0], view, labels[1], format, save, words);
  return { element, view, format, save, say: (text: string): void => void (words.textContent = text) };
}

/** Shows all snapshots, one after the other, and keeps a picture of the view each time. */
async function framesOf(
  card: HTMLElement,
  snapshots: readonly Snapshot[],
  { look, drawn }: Looking,
  say: (text: string) => void,
): Promise<readonly HTMLCanvasElement[]> {
  const frames: HTMLCanvasElement[] = [];
  for (const [i, snapshot] of snapshots.entries()) {
    say(`Drawing ${i + 1} of ${snapshots.length} pictures …`);
    look(snapshot);
    await drawn();
    frames.push(paintCard(card, `Epoch ${figure(snapshot.epoch)}`));
  }
  return frames;
}
