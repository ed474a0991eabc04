import { InputError } from '@autoencoders/core';
import { check, checkFunction, checkInteger, checkNumber } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';

/** What `onProgress` gets. */
export interface DownloadProgress {
  /** Bytes so far, with those of an earlier try. */
  readonly received: number;
  /** Bytes of the whole file, if the server says so. */
  readonly total: number | undefined;
}

/** Options of a download that do not depend on where the file goes. */
export interface DownloadOptions {
  /** The SHA-256 checksum of the file, as 64 hexadecimal digits. Another file is refused. */
  readonly sha256?: string | undefined;
  /** Called after each part. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** How many times in a row the download is tried again when the connection breaks and nothing more arrives. Default 5. */
  readonly retries?: number | undefined;
  /** How many seconds without a byte count as a broken connection. Default 60. */
  readonly timeout?: number | undefined;
  /** Stops the download. What has arrived is kept for the next try. */
  readonly signal?: AbortSignal | undefined;
}

/** Throws unless the options are right. */
export function checkDownload(url: string | URL, { sha256, onProgress, retries = 5, timeout = 60 }: DownloadOptions): string {
  check(
    URL.canParse(url) && /^https?:$/.test(new URL(url).protocol),
    () => `download: url must be an address with http or https, not ${show(String(url))}`,
  );
  check(sha256 === undefined || /^[\da-f]{64}$/i.test(sha256), () => `download: sha256 must be 64 hexadecimal digits, not ${show(sha256)}`);
  if (onProgress) checkFunction('download', 'onProgress', onProgress);
  checkInteger('download', 'retries', retries, 0);
  checkNumber('download', 'timeout', timeout, 0.001);
  return new URL(url).href;
}

/** Throws unless the checksum of a file is the one that was expected. */
export function checkSum(href: string, sum: string, expected: string | undefined): void {
  check(
    expected === undefined || sum === expected.toLowerCase(),
    () =>
      `download: ${printable(href)} has the SHA-256 checksum ${sum}; ${expected!.toLowerCase()} was expected; the file there is another one`,
  );
}

/** What is known of a file that has partly arrived. */
export interface Arrived {
  readonly received: number;
  /** What tells one version of the file from another: its ETag, or else the time when it was changed. */
  readonly version?: string | undefined;
}

/** Some bytes of a file, and where they belong. Place 0 means that the file begins anew. */
export interface Part {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly total: number | undefined;
  readonly version: string | undefined;
}

/** Milliseconds before the second try; each later wait is twice as long. */
const WAIT = 200;

/**
 * The bytes of a file from `start.received` on, over as many connections as it takes. It goes on where it stopped when the server gives
 * ranges and says that the file is still the same (RFC 9110, 13.1.5 and 14); otherwise it begins anew.
 */
export async function* parts(href: string, start: Arrived, options: DownloadOptions): AsyncGenerator<Part, void> {
  const { sha256, retries = 5, signal } = options;
  let { received, version } = start;
  let most = received;
  for (let failures = 0; ;) {
    try {
      // Without a version, only the checksum could tell that the file has changed.
      if (version === undefined && sha256 === undefined) received = 0;
      for await (const part of connection(href, { received, version }, options)) {
        yield part;
        ({ version } = part);
        received = part.at + part.bytes.length;
      }
      return;
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof InputError) throw cause;
      failures = received > most ? 0 : failures + 1;
      most = Math.max(most, received);
      if (failures > retries) throw new InputError(`download: ${printable(href)} ${reasonOf(cause)}`, { cause });
      await new Promise((done) => setTimeout(done, WAIT * 2 ** failures));
    }
  }
}

/** A failure after which it is worth trying again. */
class Broken extends Error {}

const reasonOf = (cause: unknown): string =>
  cause instanceof Broken
    ? cause.message
    : `cannot be read: ${printable(String(((cause as Error).cause as Error | undefined)?.message ?? (cause as Error).message))}`;

/** One connection: the bytes from `received` on, or all of them. */
async function* connection(href: string, { received, version }: Arrived, options: DownloadOptions): AsyncGenerator<Part, void> {
  const headers = new Headers(received > 0 ? { Range: `bytes=${received}-` } : {});
  if (received > 0 && version !== undefined) headers.set('If-Range', version);
  const watch = watched(options);
  try {
    const response = await fetch(href, { headers, signal: watch.signal });
    if (response.status === 416 && received > 0) {
      // There is nothing after what arrived, or the file is another one: begin anew.
      yield* connection(href, { received: 0 }, options);
      return;
    }
    const { total, at: from, version: now } = described(href, response, received);
    let at = from;
    yield { at, bytes: new Uint8Array(0), total, version: now };
    // By a reader: not every browser can loop over a stream.
    const reader = response.body!.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      watch.alive();
      yield { at, bytes: next.value, total, version: now };
      at += next.value.length;
    }
    if (total !== undefined && at !== total) throw new Broken(`ended after ${at} of ${total} bytes`);
  } finally {
    watch.stop();
  }
}

/** A signal that aborts when `alive` was not called for `timeout` seconds. */
function watched({ timeout = 60, signal }: DownloadOptions): {
  readonly signal: AbortSignal;
  readonly alive: () => void;
  readonly stop: () => void;
} {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  const alive = (): void => {
    stop();
    timer = setTimeout(() => controller.abort(new Broken(`sent nothing for ${timeout} seconds`)), 1000 * timeout);
  };
  alive();
  return { signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal, alive, stop };
}

/** Where the bytes of a response belong, and of what file they are. */
function described(href: string, { status, statusText, ok, headers }: Response, received: number): Omit<Part, 'bytes'> {
  const answer = `answers ${status} ${printable(statusText)}`;
  if (status >= 500 || status === 429) throw new Broken(answer);
  check(ok, () => `download: ${printable(href)} ${answer}`);
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('Content-Range') ?? '');
  const at = status === 206 ? Number(range?.[1]) : 0;
  check(status !== 206 || at === received, () => `download: ${printable(href)} gives another part than the one that was asked for`);
  // A server that compresses on the way gives the length of what it sends.
  const length = headers.has('Content-Encoding') ? null : headers.get('Content-Length');
  const total = range ? Number(range[2]) : length === null ? undefined : Number(length);
  const etag = headers.get('ETag') ?? undefined;
  // A weak ETag does not promise the same bytes.
  const version = etag?.startsWith('W/') ? undefined : (etag ?? headers.get('Last-Modified') ?? undefined);
  return { at, total, version };
}
