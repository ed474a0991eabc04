import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { checkDownload, checkSum, parts } from './download-stream.js';
import type { DownloadOptions, Arrived } from './download-stream.js';
import { orExplain } from './file-access.js';

/** Options of `download` in Node. */
export interface DownloadFileOptions extends DownloadOptions {
  /** The path of the file. What has arrived is in the same folder, in a file with `.part` after its name. */
  readonly to: string;
}

/**
 * Downloads a file, and goes on where an earlier try stopped. The file is at `to` only when it is complete and has the checksum; it is not
 * downloaded again when it is there. Gives `to`. Throws when the server has no such file, when the connection breaks too often, when the file
 * has another checksum (what arrived is removed), and when another file is at `to`.
 *
 * ```ts
 * await download(url, { to: 'data/pictures.tar.gz', sha256, onProgress: ({ received, total }) => console.log(received, total) });
 * ```
 */
export async function download(url: string | URL, options: DownloadFileOptions): Promise<string> {
  checkOptions('download', options, { to: true, sha256: true, onProgress: true, retries: true, timeout: true, signal: true });
  const { to, sha256, onProgress } = options;
  const href = checkDownload(url, options);
  check(typeof to === 'string' && to !== '', () => `download: to must be the path of a file, not ${show(to)}`);
  if (existsSync(to)) {
    check(
      sha256 === undefined || (await sumOf(to)) === sha256.toLowerCase(),
      () => `download: another file is at ${show(to)}: its SHA-256 checksum is not ${sha256}; remove it, or pass another path`,
    );
    return to;
  }
  await orExplain('download', dirname(to), () => mkdir(dirname(to), { recursive: true }));
  const part = `${to}.part`;
  const start = await startOf(part, href);
  const file = await orExplain('download', part, () => open(part, start.received > 0 ? 'r+' : 'w'));
  try {
    let known = start.version;
    for await (const { at, bytes, total, version } of parts(href, start, options)) {
      if (at === 0 && bytes.length === 0) await file.truncate(0);
      if (version !== known || at === 0) await writeFile(`${part}.json`, JSON.stringify({ href, version }));
      known = version;
      await file.write(bytes, 0, bytes.length, at);
      onProgress?.({ received: at + bytes.length, total });
    }
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    if (sha256 !== undefined) checkSum(href, await sumOf(part), sha256);
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
    await rm(`${part}.json`, { force: true });
  }
  return to;
}

/** What an earlier try left, if it was for the same address. */
async function startOf(part: string, href: string): Promise<Arrived> {
  try {
    const { size } = await stat(part);
    const left = JSON.parse(await readFile(`${part}.json`, 'utf8')) as { href?: unknown; version?: unknown };
    if (left.href === href) return { received: size, version: typeof left.version === 'string' ? left.version : undefined };
  } catch {
    // There is none, or its description is damaged.
  }
  return { received: 0 };
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Uint8Array);
  return hash.digest('hex');
}
