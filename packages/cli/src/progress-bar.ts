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

/** A moving bar on a terminal: `pictures ███░░░ 1,200/60,000`. Elsewhere, a line every ten seconds. `shown` writes an amount. */
export function progressBar({ err }: Pick<Terminal, 'err'>, what: string, shown: (amount: number) => string = whole): ProgressBar {
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
      const amount = `${shown(done)}${total === undefined ? '' : ` of ${shown(total)}`}`;
      if (!live) return void err.write(text`${what}: ${amount}\n`);
      const left = total === undefined || done === 0 ? '' : `  ${clockTime(((now - start) / 1000 / done) * (total - done))} left`;
      const line = `${what} ${total === undefined ? '' : `${barOf(done / total)} `}${amount}${left}`;
      end();
      err.write(text`${line.slice(0, Math.max(0, (err.columns || 80) - 1))}`);
    },
    end,
  };
}

/** Bytes as `12.3 MB`. */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
