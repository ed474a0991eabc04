import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';
import { asWord, elementsOf, expectPrintable, hostileNames, quotedCell } from '../../test/hostile.js';

const at = temporaryFolder();

/** A table in which each text is `named(text)`. */
const table = (named: (text: string) => string): string => {
  const cell = (text: string): string => quotedCell(named(text));
  const word = (text: string): string => quotedCell(asWord(named(text)));
  const rows = Array.from({ length: 90 }, (_, i) => [(i * 37) % 90, (i * 13) % 50, word(['Lagos', 'Osaka', 'Lima'][i % 3]!)]);
  return [['area', 'rooms', 'city'].map(cell), ...rows].map((row) => row.join(',')).join('\n');
};

const short = ['--epochs', '1', '--latent', '2', '--backend', 'cpu'];

test('names in a table are text: in what commands print, and in the report', async () => {
  writeFileSync(
    at('plain.csv'),
    table((text) => text),
  );
  expect((await cli('train', 'undercomplete', '--data', at('plain.csv'), ...short, '--out', at('plain'))).code).toBe(0);
  for (const [i, name] of hostileNames.entries()) {
    const file = at(`names-${i}.csv`);
    const named = (text: string): string => `${name}${text}`;
    writeFileSync(file, table(named));
    const inspected = await cli('inspect', file);
    const trained = await cli('train', 'undercomplete', '--data', file, ...short, '--out', at(`run-${i}`));
    const evaluated = await cli('evaluate', at(`run-${i}`), '--data', file, '--backend', 'cpu');
    const refused = await cli('inspect', file, '--columns', `${name}nowhere=number`);
    for (const ran of [inspected, trained, evaluated, refused]) expectPrintable(ran);
    expect([inspected.code, trained.code, evaluated.code, refused.code]).toEqual([0, 0, 0, 2]);
    expect(elementsOf(at(`run-${i}`, 'report.html'))).toEqual(elementsOf(at('plain', 'report.html')));
  }
}, 240_000);
