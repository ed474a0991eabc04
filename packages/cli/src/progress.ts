import { printable } from '@autoencoders/core/internal';
import type { Progress } from '@autoencoders/training';
import { clockTime, figure, termsText, whole } from './format.js';
import type { Printer, Style } from './terminal.js';
import { raw, text } from './text.js';
import type { Text } from './text.js';

/** Shows the progress of training: a moving bar on a terminal, a line per epoch elsewhere. */
export interface ProgressView {
  /** `label` goes before the epoch: `level 1/3`. */
  readonly show: (progress: Progress, label?: string) => void;
  /** Clears the bar, so that other lines can follow. */
  readonly end: () => void;
}

const BAR = 24;

/** A bar of which a share is filled. */
export function barOf(share: number): string {
  const filled = Math.round(share * BAR);
  return '█'.repeat(filled) + '░'.repeat(BAR - filled);
}

const prefix = (label: string): string => (label ? `${label}  ` : '');

/** The moving line, cut to the width of the terminal. */
export function barLine(progress: Progress, width: number, label: string = ''): string {
  const { epoch, epochs, step, steps, terms, examplesPerSecond } = progress;
  const left = clockTime(secondsLeft(progress));
  const line = `${prefix(label)}epoch ${epoch}/${epochs} ${barOf(step / steps)} ${step}/${steps}  ${termsText(terms)}  ${whole(examplesPerSecond)} examples/s  ${left} left`;
  return line.length < width ? line : line.slice(0, Math.max(0, width - 1));
}

/** The seconds until the last epoch ends, at the speed so far. */
export function secondsLeft({ epoch, epochs, step, steps, elapsedSeconds }: Progress): number {
  const done = (epoch - 1) * steps + step;
  return (elapsedSeconds / done) * (epochs * steps - done);
}

/** The line of a complete epoch. */
export function epochLine(
  { epoch, epochs, loss, terms, validation, examplesPerSecond, elapsedSeconds }: Progress,
  style: Style,
  name: string = '',
): Text {
  const label = `${prefix(name)}epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`;
  const several = Object.keys(terms).length > 1;
  const parts = several && text`  ${style.dim('=')} ${termsText(terms)}`;
  const held = validation ? `  validation ${figure(validation.loss)}` : '';
  return text`${style.bold(label)}  loss ${style.cyan(figure(loss))}${parts}${held}  ${style.dim(`${whole(examplesPerSecond)} examples/s, ${clockTime(elapsedSeconds)}`)}`;
}

/** About how many epochs get a line. */
const LINES = 25;

/** A view on `stream`. The bar moves at most ten times a second. Of many epochs, every few get a line. */
export function progressView(stream: Printer, style: Style): ProgressView {
  const live = stream.isTTY === true;
  let last = 0;
  const clear = (): void => void (live && stream.write(raw('\r\x1b[2K')));
  return {
    show(progress, label) {
      const { epoch, epochs, step, steps } = progress;
      const line = step === steps && (epoch % Math.ceil(epochs / LINES) === 0 || epoch === epochs || epoch === 1);
      if (line) {
        clear();
        stream.write(text`${epochLine(progress, style, label)}\n`);
      } else if (live && performance.now() - last > 100) {
        last = performance.now();
        clear();
        stream.write(raw(printable(barLine(progress, stream.columns || 80, label), Infinity)));
      }
    },
    end: clear,
  };
}
