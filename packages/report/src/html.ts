/** Text that is known to be HTML. Everything else is escaped on its way into a page. */
export interface Html {
  readonly markup: string;
}

type Value = Html | string | number | false | undefined | readonly Value[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand between tags and within quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/**
 * A template tag: text and numbers are escaped, `Html` goes in as it is, lists are joined, `false` and `undefined`
 * vanish. `` html`<b>${'<script>'}</b>` `` is `<b>&lt;script&gt;</b>`.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: strings.reduce((text, string, i) => text + toMarkup(values[i - 1]) + string) };
}

/** Text that the caller vouches for. */
export function raw(markup: string): Html {
  return { markup };
}

/**
 * JSON that is inert within a `<script>` element: no `<` ends the element or opens a comment, and the two line
 * separators that JSON allows and older JavaScript does not are escaped. What is not finite becomes `null`.
 */
export function json(value: unknown): Html {
  return raw(
    JSON.stringify(value).replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

function toMarkup(value: Value): string {
  if (value === false || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'markup' in value ? value.markup : value.map(toMarkup).join('');
}
