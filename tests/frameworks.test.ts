import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { chromiumPath, launchBrowser, servePage, unlessChromium } from '@autoencoders/testing/browser';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../scripts/packages.mjs';
import { run } from '../scripts/spawn.mjs';

/* The components of docs/how-to/frameworks.md, and the worker that they train in, as the pages print them. */

const page = (name: string): string => readFileSync(join(root, 'docs', 'how-to', name), 'utf8');
const block = (text: string, start: string): string => {
  const code = text.split('```').find((part) => part.startsWith(start));
  return code!.slice(code!.indexOf('\n') + 1);
};

const main = `
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { mount } from 'svelte';
import { createApp } from 'vue';
import { Trainer } from './Trainer.tsx';
import InSvelte from './Trainer.svelte';
import InVue from './Trainer.vue';

const place = (id) => document.getElementById(id);
createRoot(place('React')).render(createElement(Trainer));
createApp(InVue).mount(place('Vue'));
mount(InSvelte, { target: place('Svelte') });
`;

const folder = mkdtempSync(join(import.meta.dirname, '.examples-frameworks-'));
const frameworks = page('frameworks.md');
const files = {
  'index.html': '<div id="React"></div><div id="Vue"></div><div id="Svelte"></div><script type="module" src="main.js"></script>',
  'main.js': main,
  'train.ts': block(frameworks, 'ts no-run'),
  'train.worker.ts': block(page('worker.md'), 'ts no-run'),
  'Trainer.tsx': block(frameworks, 'tsx [React]'),
  'Trainer.vue': block(frameworks, 'vue [Vue]'),
  'Trainer.svelte': block(frameworks, 'svelte [Svelte]'),
};
beforeAll(() => Object.entries(files).forEach(([name, text]) => writeFileSync(join(folder, name), text)));
afterAll(() => rmSync(folder, { recursive: true }));

test('the component for React type-checks', () => {
  const compilerOptions = {
    noEmit: true,
    declaration: false,
    isolatedDeclarations: false,
    jsx: 'react-jsx',
    customConditions: ['@autoencoders/source'],
    types: ['node'],
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, files: ['Trainer.tsx'] }),
  );
  expect(run('tsc', ['-p', '.', '--pretty', 'false'], folder).text).toBe('');
});

test.skipIf(!chromiumPath)(`each component trains${unlessChromium}`, { timeout: 240_000 }, async () => {
  const served = await servePage({ root: folder, config: { plugins: [vue(), svelte({ configFile: false })] } });
  const browser = await launchBrowser();
  try {
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on('pageerror', ({ message }) => errors.push(message));
    await tab.goto(served.address);
    const losses: (string | null)[] = [];
    for (const name of ['React', 'Vue', 'Svelte']) {
      await tab.click(`#${name} button`);
      const shown = tab.locator(`#${name} output`, { hasText: 'epoch 10' });
      losses.push(await shown.textContent({ timeout: 60_000 }).catch(() => errors.join('\n')));
    }
    expect(errors).toEqual([]);
    expect(losses[0]).toMatch(/^epoch 10: [12]\.\d\d$/);
    expect(new Set(losses).size).toBe(1);
  } finally {
    await browser.close();
    await served.close();
  }
});
