import type { App, Scene } from './definition.js';

/** Whether the model of a scene is still the one on the page. A model that was replaced has been disposed. */
export const isCurrent = (app: Pick<App, 'scene'>, { model }: Scene): boolean => app.scene()?.model === model;

/** The function `find`, called once for each scene: all views that ask share the result. */
export function oncePerScene<S, T>(find: (scene: Scene<S>) => T): (scene: Scene<S>) => T {
  let last: { readonly scene: Scene<S>; readonly found: T } | undefined;
  return (scene) => {
    const same = last?.scene.model === scene.model && last.scene.data === scene.data && last.scene.epoch === scene.epoch;
    if (!last || !same) last = { scene, found: find(scene) };
    return last.found;
  };
}

/** Waits until the browser has painted and handled events. */
export const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** A function that calls `f` in the next frame, once for all calls before it. */
export function onceAFrame(f: () => void): () => void {
  let due = 0;
  return () => {
    due ||= requestAnimationFrame(() => {
      due = 0;
      f();
    });
  };
}
