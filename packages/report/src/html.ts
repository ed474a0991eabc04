import { legible, printable } from '@autoencoders/core/internal';

/** Text that is HTML already. All other text is escaped when it is put into a page. */
export interface Html {
  readonly markup: string;
}

type Value = Html | string | number | false | undefined | readonly Value[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for use between tags and in quoted attributes. Characters that would hide or turn text are written as `\u202e`. */
export function escapeHtml(text: string): string {
  return legible(text).replace(/[&<>"']/g, (character) => entities[character]!);
}

/**
 * A template tag for HTML. Text and numbers are escaped, `Html` stays as it is, lists are joined, `false` and `undefined` are left
 * out. `` html`<b>${'<script>'}</b>` `` is `<b>&lt;script&gt;</b>`.
 *
 * @param strings The parts of the template.
 * @param values What stands between them.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: strings.reduce((text, string, i) => text + toMarkup(values[i - 1]) + string) };
}

/**
 * Marks text as HTML. The caller answers for that.
 *
 * @param markup HTML that needs no escaping.
 */
export function raw(markup: string): Html {
  return { markup };
}

/** The longest name in a chart, in characters. */
const LONGEST = 100;

/**
 * JSON for a `<script>` element. `<` is escaped, so that it cannot end the element or open a comment, and so are the two line
 * separators that older JavaScript does not allow. Numbers that are not finite become `null`. Text is made printable, but not under
 * the key `source`, which is for pictures.
 */
export function json(value: unknown): Html {
  const shown = (key: string, each: unknown): unknown => (typeof each === 'string' && key !== 'source' ? printable(each, LONGEST) : each);
  return raw(
    JSON.stringify(value, shown).replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

function toMarkup(value: Value): string {
  if (value === false || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'markup' in value ? value.markup : value.map(toMarkup).join('');
}
