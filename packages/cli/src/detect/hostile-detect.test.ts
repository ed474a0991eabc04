import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';
import { asWord, elementsOf, expectPrintable, hostileNames, quotedCell } from '../../test/hostile.js';

const at = temporaryFolder();
const quick = ['--method', 'nearest-neighbours', '--no-controls', '--backend', 'wasm'];
const plain = (text: string): string => text;

/** Flats, in which each text is `named(text)`. The first `odd` ones are labelled as odd; with `drifted`, all are in other units, and in another city. */
function flats(
  named: (text: string) => string,
  { count, odd, drifted = false }: { count: number; odd: number; drifted?: boolean },
): string {
  const word = (text: string): string => quotedCell(asWord(named(text)));
  const city = (i: number): string => (drifted ? 'Atlantis' : ['Lagos', 'Osaka', 'Lima'][i % 3]!);
  const rows = Array.from({ length: count }, (_, i) => {
    const size = 30 + ((i * 37) % 90);
    const price = 9 * size + ((i * 13) % 50) + (i < odd ? 5000 : 0);
    return [size, drifted ? price * 1000 : price, word(city(i)), word(i < odd ? 'bad' : 'good')];
  });
  return [['size', 'price', 'city', 'label'].map((name) => quotedCell(named(name))), ...rows].map((row) => row.join(',')).join('\n');
}

/** A series in which each column is `named(name)`, and stands still for a while. */
function series(named: (text: string) => string): string {
  const rows = Array.from({ length: 400 }, (_, i) =>
    [1, 2].map((k) => (i > 300 && i < 330 ? 9 : Math.sin(i / (2 * k)) + ((i * 7) % 5) / 20).toFixed(3)),
  );
  return [['one', 'two'].map((name) => quotedCell(named(name))), ...rows].map((row) => row.join(',')).join('\n');
}

/** Writes the files, fits detectors to them and uses them. Gives what was printed. */
async function detected(folder: string, named: (text: string) => string) {
  const file = (name: string): string => at(`${folder}-${name}`);
  writeFileSync(file('usual.csv'), flats(named, { count: 90, odd: 3 }));
  writeFileSync(file('new.csv'), flats(named, { count: 60, odd: 3, drifted: true }));
  writeFileSync(file('series.csv'), series(named));
  const label = ['--label', named('label'), '--usual', asWord(named('good'))];
  const fitted = await cli('detect', file('usual.csv'), ...label, '--on', file('new.csv'), '--run', file('run'), '--keep', ...quick);
  const used = await cli('detect', '--model', file('run'), '--on', file('new.csv'), '--out', file('again.csv'), '--backend', 'wasm');
  const found = await cli('detect', file('series.csv'), '--window', '12', '--train', '0.6', '--run', file('events'), ...quick);
  const told = [await cli('info', file('run')), await cli('info', file('events'))];
  const refused = await cli('detect', file('usual.csv'), '--label', named('nowhere'), '--run', file('none'), ...quick);
  return { all: [fitted, used, found, ...told, refused], reports: [file('run'), file('events')].map((run) => `${run}/report.html`) };
}

test('names of columns, words, labels and events are text: in what is printed, and in the reports', async () => {
  const expected = await detected('plain', plain);
  expect(expected.all.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 2]);
  expect(expected.all[0]!.err).toMatch(/may be in other units/);
  expect(expected.all[2]!.err).toMatch(/\d events? in 400 steps/);
  for (const [i, name] of hostileNames.entries()) {
    const { all, reports } = await detected(`names-${i}`, (text) => `${name}${text}`);
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 2]);
    for (const ran of all) expectPrintable(ran);
    expect(all.map(({ err }) => /Left out.*/.exec(err)?.[0])).toEqual(all.map(() => undefined));
    expect(reports.map(elementsOf)).toEqual(expected.reports.map(elementsOf));
    for (const report of reports)
      expect(['\x1b', '\x07', '\u202e'].filter((char) => readFileSync(report, 'utf8').includes(char))).toEqual([]);
  }
}, 240_000);
