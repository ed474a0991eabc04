import picocolors from 'picocolors';

/** Functions that colour text, or do nothing. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** A stream that may be a terminal. */
export interface Screen {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where the command writes: results to `out`, everything else to `err`, so that results can be piped. */
export interface Terminal {
  readonly out: Screen;
  readonly err: Screen;
  /** Colours for `err`; they do nothing where they are off. */
  readonly colors: Colors;
}

/** The terminal of this process. Colours go by NO_COLOR and FORCE_COLOR, by `--no-color`, and by where `err` leads. */
export function processTerminal(wanted: boolean): Terminal {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const on = wanted && !NO_COLOR && (Boolean(FORCE_COLOR) || (process.stderr.isTTY === true && TERM !== 'dumb'));
  return { out: process.stdout, err: process.stderr, colors: picocolors.createColors(on) };
}
