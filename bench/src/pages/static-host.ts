import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** A server of a folder that does what hosts of static pages such as GitHub Pages do. */
export interface StaticHost {
  readonly address: string;
  /** How often each path was asked for. */
  readonly requests: ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
}

/** Serves a folder, compressed by gzip where that helps. Browsers may keep the files for ten minutes. */
export async function staticHost(folder: string): Promise<StaticHost> {
  const requests = new Map<string, number>();
  const zipped = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://host');
    const path = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    requests.set(pathname, (requests.get(pathname) ?? 0) + 1);
    if (!existsSync(path) || !statSync(path).isFile()) return void response.writeHead(404).end();
    const type = types[extname(path)];
    if (type && !zipped.has(path)) zipped.set(path, gzipSync(readFileSync(path)));
    const body = zipped.get(path) ?? readFileSync(path);
    response.writeHead(200, {
      'Content-Type': type ?? 'application/octet-stream',
      'Content-Length': body.length,
      'Cache-Control': 'max-age=600',
      ...(type && { 'Content-Encoding': 'gzip' }),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    requests,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
