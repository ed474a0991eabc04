import type uPlot from 'uplot';

/** Loads uPlot. It takes the browser's language for numbers at once, and WebKit under `LANG=C` tells one that `Intl` refuses. */
export async function loadUplot(): Promise<typeof uPlot> {
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
