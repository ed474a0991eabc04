import { sources } from './data/index.js';
import type { Source } from './data/index.js';
import { entriesOf, validSettings } from './settings.js';
import type { Controls } from './settings.js';

/** What a link to a page says. */
export interface Link<S> {
  readonly settings: Partial<S>;
  readonly source: Source | undefined;
  /** Whether it says nothing: an address without settings. */
  readonly isEmpty: boolean;
}

/** The part of an address after `#` for settings and data: `data=mnist-small&codeSize=8`. */
export const writeLink = (settings: object, source: string): string =>
  new URLSearchParams([['data', source], ...Object.entries(settings).map(([key, value]) => [key, String(value)])]).toString();

/** The settings and data of a link; what no control knows is left out. */
export function readLink<S>(controls: Controls<S>, hash: string): Link<S> {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const values = entriesOf(controls).flatMap(([key, control]) => {
    const text = given.get(key);
    if (text === null) return [];
    if (control.kind !== 'choice') return text.trim() === '' ? [] : [[key, Number(text)]];
    // A choice may have numbers as its values.
    return control.options.filter(([option]) => String(option) === text).map(([option]) => [key, option]);
  });
  const settings = validSettings(controls, Object.fromEntries(values));
  const data = given.get('data');
  const source = data !== null && Object.hasOwn(sources, data) ? (data as Source) : undefined;
  return { settings, source, isEmpty: source === undefined && Object.keys(settings).length === 0 };
}
