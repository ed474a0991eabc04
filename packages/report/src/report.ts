import { createHash } from 'node:crypto';
import { check } from '@autoencoders/core/operations';
import { readAssets } from './assets.js';
import type { Assets } from './assets.js';
import { header, results } from './header.js';
import { html, raw } from './html.js';
import type { Html } from './html.js';
import { lossCurves } from './sections/loss-curves.js';
import type { Entries, Report, Section } from './types.js';

/**
 * The page may use only what is in it: a browser refuses every request, and every script but ours. Styles may be inline, since Plot
 * writes some while it draws.
 */
function policy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`).join(' ');
  return `default-src 'none'; script-src ${hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/**
 * A report as the text of one HTML file: 0.5 MB plus its pictures. It opens offline and makes no request. The same report gives the
 * same file. Throws where the title or the history is empty.
 */
export function renderReport(report: Report): string {
  check(report.history?.length !== 0, 'renderReport: the history has no epochs');
  check(report.title.trim() !== '', 'renderReport: the title is empty');
  const { Versions: versions = {}, ...settings } = report.settings;
  const sections = [
    ...(report.history ? [lossCurves(report.history, { unit: report.lossUnit, baseline: report.baseline })] : []),
    ...results(report),
    ...report.sections,
    ...(report.summary === undefined ? [] : [model(report.summary)]),
    ...settingsSection(settings),
  ];
  return `<!doctype html>\n${page(report.title, sections, header(report), versions, readAssets()).markup}\n`;
}

function page(title: string, sections: readonly Section[], head: Html, versions: Entries, { style, libraries, script }: Assets): Html {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy([...libraries, script]))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
${head}
<nav aria-label="Parts of this report">${sections.map((section, i) => html`<a href="#part-${i + 1}">${section.title}</a>`)}</nav>
<main>
<noscript><p class="note">The charts need JavaScript. Pictures and tables do not.</p></noscript>
${sections.map((section, i) => part(section, i + 1))}
</main>
<footer>${Object.entries(versions).map(([name, version]) => html`<span>${name} ${String(version)}</span>`)}</footer>
${libraries.map((library) => html`<script>${raw(library)}</script>`)}
<script type="module">${raw(script)}</script>
</body>
</html>`;
}

function part({ title, caption, body }: Section, number: number): Html {
  return html`<section id="part-${number}" aria-labelledby="title-${number}">
<figure>
<figcaption><h2 id="title-${number}">${title}</h2><p>${caption}</p></figcaption>
<div class="figure">${body}</div>
</figure>
</section>
`;
}

function model(summary: string): Section {
  return {
    title: 'The model',
    caption: 'The layers from input to output, with the output shape and the number of parameters of each.',
    body: html`<pre class="wide" tabindex="0" role="region" aria-label="Summary of the model">${summary}</pre>`,
  };
}

function settingsSection(settings: Report['settings']): readonly Section[] {
  const groups = Object.entries(settings);
  if (groups.length === 0) return [];
  const list = (entries: Entries): Html =>
    html`<dl>${Object.entries(entries).map(([name, value]) => html`<div><dt>${name}</dt><dd>${show(value)}</dd></div>`)}</dl>`;
  return [
    {
      title: 'Settings',
      caption: 'How this model was trained. The same settings and the same seed give the same numbers.',
      body: html`<div class="groups">${groups.map(([name, entries]) => html`<div><h3>${name}</h3>${list(entries)}</div>`)}</div>`,
    },
  ];
}

/** Settings are shown as they are typed: 0.001, not 1 × 10⁻³. */
function show(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
