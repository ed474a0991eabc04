import { button } from '../controls.js';
import { h } from '../dom.js';
import { figure } from '../format.js';
import { setText } from '../page/panel.js';
import type { FilmPanel } from './film-panel.js';
import { placeOf, player } from './player.js';
import type { Snapshot } from './snapshots.js';

/** What the panel shows. */
export interface Times {
  readonly snapshots: readonly Snapshot[];
  /** The snapshot that the views show; undefined for the model as it is now. */
  readonly shown: Snapshot | undefined;
  /** The epoch of the model as it is now. */
  readonly epoch: number;
  /** How the model that the views show was trained, where epochs alone do not say it. */
  readonly words?: string | undefined;
}

/** What the panel asks for. */
export interface Looking {
  /** Shows a snapshot; undefined shows the model as it is now. */
  readonly look: (snapshot: Snapshot | undefined) => void;
  /** Resolves when all views show what was asked for. */
  readonly drawn: () => Promise<void>;
}

/** A slider over the epochs that were seen, with play and film. It is hidden until there are two moments. */
export function timePanel(looking: Looking): { readonly element: HTMLElement; readonly draw: (times: Times) => void } {
  let times: Times = { snapshots: [], shown: undefined, epoch: 0 };
  const { play, stop, isPlaying } = player(() => times, looking);
  const goTo = (place: number): void => {
    stop();
    looking.look(place < times.snapshots.length - 1 ? times.snapshots[place] : undefined);
  };
  const slider = h('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 1,
    'aria-label': 'Epoch that the page shows',
    oninput: () => goTo(slider.valueAsNumber),
  });
  const toggle = async (): Promise<void> => {
    if (isPlaying()) stop();
    else await play();
    draw(times);
  };
  const playing = button('Play', () => void toggle(), { kind: 'quiet', title: 'Plays the training from the beginning' });
  const now = button('Now', () => goTo(Infinity), { kind: 'quiet', title: 'Shows the model as it is now' });
  now.classList.add('to-now');
  const words = h('span', { class: 'time-words' });
  const film = filmOpener(() => times.snapshots, looking, stop);
  const element = h(
    'section',
    { class: 'time', 'aria-label': 'Time', hidden: true },
    h('div', { class: 'time-row' }, playing, slider, words, now, film.button),
    film.element,
  );
  const draw = (next: Times): void => {
    times = next;
    const { snapshots, shown, epoch, words: told } = next;
    const [place, last] = [placeOf(next), Math.max(1, snapshots.length - 1)];
    element.hidden = snapshots.length < 2;
    element.classList.toggle('past', shown !== undefined);
    Object.assign(slider, { max: last, value: place });
    slider.style.setProperty('--filled', `${(100 * place) / last}%`);
    const counted = shown ? `Epoch ${figure(shown.epoch)} of ${figure(epoch)}` : `Epoch ${figure(epoch)}, now`;
    const text = told ? told[0]!.toUpperCase() + told.slice(1) : counted;
    setText(words, text);
    slider.setAttribute('aria-valuetext', text);
    setText(playing, isPlaying() ? 'Pause' : 'Play');
    now.disabled = shown === undefined;
  };
  return { element, draw };
}

/** A button that opens the form for a film, and the form's place. The form is loaded when it is asked for. */
function filmOpener(
  snapshots: () => readonly Snapshot[],
  looking: Looking,
  begin: () => void,
): { readonly button: HTMLButtonElement; readonly element: HTMLElement } {
  let panel: FilmPanel | undefined;
  const element = h('div', { hidden: true });
  const toggle = async (): Promise<void> => {
    panel ??= (await import('./film-panel.js')).filmPanel(snapshots, looking, begin);
    panel.update();
    element.replaceChildren(panel.element);
    element.hidden = !element.hidden;
    opener.setAttribute('aria-expanded', String(!element.hidden));
  };
  const opener = button('Film …', () => void toggle(), { kind: 'quiet', title: 'Saves the training as a video or a GIF' });
  opener.classList.add('to-film');
  opener.setAttribute('aria-expanded', 'false');
  return { button: opener, element };
}
