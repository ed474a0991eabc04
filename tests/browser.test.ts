import { chromiumPath, isolation, launchBrowser, long, servePage, unlessChromium } from '@autoencoders/testing/browser';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import type { Backend, Page } from './browser/page.js';
import { expectAlike } from './cases/alike.js';
import { swallowed } from './cases/non-finite.js';

/** Milliseconds for a page to be built and to train on emulated GPUs, on a machine that has other things to do. */
const patience = 480_000;
const others: readonly Backend[] = ['wasm', 'webgl', 'webgpu'];
/** Those that try everything: emulated GPUs compile every program for long, and do so in the long form. */
const thorough: readonly Backend[] = long ? others : ['wasm'];

/** Calls a function of the page. */
const call = <K extends keyof Page>(page: BrowserPage, name: K, ...args: Parameters<Page[K]>): Promise<Awaited<ReturnType<Page[K]>>> =>
  page.evaluate(([f, given]) => (globalThis as any)[f](...given), [name, args] as const) as never;

describe.skipIf(!chromiumPath).each([['built for production', false] as const, ...(long ? [['by the dev server', true] as const] : [])])(
  `backends in Chromium, a page %s${unlessChromium}`,
  { timeout: patience },
  (_, dev) => {
    let browser: Browser;
    let served: Awaited<ReturnType<typeof servePage>>;
    /** One page for what leaves it as it was: a page of its own would compile every kernel again. */
    let page: BrowserPage;
    /** What failed in a page, unseen. */
    const complaints: string[] = [];

    async function opened(): Promise<BrowserPage> {
      const fresh = await browser.newPage();
      fresh.on('pageerror', (error) => complaints.push(error.message));
      await fresh.goto(served.address);
      await fresh.waitForFunction(() => 'curves' in globalThis, undefined, { timeout: 120_000 });
      return fresh;
    }

    /** A page of its own for the time of `f`. */
    async function inPage(f: (own: BrowserPage) => Promise<void>): Promise<void> {
      const own = await opened();
      await f(own).finally(() => own.close());
    }

    beforeAll(async () => {
      served = await servePage({ root: fileURLToPath(new URL('browser', import.meta.url)), dev, headers: isolation });
      browser = await launchBrowser({ gpu: true });
      page = await opened();
    }, patience);
    afterEach(() => expect(complaints.splice(0)).toEqual([]));
    afterAll(async () => {
      await browser?.close();
      await served?.close();
    });

    const epochs = long ? 5 : 2;
    it(`train every small model alike over ${10 * epochs} steps, to 1e-3`, async () => {
      // Where the build is what differs, one model tells; so it does on emulated GPUs in the short form.
      const one = dev ? 'variational' : 'dense';
      const cpu = await call(page, 'curves', 'cpu', epochs, dev ? [one] : undefined);
      for (const backend of others) {
        const names = thorough.includes(backend) ? Object.keys(cpu) : [one];
        const found = await call(page, 'curves', backend, epochs, names);
        expect(Object.keys(found)).toEqual(names);
        for (const [name, losses] of Object.entries(found)) {
          expect(losses).toHaveLength(10 * epochs);
          losses.forEach((loss, i) =>
            expect(Math.abs(loss / cpu[name]![i]! - 1), `${name} on ${backend}, step ${i + 1}`).toBeLessThan(1e-3),
          );
        }
      }
    });

    it.skipIf(dev)('give every layer the same output and gradients, to 1e-4', async () => {
      const cpu = await call(page, 'gradients', 'cpu');
      for (const backend of thorough)
        for (const [layer, parts] of Object.entries(await call(page, 'gradients', backend)))
          for (const [part, values] of Object.entries(parts)) {
            const expected = cpu[layer]![part]!;
            const scale = Math.max(...expected.map(Math.abs), 1e-6);
            const off = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i]!)), 0);
            expect(off / scale, `${part} of ${layer} on ${backend}`).toBeLessThan(1e-4);
          }
    });

    it.skipIf(dev)('give the loss of a table and its gradient alike, to 1e-4', async () => {
      const cpu = await call(page, 'mixed', 'cpu');
      expect(cpu).toHaveLength(1 + 8 * 17);
      for (const backend of others)
        for (const [i, value] of (await call(page, 'mixed', backend)).entries())
          expect(Math.abs(value - cpu[i]!), `${backend}, ${i}`).toBeLessThan(1e-4 * Math.max(1, Math.abs(cpu[i]!)));
    });

    it.skipIf(dev)('give every optimizer the same weights, to 1e-5, with a program for each tensor that a GPU makes', async () => {
      const cpu = await call(page, 'optimizers', 'cpu');
      const tensors = { adam: 3, 'adam, ε = 0': 3, adamW: 3, sgd: 1, momentum: 2, nesterov: 2 };
      for (const backend of ['webgl', 'webgpu'] as const)
        for (const [name, { weights, programs }] of Object.entries(await call(page, 'optimizers', backend))) {
          // WebGL packs each gradient first, since it comes from outside.
          expect(programs, `${name} on ${backend}`).toBe(3 * tensors[name as keyof typeof tensors] + (backend === 'webgl' ? 3 : 0));
          weights.forEach((weight, i) => expect(Math.abs(weight - cpu[name]!.weights[i]!), `${name} on ${backend}`).toBeLessThan(1e-5));
        }
    });

    it.skipIf(dev)('take few programs of a GPU for a training step', async () => {
      // Composed of tfjs's operations: 264 and 154.
      const most = { webgl: 80, webgpu: 55 };
      for (const backend of ['webgl', 'webgpu'] as const) {
        const { dense } = await call(page, 'programsOfSteps', backend, ['dense']);
        expect(dense, backend).toBeGreaterThan(20);
        expect(dense, backend).toBeLessThan(most[backend]);
      }
    });

    it.skipIf(dev)('give every kind of noise the same numbers, to 1e-5', async () => {
      const wasm = await call(page, 'noises', 'wasm');
      for (const backend of ['webgl', 'webgpu'] as const) expectAlike(await call(page, 'noises', backend), wasm, 1e-5);
    });

    it.skipIf(dev)('swallow no NaN and no ±∞', async () => {
      const cpu = await call(page, 'nonFinite', 'cpu');
      for (const backend of thorough) expect(swallowed(cpu, await call(page, 'nonFinite', backend)), backend).toEqual([]);
    });

    it.skipIf(dev)('end a training whose weights are not finite any more, with those before', async () => {
      for (const backend of ['cpu', ...others] as const)
        for (const end of await call(page, 'diverging', backend)) expect(end, backend).toEqual({ name: 'DivergenceError', finite: true });
    });

    it.skipIf(dev)('keep nothing after a training', async () => {
      for (const backend of ['cpu', ...others] as const) expect(await call(page, 'leaks', backend), backend).toBe(0);
    });

    it.skipIf(dev)('WebGL: a context that is lost ends training with the weights of the last epoch, and another starts', () =>
      inPage(async (own) => {
        const { name, message, epoch, weights, told, after } = await call(own, 'losing');
        expect(name).toBe('BackendLostError');
        expect(message).toMatch(
          /^fit: the device behind the webgl backend was lost \(its WebGL context was lost\); the weights after epoch \d+ are in the error$/,
        );
        expect(epoch).toBeGreaterThanOrEqual(3);
        expect([weights, told]).toEqual([8, 1]);
        expect(after[1]).toBeLessThan(after[0]!);
      }),
    );

    it.skipIf(dev)('WebGL: in half precision, losses stay finite and fall', () =>
      inPage(async (own) => {
        const { precision, losses } = await call(own, 'half');
        expect(precision).toBe(16);
        expect(losses.every(Number.isFinite)).toBe(true);
        expect(losses.at(-1)!).toBeLessThan(losses[0]!);
      }),
    );

    it.skipIf(dev)('a training fails with a sentence when its worker is ended from outside', async () =>
      expect(await call(page, 'endedWorker')).toBe('InputError: workerTrainer: the worker was ended from outside'),
    );

    it.skipIf(dev)('setFastestBackend passes over emulated GPUs, and says so', () =>
      inPage(async (own) => {
        const { name, reason, trials } = await call(own, 'best');
        expect(name).toBe('wasm');
        expect(reason).toMatch(/^wasm: .* ms a step of training, cpu .* ms; webgl: .*only emulated here.*; webgpu: .*only emulated here/);
        expect(trials).toHaveLength(4);
      }),
    );
  },
);
