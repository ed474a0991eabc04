import type { Sniffed } from './sniff.js';

/** How rows are written. */
export interface RowForm extends Pick<Sniffed, 'separator' | 'quote' | 'newline'> {
  /** What lines to skip begin with. */
  readonly comment?: string | undefined;
}

/** Whether the line from `start` on is a comment. */
export const isComment = (text: string, start: number, { comment, quote }: RowForm): boolean =>
  comment !== undefined && comment !== '' && text[start] !== quote && text.startsWith(comment, start);

/**
 * Where the row that begins at `start` ends: the place after its newline, or −1 if it is not complete. A quote opens a quoted cell only at its
 * beginning; there, a doubled quote is a quote, and newlines are text.
 */
export function endOfRow(text: string, start: number, form: RowForm): number {
  const { separator, quote, newline } = form;
  const end = text.indexOf(newline, start);
  if (end < 0) return -1;
  if (isComment(text, start, form) || !text.slice(start, end).includes(quote)) return end + 1;
  const [ofSeparator, ofNewline] = [separator.charCodeAt(0), newline.charCodeAt(0)];
  for (let at = start; ;) {
    if (text[at] === quote) {
      at = closingQuote(text, at + 1, quote);
      if (at < 0) return -1;
    }
    let code = text.charCodeAt(at);
    while (at < text.length && code !== ofSeparator && code !== ofNewline) code = text.charCodeAt(++at);
    if (at === text.length) return -1;
    at += 1;
    if (code === ofNewline) return at;
  }
}

/** The place after the quote that closes a cell; −1 if the text ends before, or with a quote that may be doubled. */
function closingQuote(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0 && at + 1 < text.length; at = text.indexOf(quote, at + 2))
    if (text[at + 1] !== quote) return at + 1;
  return -1;
}

/** Whether the line from `start` to `end` has one cell, and nothing in it. */
export function isEmptyRow(text: string, start: number, end: number, { separator, quote, newline }: RowForm): boolean {
  const first = text[start];
  if (first !== newline && first !== '\r' && first !== quote) return false;
  const line = text.slice(start, end - 1).replace(/\r$/, '');
  if (line === '') return true;
  const quoted = [quote + quote, `${quote}\r${quote}`].find((empty) => line.startsWith(empty));
  return quoted !== undefined && !line.includes(separator) && line.slice(quoted.length).trim() === '';
}
