import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The words that pages explain where they stand. */
const words = [
  'epoch',
  'code',
  'latent',
  'prior',
  'KL',
  'ELBO',
  'unit',
  'dictionary',
  'label',
  'seed',
  'loss',
  'corruption',
  'confusion matrix',
  'nat',
  'PCA',
  'feature map',
  'filter',
  'activation',
  'sample',
  'score',
  'threshold',
  'alarm',
  'false alarm',
];

const MODULE = 'glossary-terms';

/** What the glossary says of these words. Throws if it lacks one. */
export function glossaryTerms(): Readonly<Record<string, string>> {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'glossary.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  const meanings = rows.map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  return Object.fromEntries(
    words.map((word) => {
      const meaning = meanings.find(([, names]) => names!.split(', ').includes(word))?.[2];
      if (meaning === undefined) throw new Error(`the glossary lacks the word "${word}"`);
      // Shapes are for programmers.
      return [word, meaning.replace(/: \[[^\]]*\]$/, '')];
    }),
  );
}

/** `import { terms } from 'glossary-terms'` gives the words and their meanings. */
export const glossary = (): Plugin => ({
  name: MODULE,
  resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
  load: (id) => (id === `\0${MODULE}` ? `export const terms = ${JSON.stringify(glossaryTerms())};` : undefined),
});
