import { printable } from '@autoencoders/core/node';

/** Text that is safe to print. Whatever came from a file or the command line was escaped when it became `Text`. */
export interface Text {
  readonly text: string;
}

export type Value = Text | string | number | false | undefined | readonly Value[];

/** Marks text as safe. The caller answers for that. */
export const raw = (text: string): Text => ({ text });

/** Escapes text of several lines, and cuts each line to the length `longest`. */
export const lines = (block: string, longest?: number): Text =>
  raw(
    block
      .split('\n')
      .map((line) => printable(line, longest))
      .join('\n'),
  );

/** A template tag. Strings are escaped, `Text` stays as it is, lists are joined, `false` and `undefined` are left out. */
export function text(strings: TemplateStringsArray, ...values: readonly Value[]): Text {
  return raw(strings.reduce((before, string, i) => before + show(values[i - 1]) + string));
}

function show(value: Value): string {
  if (value === false || value === undefined) return '';
  if (typeof value === 'string') return printable(value);
  if (typeof value === 'number') return String(value);
  return 'text' in value ? value.text : value.map(show).join('');
}
