import { formatNumber, formatSeconds, plural } from './format.js';
import { timeOf } from './history.js';
import { html } from './html.js';
import type { Html } from './html.js';
import type { Report, Result, Section } from './types.js';
import { verdict } from './verdict.js';

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
}

/** The title, the verdict and the key figures. */
export function header(report: Report): Html {
  return html`<header>
<h1>${report.title}</h1>
${report.subtitle && html`<p>${report.subtitle}</p>`}
${verdict(report.findings)}
<dl class="tiles">${keyFigures(report).map(({ name, value, note }) => html`<div><dt>${name}</dt><dd>${value}${note && html`<small>${note}</small>`}</dd></div>`)}</dl>
</header>`;
}

function keyFigures({ history, lossUnit, results: figures = {}, parameterCount: parameters }: Report): readonly Tile[] {
  const [test] = Object.entries(figures);
  const onTest = test ? [{ name: test[0], ...splitUnit(show(resultOf(test[1]).value)) }] : [];
  const size = parameters === undefined ? [] : [{ name: 'parameters', value: formatNumber(parameters) }];
  const last = history?.at(-1);
  if (!history || !last) return [...onTest, ...size];
  const { seconds, examplesPerSecond } = timeOf(history);
  return [
    { name: 'training loss', value: formatNumber(last.loss), note: lossUnit },
    ...(last.validation ? [{ name: 'validation loss', value: formatNumber(last.validation.loss), note: lossUnit }] : []),
    ...onTest,
    { name: 'training time', value: formatSeconds(seconds), note: plural(history.length, 'epoch') },
    ...(Number.isFinite(examplesPerSecond)
      ? [{ name: 'speed', value: formatNumber(Math.round(examplesPerSecond)), note: 'examples/s' }]
      : []),
    ...size,
  ];
}

/** Splits `19.6 nats` into a number and a unit. Other text stays whole, `92 %` too. */
function splitUnit(text: string): Omit<Tile, 'name'> {
  const [, value, note] = /^([-−]?\d[\d.,]*)\s+([^%]+)$/.exec(text) ?? [];
  return value === undefined ? { value: text } : { value, note };
}

/** A table of all test figures, where there is more than one: what each measures, and whether more of it is better. */
export function results({ results: figures = {}, history }: Report): readonly Section[] {
  const entries = Object.entries(figures).map(([name, figure]) => [name, resultOf(figure)] as const);
  if (entries.length < 2) return [];
  const explained = entries.some(([, { about, better }]) => about !== undefined || better !== undefined);
  const rows = entries.map(
    ([name, { value, about, better }]) =>
      html`<tr><th scope="row">${name}</th><td>${show(value)}</td>${explained && html`<td class="told">${about}${better && html` <span class="better">${directions[better]}</span>`}</td>`}</tr>`,
  );
  return [
    {
      title: history ? 'Test figures' : 'Figures',
      caption: history ? 'Measured after training, on test examples that the model was not trained on.' : 'What was found, in numbers.',
      body: html`<div class="wide" tabindex="0" role="region" aria-label="Test figures"><table class="figures">
<thead><tr><th scope="col">measure</th><th scope="col">value</th>${explained && html`<th scope="col">what it says</th>`}</tr></thead>
<tbody>${rows}</tbody></table></div>`,
    },
  ];
}

const directions = { higher: '↑ Higher is better.', lower: '↓ Lower is better.' } as const;

const resultOf = (figure: number | string | Result): Result => (typeof figure === 'object' ? figure : { value: figure });

function show(value: number | string): string {
  return typeof value === 'number' ? formatNumber(value) : value;
}
