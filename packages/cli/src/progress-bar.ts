import { clockTime, whole } from './format.js';
import { barOf } from './progress.js';
import type { Terminal } from './terminal.js';
import { raw, text } from './text.js';

/** Shows how far a long reading is. */
export interface ProgressBar {
  /** `done` of `total`. The bar goes away when all is done. */
  readonly show: (done: number, total: number | undefined) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

/** Seconds after which the first line is printed where there is no terminal, and between two lines. */
const PATIENCE = 10;

/** Writes how much of a total is done. */
type Amount = (done: number, total: number | undefined) => string;

/** `1,200 of 60,000`. `shown` writes an amount. */
const amountOf =
  (shown: (amount: number) => string): Amount =>
  (done, total) =>
    total === undefined ? shown(done) : `${shown(done)} of ${shown(total)}`;

/** `26 %`. */
export const percent: Amount = (done, total) => `${Math.floor((100 * done) / (total ?? 100))} %`;

/** Bytes as `12.3 MB of 20.0 MB`. */
export const megabytes: Amount = amountOf((bytes) => `${(bytes / 1e6).toFixed(1)} MB`);

/** A moving bar on a terminal: `pictures ███░░░ 1,200 of 60,000`. Elsewhere, a line every ten seconds. `amount` writes what is done. */
export function progressBar({ err }: Pick<Terminal, 'err'>, what: string, amount: Amount = amountOf(whole)): ProgressBar {
  const live = err.isTTY === true;
  const start = performance.now();
  let last = start;
  const end = (): void => void (live && err.write(raw('\r\x1b[2K')));
  return {
    show(done, total) {
      if (total !== undefined && done >= total) return end();
      const now = performance.now();
      if (now - last < (live ? 100 : 1000 * PATIENCE)) return;
      last = now;
      const written = amount(done, total);
      if (!live) return void err.write(text`${what}: ${written}\n`);
      const left = total === undefined || done === 0 ? '' : `  ${clockTime(((now - start) / 1000 / done) * (total - done))} left`;
      const line = `${what} ${total === undefined ? '' : `${barOf(done / total)} `}${written}${left}`;
      end();
      err.write(text`${line.slice(0, Math.max(0, (err.columns || 80) - 1))}`);
    },
    end,
  };
}
