import asc from 'assemblyscript/asc';
import { chromiumPath, isolation, launchBrowser, long, unlessChromium } from '@autoencoders/testing/browser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report, Workers } from './check.js';
import { squareSource } from '../test/square-by-pool.js';
import { server } from './serve.js';
import type { Serving } from './serve.js';
import type { Used } from './use.js';

/** Milliseconds for a page to be built, served and checked, on a machine that has other things to do. */
const patience = 120_000;

describe.skipIf(!chromiumPath)(`threads in Chromium${unlessChromium}`, { timeout: patience }, () => {
  let browser: Browser;
  let pages: ReturnType<typeof server>;

  beforeAll(async () => {
    const { binary } = await asc.compileString(squareSource, { runtime: 'stub', bindings: 'raw', importMemory: true } as object);
    pages = server(Buffer.from(binary!).toString('base64'));
    browser = await launchBrowser();
  }, patience);
  afterAll(async () => {
    await browser?.close();
    await pages?.remove();
  });

  /** Serves the page and checks, in new pages, on their main thread and in a worker. Files that `absent` names are not there. */
  async function checked(serving: Serving, workers: Workers, absent?: RegExp): Promise<{ here: Report; inWorker: Report }> {
    const { address, close } = await pages.serve(serving);
    const page = await browser.newPage();
    try {
      let missed = 0;
      if (absent) await page.route(absent, (route) => (missed++, route.fulfill({ status: 404 })));
      await page.goto(address);
      await page.waitForFunction(() => 'checkHere' in globalThis);
      const here = await page.evaluate((how) => checkHere(how), workers);
      const inWorker = await page.evaluate((how) => checkInWorker(how), workers);
      expect(missed > 0).toBe(absent !== undefined);
      return { here, inWorker };
    } finally {
      await page.close();
      await close();
    }
  }

  /** What `setWasmBackend` comes to in a new page. */
  async function used(serving: Serving, folder?: string): Promise<Used> {
    const { address, close } = await pages.serve(serving);
    const page = await browser.newPage();
    try {
      await page.goto(address);
      await page.waitForFunction(() => 'useHere' in globalThis);
      return await page.evaluate((where) => useHere(2, where), folder);
    } finally {
      await page.close();
      await close();
    }
  }

  const threaded = { isolated: true, shared: true, tfjsThreads: expect.any(Number), size: 2, wrongBy: 0 };
  const single = { isolated: false, shared: false, tfjsThreads: 1, size: 1, reason: 'the memory is not shared', wrongBy: 0 };

  it("minified and isolated, with tfjs's own threads, by the loader that our bundle mends", async () => {
    const { here, inWorker } = await checked({ headers: isolation }, 'tfjs');
    expect(here).toEqual(threaded);
    expect(inWorker).toEqual(threaded);
  });

  it("minified and isolated, without tfjs's threads and the plugin", async () => {
    const { here, inWorker } = await checked({ headers: isolation }, 'none');
    expect(here).toEqual({ ...threaded, tfjsThreads: 1 });
    expect(inWorker).toEqual({ ...threaded, tfjsThreads: 1 });
  });

  it('minified and not isolated, on one thread', async () => {
    const { here, inWorker } = await checked({ plugin: { isolate: false } }, 'none');
    expect(here).toEqual(single);
    expect(inWorker).toEqual(single);
  });

  // The pages of the sample apps are served like this in the short form, too.
  it.skipIf(!long)("from Vite's dev server, isolated or not", async () => {
    const isolated = await checked({ dev: true, plugin: {} }, 'none');
    expect(isolated.here).toEqual({ ...threaded, tfjsThreads: 1 });
    expect(isolated.inWorker).toEqual({ ...threaded, tfjsThreads: 1 });
    expect((await checked({ dev: true, plugin: { isolate: false } }, 'none')).here).toEqual(single);
  });

  it("where a Content-Security-Policy allows workers of the page's own origin only, from a file", async () => {
    const headers = { ...isolation, 'Content-Security-Policy': "worker-src 'self'" };
    const { here, inWorker } = await checked({ headers }, 'none');
    expect(here).toEqual({ ...threaded, tfjsThreads: 1 });
    expect(inWorker).toEqual({ ...threaded, tfjsThreads: 1 });
  });

  it('where the file of the worker is not there, from its text', async () => {
    const { here } = await checked({ headers: isolation }, 'none', /\/thread-[^/]*\.js$/);
    expect(here).toEqual({ ...threaded, tfjsThreads: 1 });
  });

  it('where workers are forbidden, on one thread', async () => {
    const headers = { ...isolation, 'Content-Security-Policy': "worker-src 'none'" };
    const { address, close } = await pages.serve({ headers });
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForFunction(() => 'checkHere' in globalThis);
    const here = await page.evaluate(() => checkHere('none'));
    expect(here).toEqual({ ...threaded, tfjsThreads: 1, size: 1, reason: expect.stringContaining('Content-Security-Policy') });
    await page.close();
    await close();
  });

  it('setWasmBackend: two threads in an isolated page, one elsewhere, the same numbers', async () => {
    const isolated = await used({ headers: isolation });
    expect(isolated.info).toEqual({ simd: expect.stringMatching(/relaxed|plain/), threads: 2 });
    expect(isolated.wrongBy).toBeLessThan(1e-5);
    const alone = await used({});
    expect(alone.info).toMatchObject({ threads: 1, reason: 'the memory is not shared' });
    expect(alone.wrongBy).toBeLessThan(1e-5);
  });

  it("setWasmBackend: where a Content-Security-Policy allows only WebAssembly and files of the page's own origin", async () => {
    const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
    const { info, wrongBy } = await used({ headers: { ...isolation, 'Content-Security-Policy': policy } });
    expect(info.threads).toBe(2);
    expect(wrongBy).toBeLessThan(1e-5);
  });

  it('setWasmBackend: where a Content-Security-Policy forbids WebAssembly, it says so', async () => {
    const headers = { 'Content-Security-Policy': "default-src 'self'" };
    await expect(used({ headers })).rejects.toThrow(/Content Security Policy/);
  });

  it('setWasmBackend: says where it looked for files that are not there, isolated or not', async () => {
    const failure = 'setWasmBackend: WebAssembly did not start with the .wasm files from /nowhere/';
    await expect(used({}, '/nowhere')).rejects.toThrow(failure);
    await expect(used({ headers: isolation }, '/nowhere')).rejects.toThrow(failure);
  });
});
