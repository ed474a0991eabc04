import { printable } from '@autoencoders/core/internal';

/** Text that may be printed as it is. Everything that came from elsewhere, such as a file or the command line, was made plain on its way in. */
export interface Text {
  readonly text: string;
}

export type Value = Text | string | number | false | undefined | readonly Value[];

/** Text that the caller vouches for. */
export const raw = (text: string): Text => ({ text });

/** Foreign text of several lines, each made plain and cut by itself. */
export const lines = (block: string, longest?: number): Text =>
  raw(
    block
      .split('\n')
      .map((line) => printable(line, longest))
      .join('\n'),
  );

/** A template tag: strings are made plain, `Text` goes in as it is, lists are joined, `false` and `undefined` vanish. */
export function text(strings: TemplateStringsArray, ...values: readonly Value[]): Text {
  return raw(strings.reduce((before, string, i) => before + show(values[i - 1]) + string));
}

function show(value: Value): string {
  if (value === false || value === undefined) return '';
  if (typeof value === 'string') return printable(value);
  if (typeof value === 'number') return String(value);
  return 'text' in value ? value.text : value.map(show).join('');
}
