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
  const value = { text: '</script><!-- \u2028\u2029 <script>', numbers: [1, null] };
  const { markup } = json(value);
  expect(markup).not.toMatch(/[<\u2028\u2029]/);
  expect(JSON.parse(markup)).toEqual(value);
});

test('what is not finite becomes null', () => {
  expect(json([NaN, Infinity, 1]).markup).toBe('[null,null,1]');
});
