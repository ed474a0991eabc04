/**
 * The table that every program of this folder wrote, as the program held it: 30 rows, with the types that a program keeps apart. `null` is a
 * missing cell. Date-times are seconds since 1970.
 */
export interface Flats {
  readonly rooms: readonly (number | null)[];
  readonly rent: readonly (number | null)[];
  readonly change: readonly number[];
  readonly city: readonly (string | null)[];
  readonly furnished: readonly boolean[];
  readonly since: readonly number[];
  readonly seen: readonly number[];
  readonly note: readonly string[];
}

const column = <T>(cell: (i: number) => T): readonly T[] => Array.from({ length: 30 }, (_, i) => cell(i));
const CITIES = ['Lagos', 'Osaka', 'São Paulo', 'Köln, Mitte'];

export const flats: Flats = {
  rooms: column((i) => (i % 7 === 3 ? null : 1 + ((i * 5) % 6))),
  rent: column((i) => (i % 11 === 5 ? null : (30_025 + ((i * 7919) % 250_000)) / 100)),
  change: column((i) => ((i - 10) * 15) / 1e8),
  city: column((i) => (i % 13 === 6 ? null : CITIES[(i * 3) % 4]!)),
  furnished: column((i) => i % 3 === 0),
  since: column((i) => Date.UTC(2020, 0, 1 + 40 * i) / 1000),
  seen: column((i) => Date.UTC(2024, 2, 30, 22 + 5 * i, 30) / 1000),
  note: column((i) => (i === 4 ? 'two\nlines' : `He said "ok"; flat ${i}`)),
};
