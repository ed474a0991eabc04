import * as arrow from 'apache-arrow';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromiumPath, launchBrowser, servePage, unlessChromium } from '@autoencoders/testing/browser';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../test/fixture.js';
import type { Page } from './page.js';

/** Milliseconds for a page to be built and loaded, on a machine that has other things to do. */
const patience = 240_000;

const sent = (path: string, bytes: Uint8Array): { path: string; content: string } => ({
  path,
  content: Buffer.from(bytes).toString('latin1'),
});

describe.skipIf(!chromiumPath)(`files in Chromium${unlessChromium}`, { timeout: patience }, () => {
  let browser: Browser;
  let served: Awaited<ReturnType<typeof servePage>>;
  let page: BrowserPage;
  const call = <K extends keyof Page>(name: K, ...args: Parameters<Page[K]>): Promise<Awaited<ReturnType<Page[K]>>> =>
    page.evaluate(([f, given]) => (globalThis as any)[f](...given), [name, args] as const) as never;

  beforeAll(async () => {
    served = await servePage({ root: fileURLToPath(new URL('.', import.meta.url)) });
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(served.address);
    await page.waitForFunction(() => 'pictures' in globalThis);
  }, patience);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  it('read tables and arrays of dropped files', async () => {
    expect(await call('formatOf', sent('x', fixture('types.parquet')))).toBe('parquet');
    const types = await call('parquet', sent('x', fixture('types.parquet')));
    expect(types.small!.slice(0, 3)).toEqual([-5, -4, -3]);
    expect(types.word!.slice(3, 6)).toEqual(['wörd 0', null, 'wörd 2']);
    const zstd = await call('parquet', sent('x', fixture('zstd.parquet')));
    expect(zstd.number).toHaveLength(2048);
    expect(await call('npz', sent('x', fixture('compressed.npz')))).toEqual([20, 3]);
    const table = arrow.tableFromArrays({ x: Float64Array.of(1, 2.5) });
    expect(await call('arrow', sent('x', arrow.tableToIPC(table, 'file')))).toEqual({ x: [1, 2.5] });
  });

  it('decode pictures: turned, cropped, with classes', async () => {
    const names = ['red/truecolour.png', 'red/upright.jpg', 'red/photo.JPG', 'blue/lossy.webp', 'blue/deeper/transparent.webp'];
    const files = names.map((name) => sent(`pictures/${name}`, fixture(`pictures/${name}`)));
    const data = await call('pictures', files, { size: [2, 4] });
    if (typeof data === 'string') throw new Error(data);
    expect(data).toMatchObject({ shape: [2, 4, 3], count: 5, classes: ['blue', 'red'], labels: [0, 0, 1, 1, 1] });
    const row = [1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1];
    const rounded = data.values.map(Math.round);
    expect(rounded.slice(0, 24)).toEqual(Array(24).fill(1));
    for (let picture = 1; picture < 5; picture++) expect(rounded.slice(24 * picture, 24 * (picture + 1))).toEqual([...row, ...row]);
    const grey = await call('pictures', files.slice(0, 1), { size: [1, 2], grey: true, fit: 'stretch' });
    expect((grey as typeof data).values.map((value) => value.toFixed(1))).toEqual(['0.3', '0.1']);
  });

  it('refuse pictures that are incomplete or too large', async () => {
    const photo = fixture('pictures/red/photo.JPG');
    expect(await call('pictures', [sent('all/red/photo.jpg', photo.subarray(0, -30))], { size: 4 })).toBe(
      'InputError: fromPictureFiles: all/red/photo.jpg is incomplete or damaged',
    );
    expect(await call('pictures', [sent('photo.jpg', photo)], { size: 4, maxPixels: 100 })).toBe(
      'InputError: fromPictureFiles: photo.jpg has 40 × 20 pixels; at most 100 are read (maxPixels)',
    );
  });

  it('are downloaded once, over connections that break', async () => {
    const body = Buffer.alloc(20 * 2 ** 20, 'abcdefg');
    const ranges: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      const cors = {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
        'access-control-expose-headers': 'ETag, Content-Range',
      };
      if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
      ranges.push(request.headers.range);
      const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      const part = body.subarray(from);
      const range = from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {};
      response.writeHead(from > 0 ? 206 : 200, { ...cors, ...range, etag: '"1"', 'content-length': part.length });
      if (ranges.length > 1) response.end(part);
      else response.write(part.subarray(0, 12 * 2 ** 20), () => setTimeout(() => response.destroy(), 2000));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
      const sum = createHash('sha256').update(body).digest('hex');
      expect(await call('download', url, sum)).toBe(body.length);
      expect(ranges).toHaveLength(2);
      expect(ranges[1]).toMatch(/^bytes=\d+-$/);
      expect(await call('download', url, sum)).toBe(body.length);
      expect(ranges).toHaveLength(2);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
