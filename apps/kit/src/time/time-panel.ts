import { button } from '../controls.js';
import { h } from '../dom.js';
import { figure } from '../format.js';
import { exportPanel } from './export-panel.js';
import type { Snapshot } from './snapshots.js';

/** What the panel shows. */
export interface Times {
  readonly snapshots: readonly Snapshot[];
  /** The snapshot that the views show; undefined for the model as it is now. */
  readonly shown: Snapshot | undefined;
  /** The epoch of the model as it is now. */
  readonly epoch: number;
}

/** What the panel asks for. */
export interface Looking {
  /** Shows a snapshot; undefined shows the model as it is now. */
  readonly look: (snapshot: Snapshot | undefined) => void;
  /** Resolves when all views show what was asked for. */
  readonly drawn: () => Promise<void>;
}

/** Milliseconds from one snapshot to the next, at least. */
const PACE = 220;

/** A slider over the epochs that were seen, with play and export. It is hidden until there are two moments. */
export function timePanel(looking: Looking): { readonly element: HTMLElement; readonly draw: (times: Times) => void } {
  let times: Times = { snapshots: [], shown: undefined, epoch: 0 };
  let playing = false;
  const slider = h('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 1,
    'aria-label': 'Epoch that the page shows',
    oninput: () => goTo(slider.valueAsNumber),
  });
  const play = button('Play', () => (playing ? (playing = false) : void run()), { kind: 'quiet' });
  const now = button('Now', () => goTo(Infinity), { kind: 'quiet' });
  const words = h('output', { class: 'time-words' });
  const saving = exportPanel(
    () => times.snapshots,
    looking,
    () => (playing = false),
  );
  const element = h(
    'section',
    { class: 'time', 'aria-label': 'Time', hidden: true },
    h('div', { class: 'time-row' }, play, slider, words, now, saving.button),
    saving.element,
  );
  const placeOf = ({ snapshots, shown }: Times): number =>
    shown ? snapshots.findIndex(({ epoch }) => epoch >= shown.epoch) : snapshots.length - 1;
  const goTo = (place: number): void => {
    const { snapshots } = times;
    if (playing && place !== placeOf(times) + 1) playing = false;
    looking.look(place >= snapshots.length - 1 ? undefined : snapshots[place]);
  };
  const run = async (): Promise<void> => {
    playing = true;
    let place = times.shown ? placeOf(times) : -1;
    while (playing && place < times.snapshots.length - 1) {
      const began = performance.now();
      place += 1;
      looking.look(place >= times.snapshots.length - 1 ? undefined : times.snapshots[place]);
      await looking.drawn();
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, PACE - (performance.now() - began))));
    }
    playing = false;
    draw(times);
  };
  const draw = (next: Times): void => {
    times = next;
    const { snapshots, shown, epoch } = next;
    element.hidden = snapshots.length < 2;
    const place = placeOf(next);
    slider.max = String(Math.max(1, snapshots.length - 1));
    slider.value = String(place);
    slider.style.setProperty('--filled', `${(100 * place) / Math.max(1, snapshots.length - 1)}%`);
    const text = `Epoch ${figure(shown?.epoch ?? epoch)}${shown ? ` of ${figure(epoch)}` : ', now'}`;
    if (words.textContent !== text) words.textContent = text;
    slider.setAttribute('aria-valuetext', text);
    const label = playing ? 'Pause' : 'Play';
    if (play.textContent !== label) play.textContent = label;
    play.title = 'Plays the training from the beginning';
    now.disabled = shown === undefined;
    element.classList.toggle('past', shown !== undefined);
  };
  return { element, draw };
}
