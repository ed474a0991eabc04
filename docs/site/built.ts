import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { build } from 'vitepress';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the built site, and the address of its sub-folder on a server that runs during the tests. */
    readonly site: { readonly folder: string; readonly address: string };
  }
}

const BASE = '/docs/';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Builds the site once, for a sub-folder, and serves it as any static server does. A dead link ends the build with an error. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'site-'));
  await build(import.meta.dirname, { outDir: folder, base: BASE });
  const server = createServer(({ url }, response) => {
    const path = normalize(decodeURIComponent(new URL(url!, 'http://site').pathname));
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    if (!path.startsWith(BASE)) return void response.writeHead(404).end();
    readFile(join(folder, path.slice(BASE.length))).then(
      (bytes) => response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  provide('site', { folder, address: `http://127.0.0.1:${port}${BASE}` });
  return async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  };
}
