import type { Looking, Times } from './time-panel.js';

/** Milliseconds from one snapshot to the next, at least. */
const PACE = 220;

/** Where the shown snapshot stands among all; the model as it is now stands at the end. */
export const placeOf = ({ snapshots, shown }: Pick<Times, 'snapshots' | 'shown'>): number => {
  const place = shown ? snapshots.findIndex(({ epoch }) => epoch >= shown.epoch) : -1;
  return place < 0 ? snapshots.length - 1 : place;
};

/** Shows one snapshot after the other. */
export interface Player {
  readonly isPlaying: () => boolean;
  /** Plays from the shown snapshot, or from the beginning where the model is shown as it is now. Resolves at the end. */
  readonly play: () => Promise<void>;
  readonly stop: () => void;
}

export function player(times: () => Times, { look, drawn }: Looking): Player {
  let playing: AbortController | undefined;
  const stop = (): void => {
    playing?.abort();
    playing = undefined;
  };
  return {
    isPlaying: () => playing !== undefined,
    stop,
    async play() {
      stop();
      const own = (playing = new AbortController());
      let place = times().shown ? placeOf(times()) : -1;
      while (!own.signal.aborted && place < times().snapshots.length - 1) {
        const began = performance.now();
        place += 1;
        const { snapshots } = times();
        look(place < snapshots.length - 1 ? snapshots[place] : undefined);
        await drawn();
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, PACE - (performance.now() - began))));
      }
      if (playing === own) playing = undefined;
    },
  };
}
