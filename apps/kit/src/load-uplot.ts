import type uPlot from 'uplot';
import { inSight } from './in-sight.js';

/** Loads uPlot when `place` is in sight. uPlot takes the browser's language for numbers, and WebKit under `LANG=C` tells one that `Intl` refuses. */
export async function loadUplot(place: Element): Promise<typeof uPlot> {
  await inSight(place);
  if (!isLanguage(navigator.language)) Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  return (await import('uplot')).default;
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
