import { readFileSync, writeFileSync } from 'node:fs';
import { loadSeriesDetector } from '@autoencoders/anomaly';
import picocolors from 'picocolors';
import { beforeAll, describe, expect, test } from 'vitest';
import { chooseBackend } from '../backend.js';
import { cli, temporaryFolder } from '../../test/helpers.js';
import type { Ran } from '../../test/helpers.js';
import { printerOn, styleOf } from '../terminal.js';
import { follow } from './follow.js';
import { stepScorer } from './series-follow.js';

const at = temporaryFolder();
const quick = ['--method', 'nearest-neighbours', '--no-controls', '--backend', 'wasm'];
const figures = (run: string): any => JSON.parse(readFileSync(at(run, 'figures.json'), 'utf8'));
const csvRows = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

const noise = (i: number): number => (Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1) - 0.5;
const minute = (i: number): string => new Date(Date.UTC(2024, 0, 1) + 60_000 * i).toISOString().slice(0, 19).replace('T', ' ');

/** Load and heat of a machine that repeats every 24 steps, minute by minute from `from` on. From step `odd` on, for 12 steps, the heat stands still. */
function machine(steps: number, { odd = -1, from = 0 }: { readonly odd?: number; readonly from?: number } = {}): string {
  const line = (i: number): string => {
    const load = 100 * Math.sin((2 * Math.PI * (i + from)) / 24) + 4 * noise(i + from);
    const still = odd >= 0 && i >= odd && i < odd + 12;
    const heat = 40 + (still ? 0 : 8 * Math.cos((2 * Math.PI * (i + from)) / 24)) + 0.4 * noise(7 * (i + from));
    return `${minute(i + from)},${load.toFixed(2)},${heat.toFixed(2)},m1`;
  };
  return `when,load,heat,name\n${Array.from({ length: steps }, (_, i) => line(i)).join('\n')}\n`;
}

let ran: Ran;
beforeAll(async () => {
  writeFileSync(at('usual.csv'), machine(720));
  writeFileSync(at('new.csv'), machine(200, { odd: 100, from: 720 }));
  ran = await cli('detect', at('usual.csv'), '--window', '24', '--on', at('new.csv'), '--run', at('run'), '--keep', ...quick);
}, 300_000);

describe('a series', () => {
  test('has a score, a p-value and an alarm for each step, with its time', () => {
    expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('in 200 steps of new.csv')]);
    const [heading, ...rows] = csvRows(readFileSync(at('run', 'scores.csv'), 'utf8'));
    expect(heading).toEqual(['step', 'when', 'score', 'p_value', 'alarm', 'column_1', 'share_1', 'column_2', 'share_2', 'load', 'heat']);
    expect(rows.map((row) => row[1])).toEqual(Array.from({ length: 200 }, (_, i) => minute(720 + i)));
    const alarms = rows.flatMap((row, i) => (row[4] === '1' ? [i] : []));
    expect(alarms).toContain(105);
    expect(alarms.every((step) => step > 70 && step < 140)).toBe(true);
    expect(rows[105]!.slice(5, 6)).toEqual(['heat']);
  });

  test('has events with a start, an end and the columns to blame: printed, in the report and in the figures', () => {
    const { events, scored, window } = figures('run');
    expect([scored.steps, window.length, events.length]).toEqual([200, 24, 1]);
    expect(events[0].columns[0].name).toBe('heat');
    expect(events[0].start).toBeLessThanOrEqual(106);
    expect(events[0].end).toBeGreaterThanOrEqual(106);
    expect(events[0].first).toBe(minute(720 + events[0].start - 1));
    expect(ran.err).toMatch(/1 event in 200 steps[^]*2024-01-01 1\d:\d\d:00 to 2024-01-01 1\d:\d\d:00 .*heat \d/);
    const html = readFileSync(at('run', 'report.html'), 'utf8');
    for (const title of ['The series', 'Scores along the series', 'Events', 'Distribution of scores', 'Notes'])
      expect(html).toContain(`>${title}<`);
  });

  test('a saved detector gives the same scores, and info tells of it', async () => {
    const again = await cli('detect', '--model', at('run'), '--on', at('new.csv'), '--keep', '--backend', 'wasm');
    expect([again.code, again.out]).toEqual([0, readFileSync(at('run', 'scores.csv'), 'utf8')]);
    const stricter = await cli(
      'detect',
      '--model',
      at('run'),
      '--on',
      at('new.csv'),
      '--min-length',
      '1000',
      '--run',
      at('again'),
      '--backend',
      'wasm',
    );
    expect([stricter.code, figures('again').events]).toEqual([0, []]);
    expect((await cli('info', at('run'))).out).toMatch(/window +24 steps[^]*heat +number/);
  });

  test('lines that come one by one get the same scores', async () => {
    await chooseBackend('wasm');
    using detector = await loadSeriesDetector(new Uint8Array(readFileSync(at('run', 'detector.safetensors'))));
    const printed = { out: '', err: '' };
    const screen = (name: 'out' | 'err') => printerOn({ write: (text: string) => void (printed[name] += text) });
    const lines = readFileSync(at('new.csv'), 'utf8').split('\n');
    lines.splice(50, 0, lines[10]!, '2024-01-01 13:00:00,x,1,m1');
    const input = (async function* () {
      for (const line of lines) yield `${line}\n`;
    })();
    await follow(stepScorer(detector, await readingOf()), input, {
      out: screen('out'),
      err: screen('err'),
      style: styleOf(picocolors.createColors(false)),
    });
    const found = printed.out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const [, ...rows] = csvRows(readFileSync(at('run', 'scores.csv'), 'utf8'));
    expect(found.map(([when, , alarm]) => [when, alarm])).toEqual(rows.map((row) => [row[1], row[4]]));
    for (const [i, [, score]] of found.entries()) expect(Number(score)).toBeCloseTo(Number(rows[i]![2]), 2);
    expect(printed.err).toMatch(/^line 51: .*times must increase.*\nline 52: .*"x".*\n$/);
  });
});

/** How the saved detector reads its series. */
async function readingOf() {
  const { openDetector } = await import('./detector-run.js');
  const { detector, info } = await openDetector(at('run'));
  detector.dispose();
  return info!.series!;
}

test('without --on, the series itself; the part that was learned from is named', async () => {
  const { code, err } = await cli('detect', at('usual.csv'), '--series', '--train', '0.5', '--run', at('own'), ...quick);
  expect([code, err]).toEqual([0, expect.stringMatching(/The first \d+ steps of this series were learned from/)]);
});

describe('bad input', () => {
  test.each<[message: string, args: readonly string[], csv?: string]>([
    ['--train is for a series', ['--train', '0.5']],
    ['--trim is for rows and pictures', ['--series', '--trim', '0.1']],
    ['has no column of numbers', ['--series'], 'when,name\n2024-01-01,a\n2024-01-02,b\n2024-01-03,a\n'],
    ['steps', ['--window', '24'], machine(20)],
    ['has no column "heat"', ['--window', '24', '--on', 'other.csv']],
    ['longer than', ['--window', '5000']],
  ])('%s', async (message, args, csv) => {
    writeFileSync(at('bad.csv'), csv ?? machine(120));
    writeFileSync(at('other.csv'), 'when,load\n2024-01-01,3\n2024-01-02,4\n');
    const named = args.map((arg) => (arg === 'other.csv' ? at(arg) : arg));
    const { code, err } = await cli('detect', at('bad.csv'), ...named, '--run', at('bad'), ...quick);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test('a series that is shorter than a window has no scores, and it is said', async () => {
    writeFileSync(at('short.csv'), machine(10));
    const { code, err, out } = await cli('detect', '--model', at('run'), '--on', at('short.csv'), '--backend', 'wasm');
    expect([code, err]).toEqual([0, expect.stringContaining('10 steps have no score')]);
    expect(out.split('\n')[1]).toMatch(/^1,2024-01-01 00:00:00,,,,/);
  });

  test('gaps between which no window fits are named, with what helps', async () => {
    const [heading, ...lines] = machine(400).trimEnd().split('\n');
    writeFileSync(at('gaps.csv'), [heading, ...lines.filter((_, i) => i % 20 > 3)].join('\n'));
    const { code, err } = await cli('detect', at('gaps.csv'), '--window', '20', '--run', at('gaps'), ...quick);
    expect([code, err]).toEqual([2, expect.stringMatching(/The series has 19 gaps.*--longest-step/)]);
    expect(err).not.toContain('heldOut');
    const crossed = await cli('detect', at('gaps.csv'), '--window', '20', '--longest-step', '3600', '--run', at('gaps'), ...quick);
    expect(crossed.code).toBe(0);
  });

  test('a series that is nearly all alarms is said to differ', async () => {
    writeFileSync(
      at('other-machine.csv'),
      machine(200).replaceAll(/,(\d\d\.\d+),m1/g, (_, heat) => `,${(Number(heat) * 3).toFixed(2)},m1`),
    );
    const { code, err } = await cli('detect', '--model', at('run'), '--on', at('other-machine.csv'), '--backend', 'wasm');
    expect([code, err]).toEqual([0, expect.stringMatching(/of the steps are alarms, far more than the threshold allows/)]);
  });

  test('times that go back are put in order', async () => {
    const [heading, ...lines] = machine(100).trimEnd().split('\n');
    writeFileSync(at('back.csv'), [heading, ...lines.toReversed()].join('\n'));
    writeFileSync(at('forth.csv'), [heading, ...lines].join('\n'));
    const [back, forth] = await Promise.all(
      ['back.csv', 'forth.csv'].map((file) => cli('detect', '--model', at('run'), '--on', at(file), '--backend', 'wasm')),
    );
    expect([back!.code, back!.out]).toEqual([0, forth!.out]);
  });

  test('options of learning are refused with a saved detector', async () => {
    const { code, err } = await cli('detect', '--model', at('run'), '--on', at('new.csv'), '--window', '12');
    expect([code, err]).toEqual([2, expect.stringContaining('--window is for learning')]);
  });
});

describe('labels', () => {
  /** The machine with a column that marks the twelve steps of the anomaly. */
  const labelled = (steps: number, odd: number, from = 0): string => {
    const [heading, ...lines] = machine(steps, { odd, from }).trimEnd().split('\n');
    return [`${heading},state`, ...lines.map((line, i) => `${line},${i >= odd && i < odd + 12 ? 'odd' : 'ok'}`)].join('\n');
  };

  test('judge the scores: of the command, the figures and the report', async () => {
    writeFileSync(at('labelled.csv'), labelled(400, 200, 720));
    const args = ['--window', '24', '--on', at('labelled.csv'), '--label', 'state', '--run', at('labelled')];
    const { code, err } = await cli('detect', at('usual.csv'), ...args, ...quick.filter((word) => word !== '--no-controls'));
    expect([code, err]).toEqual([0, expect.stringContaining('1 of 1 labelled event has an alarm; 0 events with alarms have no label')]);
    const { scored, methods, labelledEvents, series } = figures('labelled');
    expect([scored.label.usual, labelledEvents.f1, series.columns]).toEqual([['ok'], 1, ['load', 'heat']]);
    expect(methods[0].auroc).toBeGreaterThan(0.9);
    expect(methods[0].vusPr).toBeGreaterThan(0.5);
    expect(err).toContain('One labelled event is too little to tell the detector from');
    const html = readFileSync(at('labelled', 'report.html'), 'utf8');
    for (const part of ['VUS-PR', 'Curves', 'labelled as anomalies', '"labelled":[{']) expect(html).toContain(part);
    // A saved detector knows the column, and a series without it has no labels.
    for (const [file, judged] of [
      ['labelled.csv', true],
      ['new.csv', false],
    ] as const) {
      const again = await cli('detect', '--model', at('labelled'), '--on', at(file), '--backend', 'wasm');
      expect([again.code, again.err.includes('VUS-PR')]).toEqual([0, judged]);
    }
  });

  test('keep anomalies out of what is learned, and rows of any order in place', async () => {
    const [heading, ...lines] = labelled(720, 300).split('\n');
    const without = (from: number, to: number): string =>
      lines.map((line, i) => (i >= from && i < to ? line.replace(/,[^,]*,[^,]*(,m1,.*)$/, ',,$1') : line)).join('\n');
    writeFileSync(at('marked.csv'), [heading, ...lines.toReversed()].join('\n'));
    writeFileSync(at('cut.csv'), `${heading}\n${without(300, 312)}`);
    const marked = await cli('detect', at('marked.csv'), '--window', '24', '--label', 'state', '--run', at('marked'), ...quick);
    expect([marked.code, marked.err]).toEqual([0, expect.stringContaining('12 steps of 720 labelled as anomalies are not learned from')]);
    expect(marked.err).toContain('of the steps that were not learned from are of one kind only');
    const cut = await cli('detect', at('cut.csv'), '--window', '24', '--ignore', 'state', '--run', at('cut'), ...quick);
    expect([cut.code, figures('cut').threshold]).toEqual([0, figures('marked').threshold]);
  });

  test('may be resampled: a step that is partly odd is odd', async () => {
    writeFileSync(at('fine.csv'), labelled(900, 700));
    const args = ['--window', '24', '--resample', '120', '--train', '0.5', '--label', 'state', '--run', at('fine')];
    const { code, err } = await cli('detect', at('fine.csv'), ...args, ...quick);
    expect([code, err]).toEqual([0, expect.stringContaining('450 steps of')]);
    expect(figures('fine').labelledEvents).toMatchObject({ truePositives: 1, falseNegatives: 0 });
  });

  test.each<[message: string, args: readonly string[], csv?: string]>([
    ['bad.csv has no such column; it has', ['--label', 'colour']],
    ['every step of', ['--label', 'state', '--usual', 'fine']],
    ['other.csv has no such column', ['--label', 'state', '--on', 'other.csv']],
  ])('bad ones: %s', async (message, args) => {
    writeFileSync(at('bad.csv'), labelled(400, 200));
    writeFileSync(at('other.csv'), machine(100));
    const named = args.map((arg) => (arg === 'other.csv' ? at(arg) : arg));
    const { code, err } = await cli('detect', at('bad.csv'), '--window', '24', ...named, '--run', at('bad'), ...quick);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
