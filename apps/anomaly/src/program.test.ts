import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixedThreshold } from '@autoencoders/anomaly';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Findings, Settings } from './findings.js';
import { eventsOf } from './events.js';
import { program } from './program.js';
import { sampleFiles } from './samples/index.js';
import { service } from './service/service.js';

const root = join(import.meta.dirname, '..', '..', '..');
const settings: Settings = { trim: 0, reading: 'auto', usual: 0.5 };

// The page computes on the backend of the program here, so that both find the same.
beforeAll(() => run(`import { setNodeBackend } from '@autoencoders/backend-node';\nawait setNodeBackend();`, []));

/** The table that the program of the page prints last, and all that it says, after it has run on the files of the page. */
async function run(text: string, files: readonly File[]): Promise<{ readonly rows: readonly any[]; readonly said: string }> {
  const folder = mkdtempSync(join(root, 'tests', '.examples-'));
  const said: string[] = [];
  let rows: readonly any[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words.join(' ')));
  const table = vi.spyOn(console, 'table').mockImplementation((shown) => void (rows = shown));
  try {
    let own = text;
    for (const file of files) {
      const path = join(folder, file.name);
      writeFileSync(path, await file.text());
      expect(own).toContain(`'${file.name}'`);
      own = own.replaceAll(`'${file.name}'`, JSON.stringify(path));
    }
    writeFileSync(join(folder, 'program.ts'), own);
    await import(/* @vite-ignore */ join(folder, 'program.ts'));
  } finally {
    log.mockRestore();
    table.mockRestore();
    rmSync(folder, { recursive: true });
  }
  return { rows, said: said.join('\n') };
}

/** What the page finds, and the program that it shows. */
async function page(learn: File, look?: File): Promise<{ readonly findings: Findings; readonly text: (threshold?: number) => string }> {
  const findings = await service(() => undefined).train({ type: 'train', learn, look, settings });
  const { calibration, effectiveSize, trained, threshold } = findings;
  const moved = (value: number) => fixedThreshold(calibration, { value, effectiveSize });
  return { findings, text: (value) => program(findings, trained!, value === undefined ? threshold : moved(value)) };
}

const line = (i: number): string => `${i % 7},${(i % 7) * 2 + (i % 3)},${i === 33 ? 'odd' : i % 3 ? "it's" : 'y'}`;
const csv = (name: string, rows: number): File =>
  new File([['a,"b, c",word', ...Array.from({ length: rows }, (_, i) => line(i))].join('\n')], name);

describe('the program for Node', { timeout: 120_000 }, () => {
  test.each([
    ['of two tables', [csv('usual.csv', 80), csv('today.csv', 50)], undefined],
    ['of a part of one table, with a threshold that was moved', [csv('all.csv', 90)], 0.5],
  ] as const)('%s finds the rows of the page', async (_, files, threshold) => {
    const { findings, text } = await page(files[0], files[1]);
    const { rows, said } = await run(text(threshold), files);
    if (findings.kind !== 'rows') throw new Error('not rows');
    expect(said).toContain(`A score above ${threshold ?? ''}`);
    const { scores, numbers, pValues } = findings;
    expect(rows).toHaveLength(20);
    for (const { row, score, pValue, alarm } of rows) {
      const i = numbers.indexOf(row);
      // In another order, rows are in other batches, and the last bits of sums differ.
      expect(Math.abs(score / scores[i]! - 1)).toBeLessThan(1e-6);
      expect([pValue, alarm]).toEqual([pValues[i], scores[i]! > (threshold ?? findings.threshold.value)]);
    }
  });

  test('of a series finds the events of the page', async () => {
    const { learn } = sampleFiles('pump');
    const { findings, text } = await page(learn);
    const { rows } = await run(text(), [learn]);
    if (findings.kind !== 'series') throw new Error('no series');
    const events = eventsOf(findings, findings.threshold.value).map(({ start, end, startTime, score, columns }) => ({
      start: new Date(1000 * startTime!).toISOString(),
      steps: end - start,
      score,
      column: columns![0]!.name,
    }));
    expect(events.length).toBeGreaterThan(2);
    expect(rows).toEqual(events);
  });
});
