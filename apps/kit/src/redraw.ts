import type { Scene, View } from './definition.js';
import { nextFrame } from './scene.js';

/** Milliseconds between two drawings within an epoch. */
const PACE = 400;

/** Milliseconds before a drawing that was asked for during the one before. */
const PAUSE = 100;

export interface Redraw {
  /** Draws all views soon; with `canSkip`, only if the last drawing was some time ago. */
  readonly soon: (options?: { readonly canSkip?: boolean }) => void;
  /** Resolves when the views show what was asked for. */
  readonly drawn: () => Promise<void>;
}

/** Draws views one after the other. The page can respond between two of them. */
export function redraw(
  views: () => readonly Pick<View<never>, 'update'>[],
  scene: () => Scene | undefined,
  onError: (error: Error) => void,
): Redraw {
  let drawing = false;
  let done: Promise<void> = Promise.resolve();
  let again = false;
  let drawn = 0;
  // Says so in the page, too: `data-drawing`.
  const setDrawing = (is: boolean): void => void document.documentElement.toggleAttribute('data-drawing', (drawing = is));
  const drawAll = async (): Promise<void> => {
    for (const { update } of views()) {
      const now = scene();
      if (!now) break;
      try {
        await update?.(now as Scene<never>);
      } catch (error) {
        onError(error as Error);
      }
      await nextFrame();
    }
    drawn = performance.now();
  };
  return {
    soon({ canSkip = false } = {}) {
      if (canSkip && performance.now() - drawn < PACE) return;
      again = true;
      if (drawing) return;
      setDrawing(true);
      done = (async () => {
        // The change that asked for the drawing is completed first, and the page can respond.
        await nextFrame();
        while (again) {
          again = false;
          await drawAll();
          if (again) await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
        setDrawing(false);
      })();
    },
    drawn: () => done,
  };
}
