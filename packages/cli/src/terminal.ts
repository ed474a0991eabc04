import picocolors from 'picocolors';
import { unwritable } from '@autoencoders/core/node';
import { text } from './text.js';
import type { Text, Value } from './text.js';

/** Functions that colour text, or do nothing. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** A stream that may be a terminal. `write` may give a promise of the text being written. */
export interface Screen {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Where the command writes: results to `out`, everything else to `err`, so that results can be piped. */
export interface Screens {
  readonly out: Screen;
  readonly err: Screen;
  /** Colours for `err`; they do nothing where they are off. */
  readonly colors: Colors;
}

/** A screen that takes only safe text. */
export interface Printer extends Omit<Screen, 'write'> {
  readonly write: (text: Text) => unknown;
}

/** The screens as commands see them. */
export interface Terminal {
  /** Await what it gives: it resolves when the text is written, and rejects when that fails. */
  readonly out: Printer;
  readonly err: Printer;
  readonly style: Style;
}

/** Ways to emphasize text. They do nothing where colours are off. */
export type Style = Readonly<Record<'bold' | 'dim' | 'cyan' | 'red', (value: Value) => Text>> & { readonly colours: boolean };

export function styleOf(colors: Colors): Style {
  const one =
    (name: 'bold' | 'dim' | 'cyan' | 'red') =>
    (value: Value): Text => ({ text: colors[name](text`${value}`.text) });
  return { bold: one('bold'), dim: one('dim'), cyan: one('cyan'), red: one('red'), colours: colors.isColorSupported };
}

export const printerOn = (screen: Screen): Printer => ({
  isTTY: screen.isTTY,
  get columns() {
    return screen.columns;
  },
  write: (printed) => screen.write(printed.text),
});

/** The screens of this process. NO_COLOR, FORCE_COLOR, `colors` and whether `err` is a terminal decide the colours. */
export function processScreens(colors: boolean): Screens {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const on = colors && !NO_COLOR && (Boolean(FORCE_COLOR) || (process.stderr.isTTY === true && TERM !== 'dumb'));
  return { out: results(process.stdout), err: messages(process.stderr), colors: picocolors.createColors(on) };
}

/** A screen for results. Failing to write them is an error. */
export const results = (stream: NodeJS.WriteStream): Screen =>
  screenOn(
    stream,
    (printed) =>
      new Promise<void>((resolve, reject) => {
        stream.write(printed, (error) => (error ? reject(unwritable('standard output', error)) : resolve()));
      }),
  );

/** A screen for messages. Failing to write them is ignored, so that the work goes on. */
export const messages = (stream: NodeJS.WriteStream): Screen => screenOn(stream, (printed) => void stream.write(printed, () => undefined));

/** A screen on a stream. An error of the stream does not end the process. */
function screenOn(stream: NodeJS.WriteStream, write: Screen['write']): Screen {
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns;
    },
    write,
  };
}

const ignore = (): void => undefined;
