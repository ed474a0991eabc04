import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { download as toMemory } from './index.js';
import type { DownloadProgress } from './index.js';
import { download } from './node.js';

const content = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7 + (i >> 8)) % 256);
const sha256 = createHash('sha256').update(content).digest('hex');

let folder: string;
let server: Server | undefined;
/** The ranges that were asked for. */
let ranges: (string | undefined)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  ranges = [];
  broken = undefined;
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true });
  vi.unstubAllGlobals();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    listener(request, response);
  });
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.bin`;
}

/** The connection that breaks when so many bytes arrived. */
let broken: { readonly at: number; readonly now: () => void } | undefined;
function onProgress({ received }: DownloadProgress): void {
  if (received > 0 && received === broken?.at) broken.now();
}

interface Behaviour {
  /** Where connections break: the first after so many bytes, and so on. */
  readonly cuts?: readonly number[];
  readonly etag?: string | undefined;
  readonly body?: Uint8Array;
}

/** A server that knows ranges. The behaviour can differ from request to request. */
const files =
  (behaviour: (request: number) => Behaviour): RequestListener =>
  (request, response) => {
    const { cuts = [], etag = '"1"', body = content } = behaviour(ranges.length - 1);
    const same = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    const from = same ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    if (from >= body.length) return void response.writeHead(416).end();
    const part = body.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': part.length,
      ...(etag && { etag }),
      ...(from > 0 && { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
    });
    const cut = cuts[ranges.length - 1];
    if (cut === undefined) return void response.end(part);
    response.write(part.subarray(0, cut));
    broken = { at: from + cut, now: () => void response.destroy() };
    if (cut === 0) response.destroy();
  };

const to = (): string => join(folder, 'deep', 'file.bin');
const got = (): Buffer => readFileSync(to());

describe('download in Node', () => {
  it('goes on where connections break, and gives a whole file', async () => {
    const url = await serve(files(() => ({ cuts: [30_000, 20_000, 0] })));
    const seen: number[] = [];
    const path = await download(url, {
      to: to(),
      sha256,
      onProgress: (progress) => {
        seen.push(progress.received, progress.total!);
        onProgress(progress);
      },
    });
    expect(path).toBe(to());
    expect(got().equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=30000-', 'bytes=50000-', 'bytes=50000-']);
    expect(seen.slice(-2)).toEqual([100_000, 100_000]);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['file.bin']);
    await download(url, { to: to(), sha256 });
    expect(ranges).toHaveLength(4);
  });

  it('keeps what arrived for the next call', async () => {
    const url = await serve(files((request) => ({ cuts: request < 2 ? [40_000, 0] : [] })));
    await expect(download(url, { to: to(), retries: 0, onProgress })).rejects.toThrow(InputError);
    expect(existsSync(to())).toBe(false);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['file.bin.part', 'file.bin.part.json']);
    await download(url, { to: to() });
    expect(ranges.at(-1)).toBe('bytes=40000-');
    expect(got().equals(content)).toBe(true);
  });

  it('begins anew when the file changed meanwhile', async () => {
    const other = content.map((byte) => 255 - byte);
    const url = await serve(files((request) => (request === 0 ? { cuts: [40_000] } : { etag: '"2"', body: other })));
    await download(url, { to: to(), onProgress });
    expect(ranges).toEqual([undefined, 'bytes=40000-']);
    expect(got().equals(other)).toBe(true);
  });

  it('begins anew without a version, unless the checksum would tell', async () => {
    const url = await serve(files(() => ({ cuts: [40_000], etag: '' })));
    await download(url, { to: to(), onProgress });
    expect(ranges).toEqual([undefined, undefined]);
    rmSync(to());
    ranges = [];
    await download(url, { to: to(), sha256, onProgress });
    expect(ranges).toEqual([undefined, 'bytes=40000-']);
    expect(got().equals(content)).toBe(true);
  });

  it('takes a file whose length is not said, and one of no bytes', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/empty') return void response.writeHead(200, { 'content-length': 0 }).end();
      response.writeHead(200).write(content.subarray(0, 10));
      response.end(content.subarray(10));
    });
    await download(url, { to: to(), sha256 });
    expect(got().equals(content)).toBe(true);
    expect(readFileSync(await download(new URL('/empty', url), { to: join(folder, 'empty') }))).toHaveLength(0);
  });

  test.each<[string, Behaviour | RequestListener, RegExp]>([
    ['a file that is not there', (_, response) => response.writeHead(404).end(), /^download: \S+ answers 404 Not Found$/],
    ['a server that fails', (_, response) => response.writeHead(503).end(), /^download: \S+ answers 503 Service Unavailable$/],
    ['a connection that always breaks', { cuts: [10, 0, 0] }, /^download: \S+ cannot be read: /],
    [
      'a file that is shorter than the server says',
      (_, response) =>
        void response.writeHead(200, { 'content-length': 10, connection: 'close' }).write('123', () => response.socket!.end()),
      /^download: \S+ cannot be read: /,
    ],
    ['a server that sends nothing', () => undefined, /^download: \S+ sent nothing for 0.2 seconds$/],
    [
      'another file',
      { body: content.slice(1) },
      /^download: \S+ has the SHA-256 checksum \w{64}; \w{64} was expected; the file there is another one$/,
    ],
    [
      'another part',
      (request, response) => {
        if (!request.headers.range)
          return void response
            .writeHead(200, { etag: '"1"', 'content-length': 10 })
            .write('1', () => (broken = { at: 1, now: () => void response.destroy() }));
        response.writeHead(206, { etag: '"1"', 'content-range': 'bytes 0-9/10' }).end('0123456789');
      },
      /^download: \S+ gives another part than the one that was asked for$/,
    ],
  ])('refuses %s', async (name, behaviour, message) => {
    const url = await serve(typeof behaviour === 'function' ? behaviour : files(() => behaviour));
    await expect(
      download(url, { to: to(), sha256, retries: 1, timeout: name.endsWith('sends nothing') ? 0.2 : 20, onProgress }),
    ).rejects.toThrow(message);
    expect(existsSync(to())).toBe(false);
  });

  it('refuses a server that does not answer, another file at the path, and what is no address', async () => {
    const url = await serve(files(() => ({})));
    server!.close();
    await expect(download(url, { to: to(), retries: 0 })).rejects.toThrow(/^download: \S+ cannot be read: connect ECONNREFUSED/);
    const path = join(folder, 'other');
    writeFileSync(path, 'x');
    await expect(download(url, { to: path, sha256 })).rejects.toThrow(/^download: another file is at "\S+": its SHA-256 checksum is not /);
    await expect(download('file:///etc/passwd', { to: path })).rejects.toThrow(
      new InputError('download: url must be an address with http or https, not "file:///etc/passwd"'),
    );
    await expect(download(url, { to: path, sha256: 'abc' })).rejects.toThrow('download: sha256 must be 64 hexadecimal digits, not "abc"');
  });

  it('stops when it is told to, and goes on later', async () => {
    const url = await serve(files(() => ({})));
    const stop = new AbortController();
    await expect(download(url, { to: to(), signal: stop.signal, onProgress: () => stop.abort() })).rejects.toThrow(/abort/i);
    await download(url, { to: to() });
    expect(got().equals(content)).toBe(true);
  });
});

describe('download in a page', () => {
  it('goes on where connections break', async () => {
    const url = await serve(files(() => ({ cuts: [30_000, 20_000] })));
    expect(Buffer.from(await toMemory(url, { sha256, onProgress })).equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=30000-', 'bytes=50000-']);
    await expect(toMemory(url, { sha256: '0'.repeat(64) })).rejects.toThrow(/has the SHA-256 checksum/);
  });

  it('keeps the file, and the pieces of one that did not arrive whole, in a cache', async () => {
    const kept = new Map<string, Response>();
    const store = {
      match: async (key: string) => kept.get(key)?.clone(),
      put: async (key: string, response: Response) => void kept.set(key, response),
      delete: async (key: string) => kept.delete(key),
    };
    vi.stubGlobal('caches', { open: async () => store });
    const body = new Uint8Array(2 ** 24).map((_, i) => i % 251);
    const url = await serve(files((request) => ({ body, cuts: request < 2 ? [2 ** 23 + 2 ** 22, 0] : [] })));
    await expect(toMemory(url, { cache: 'data', retries: 0, onProgress })).rejects.toThrow(InputError);
    expect(kept.size).toBe(1);
    expect(Buffer.from(await toMemory(url, { cache: 'data' })).equals(body)).toBe(true);
    const from = Number(/\d+/.exec(ranges.at(-1)!)![0]);
    expect(from).toBeGreaterThanOrEqual(2 ** 23);
    expect([...kept.keys()]).toEqual([url]);
    const requests = ranges.length;
    expect((await toMemory(url, { cache: 'data' })).length).toBe(body.length);
    expect(ranges).toHaveLength(requests);
  });
});
