import { memory, setBackend } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { fixedThreshold } from '@autoencoders/anomaly';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RowFindings, SeriesFindings, Settings } from '../findings.js';
import { sampleFiles } from '../samples/index.js';
import { partsOfToday } from '../samples/presses.js';
import { pumpFaults } from '../samples/pump.js';
import { eventsOf } from '../events.js';
import { service } from './service.js';

const settings: Settings = { trim: 0, reading: 'auto', usual: 0.5 };
const file = (name: string, text: string): File => new File([text], name);

beforeAll(async () => {
  await setWasmBackend();
  await setBackend('wasm');
});

/** The places of the `count` highest scores. */
const highest = (scores: Float64Array, count: number): number[] =>
  Array.from(scores.keys())
    .sort((a, b) => scores[b]! - scores[a]!)
    .slice(0, count);

describe('rows', { timeout: 120_000 }, () => {
  it('the odd parts of the sample come first, each with the column that was spoiled, and what is usual there', async () => {
    const shares: number[] = [];
    const { train, describe, save, open } = service((share) => shares.push(share));
    const { odd } = partsOfToday();
    const before = performance.now();
    const found = (await train({ type: 'train', ...sampleFiles('presses'), settings })) as RowFindings;
    console.log(`rows: ${((performance.now() - before) / 1000).toFixed(1)} s`, found.notes);
    expect(shares.length).toBeGreaterThan(4);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(found.scores.length).toBe(400);
    expect(highest(found.scores, odd.size).filter((row) => odd.has(row)).length).toBeGreaterThanOrEqual(odd.size - 1);
    const details = await describe({ type: 'describe', rows: [...odd.keys()] });
    const right = details.filter(({ row, columns }) => columns[0]!.name === odd.get(row)!.column);
    expect(right.length).toBeGreaterThanOrEqual(odd.size - 2);
    for (const { row, columns } of details)
      expect(columns.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(found.scores[row]!, 3);
    // Values are outside of what similar usual rows have.
    for (const {
      columns: [first],
    } of right)
      if (first!.expected.kind === 'numbers') {
        const { range, value } = first!.expected;
        expect(value < range[0] || value > range[2]).toBe(true);
      } else expect(first!.expected.words[0]!.word).not.toBe(first!.cell);
    const threshold = fixedThreshold(found.calibration, { value: 42 });
    const bytes = await save({ type: 'save', threshold });
    const again = (await open({ type: 'open', bytes, look: sampleFiles('presses').look! })) as RowFindings;
    expect(again.scores).toEqual(found.scores);
    expect(again.threshold.value).toBe(42);
    await expect(open({ type: 'open', bytes, look: file('other.csv', 'a,b\n1,2\n3,4') })).rejects.toThrow(/column/);
    await expect(open({ type: 'open', bytes: bytes.slice(0, 100), look: file('x.csv', 'a\n1') })).rejects.toThrow(/./);
    // The detector before is still there.
    expect((await describe({ type: 'describe', rows: [0] })).length).toBe(1);
  });

  it('a training can be cancelled, and bad files are refused by a sentence', async () => {
    const { train, cancel } = service(() => void cancel());
    await expect(train({ type: 'train', ...sampleFiles('presses'), settings })).rejects.toMatchObject({ name: 'AbortError' });
    const refused = (name: string, text: string): Promise<unknown> => train({ type: 'train', learn: file(name, text), settings });
    await expect(refused('notes.png', '')).rejects.toThrow(/notes\.png is no table/);
    await expect(refused('few.csv', 'a,b\n1,2\n2,3\n3,1')).rejects.toThrow(/few\.csv has 3 rows; at least 40/);
    await expect(refused('one.csv', `a\n${Array.from({ length: 90 }, (_, i) => i * 1.5).join('\n')}`)).rejects.toThrow(
      /1 column to learn from/,
    );
  });

  it('of one file, a part that was not learned from is looked at; labels, times and hostile names are kept out', async () => {
    const { train, describe } = service(() => undefined);
    const name = '<img src=x onerror=alert(1)>';
    const line = (i: number): string =>
      `${i % 7},${(i % 7) * 2 + (i % 3)},${i % 5 === 0 ? '' : (i % 11) / 2},${i % 40 === 0 ? 'bad' : 'good'}`;
    const csv = [`${name},b,c,label`, ...Array.from({ length: 200 }, (_, i) => line(i))].join('\n');
    const found = (await train({ type: 'train', learn: file('own.csv', csv), settings: { ...settings, trim: 0.05 } })) as RowFindings;
    expect(found.columns).toEqual([name, 'b', 'c']);
    expect(found.scores.length).toBe(60);
    expect(new Set(found.numbers).size).toBe(60);
    expect(found.notes.join(' ')).toMatch(/The other 60 are looked at.*label \(its name says that it holds labels\)/);
    const missing = Array.from(found.numbers).findIndex((number) => (number - 1) % 5 === 0);
    const [detail] = await describe({ type: 'describe', rows: [missing] });
    expect(detail!.columns.find((column) => column.name === 'c')!.cell).toBe('');
  });
});

describe('memory', { timeout: 120_000 }, () => {
  it('training again, also after one that was cancelled, keeps no tensor of the one before', async () => {
    const line = (i: number): string => `${i % 7},${(i % 7) * 2 + (i % 3)}`;
    const learn = file('own.csv', ['a,b', ...Array.from({ length: 60 }, (_, i) => line(i))].join('\n'));
    const series = file('s.csv', ['a', ...Array.from({ length: 200 }, (_, i) => String(i % 7))].join('\n'));
    for (const given of [
      { learn, settings },
      { learn: series, settings: { ...settings, reading: 'series' } },
    ] as const) {
      let cancelled = false;
      const { train, cancel } = service(() => cancelled && void cancel());
      const held: number[] = [];
      for (const stops of [false, true, false, true, false]) {
        cancelled = stops;
        const training = train({ type: 'train', ...given });
        await (stops ? expect(training).rejects.toMatchObject({ name: 'AbortError' }) : training);
        held.push(memory().numTensors);
      }
      expect(held).toEqual(held.map(() => held[0]));
    }
  });
});

describe('series', { timeout: 120_000 }, () => {
  it('the faults of the pump are events with the right column; saved and opened, the scores are the same', async () => {
    const { train, save, open } = service(() => undefined);
    const { learn } = sampleFiles('pump');
    const before = performance.now();
    const found = (await train({ type: 'train', learn, settings })) as SeriesFindings;
    console.log(`series: ${((performance.now() - before) / 1000).toFixed(1)} s`, found.notes);
    const events = eventsOf(found, found.threshold.value);
    for (const fault of pumpFaults) {
      const hit = events.filter(({ start, end }) => start < fault.end && end > fault.start).sort((a, b) => b.score - a.score)[0];
      expect(hit?.columns?.[0]?.name).toBe(fault.column);
    }
    const bytes = await save({ type: 'save', threshold: found.threshold });
    const again = (await open({ type: 'open', bytes, look: learn })) as SeriesFindings;
    expect(again.scores).toEqual(found.scores);
    expect(again.looked).toEqual({ start: 0, end: found.scores.length });
    const lines = (await learn.text()).split('\n');
    const look = async (changed: readonly string[]): Promise<string> =>
      (await open({ type: 'open', bytes, look: file('other.csv', changed.join('\n')) })).notes.join(' ');
    expect(await look(lines.map((line) => line.replace(/\.(\d{3}),/, '$1,')))).toMatch(/"pressure_bar" may be in other units/);
    expect(await look(lines.slice(0, 30))).toMatch(/No step has a score: a window has 96 steps, and the series 29/);
  });

  it('a short series, and times that go back, are told', async () => {
    const { train } = service(() => undefined);
    const hour = (i: number): string => new Date(Date.UTC(2026, 0, 1, i)).toISOString().slice(0, 16).replace('T', ' ');
    const line = (i: number, back: number): string => `${hour(i === back ? 0 : i)},${Math.sin(i)},${i % 3}`;
    const series = (rows: number, back: number): File =>
      file('s.csv', ['time,x,y', ...Array.from({ length: rows }, (_, i) => line(i, back))].join('\n'));
    const asked = { ...settings, reading: 'series' } as const;
    await expect(train({ type: 'train', learn: series(8, -1), settings: asked })).rejects.toThrow(/s\.csv is too short/);
    await expect(train({ type: 'train', learn: series(300, 100), settings: asked })).rejects.toThrow(/times must increase/);
  });
});
