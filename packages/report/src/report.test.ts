import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { fullReport, history } from '../test/fixture.js';
import { html } from './html.js';
import { renderReport } from './report.js';
import type { Report } from './types.js';

const least: Report = { title: 'A model', summary: '', settings: {}, history: history(1), sections: [] };
/** The page without its scripts and its style, and without the head's policy. */
const visible = (report: Report): string => renderReport(report).replaceAll(/<(script|style)\b.*?<\/\1>/gs, '');

test('the same report gives the same file, of about 0.6 MB', () => {
  const text = renderReport(fullReport());
  expect(renderReport(fullReport())).toBe(text);
  expect(text.length).toBeGreaterThan(480_000);
  expect(text.length).toBeLessThan(650_000);
});

test('text is inert wherever it stands', () => {
  const evil = `</script><script>alert("1")</script><img src=x onerror='x'>`;
  const text = renderReport({
    title: evil,
    subtitle: evil,
    summary: evil,
    settings: { [evil]: { [evil]: evil }, Versions: { [evil]: evil } },
    history: [{ ...history(1)[0]!, terms: { [evil]: 1, b: 2 } }],
    lossUnit: evil,
    results: { [evil]: evil, b: evil },
    sections: [{ title: evil, caption: evil, body: html`${evil}` }],
  });
  expect(text).not.toContain('<script>alert');
  expect(text).not.toContain('<img src=x');
  expect(text.match(/<script\b/g)).toHaveLength(text.match(/<\/script>/g)!.length);
});

test('the key figures', () => {
  const epochs = [1, 2].map((epoch) => ({ epoch, loss: 12.3456, terms: {}, epochSeconds: 50, examplesPerSecond: epoch * 1000 }));
  const text = visible({
    ...least,
    history: epochs,
    lossUnit: 'nats',
    parameterCount: 19108,
    results: { 'test loss': '13.1 nats', accuracy: 0.925 },
  });
  for (const part of ['12.35<small>nats', '13.1<small>nats', '1 min 40 s<small>2 epochs', '1,500<small>examples/s', '19,108', '0.925'])
    expect(text).toContain(part);
  expect(text).not.toContain('validation loss');
  expect(visible({ ...least, results: { accuracy: '92.5 %' } })).toContain('<dd>92.5 %</dd>');
});

test('a run that took no time has no speed, and a loss that is not finite says so', () => {
  const text = visible({ ...least, history: [{ epoch: 1, loss: NaN, terms: {}, epochSeconds: 0, examplesPerSecond: NaN }] });
  expect(text).toContain('not finite');
  expect(text).not.toContain('examples/s');
});

test('versions stand in the footer, other groups among the settings', () => {
  const text = visible({ ...least, settings: { Settings: { rate: 0.00001, shuffle: false }, Versions: { Node: '20' } } });
  expect(text).toContain('<footer><span>Node 20</span></footer>');
  expect(text).toContain('<dt>rate</dt><dd>0.00001</dd>');
  expect(text).toContain('<dt>shuffle</dt><dd>no</dd>');
});

test('a report of several runs has neither curves of one nor a model', () => {
  const text = visible({ title: 'Runs', settings: {}, results: { 'test error, %': 7.5 }, sections: [] });
  expect(text).toContain('7.5');
  for (const part of ['Learning', 'The model', 'training time']) expect(text).not.toContain(part);
});

test('libraries are inlined with their licences, and nothing may be fetched', () => {
  const text = renderReport(least);
  for (const name of ['d3', '@observablehq/plot']) expect(text).toContain(`/*! ${name}\nCopyright`);
  expect(text).toContain(`content="default-src 'none';`);
  expect(visible(least)).not.toMatch(/https?:|\burl\(|@import/);
});

test('refuses a report without a title or without an epoch', () => {
  expect(() => renderReport({ ...least, history: [] })).toThrow(new InputError('renderReport: the history has no epochs'));
  expect(() => renderReport({ ...least, title: ' ' })).toThrow(new InputError('renderReport: the title is empty'));
});
