import { expect, test } from 'vitest';
import { escapeHtml, html, json, raw } from './html.js';

test('escapes what could end text or an attribute', () => {
  expect(escapeHtml(`<a b="c" d='e'>&amp;`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;');
});

test('escapes text, keeps HTML, joins lists, leaves out what is absent', () => {
  expect(html`<b>${'<script>'}</b>${[html`<i>`, 1, ['&']]}${false}${undefined}${raw('<hr>')}`.markup).toBe(
    '<b>&lt;script&gt;</b><i>1&amp;<hr>',
  );
});

test('JSON cannot leave its script element, and reads back the same', () => {
  const value = { text: '</script><!-- <script>', source: `data:${'x'.repeat(999)}\u2028`, numbers: [1, null] };
  const { markup } = json(value);
  expect(markup).not.toMatch(/[<\u2028\u2029]/);
  expect(JSON.parse(markup)).toEqual(value);
});

test('text in JSON is made printable, and shortened', () => {
  expect(JSON.parse(json(['a\nb\u202e']).markup)).toEqual(['a\\nb\\u202e']);
  expect(JSON.parse(json(['x'.repeat(100_000)]).markup)[0].length).toBeLessThan(110);
});

test('characters that would hide or turn text are shown as escapes; lines and scripts of all languages stay', () => {
  expect(escapeHtml('a\x1b[2K\r\0 \u202eb\u2066\ud800')).toBe('a\\x1b[2K\\r\\x00 \\u202eb\\u2066\\ud800');
  for (const text of ['one\n\ttwo', 'größe 数 عربى עברית 👩‍🔬']) expect(escapeHtml(text)).toBe(text);
});

test('what is not finite becomes null', () => {
  expect(json([NaN, Infinity, 1]).markup).toBe('[null,null,1]');
});
