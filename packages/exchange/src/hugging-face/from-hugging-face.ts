import { InputError } from '@autoencoders/core';
import { check, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { MODEL_KEY, parseMetadata, show } from '@autoencoders/core/internal';

/** Options of `fromHuggingFace`. */
export interface FromHuggingFaceOptions {
  /** The most bytes that are read. Default 2³¹. */
  readonly limit?: number | undefined;
}

/** The name of the file in a folder. */
export const WEIGHTS_FILE = 'model.safetensors';

/**
 * The file of a model at an address, for `load`. The address is that of a repository of Hugging Face, such as
 * `https://huggingface.co/user/model` or `…/tree/v2`, that of any folder with a `model.safetensors`, or that of the file. Throws when it cannot be
 * had, is larger than `limit`, or holds weights of another tool.
 *
 * ```ts
 * using model = load(await fromHuggingFace('https://example.org/models/digits/'));
 * ```
 */
export async function fromHuggingFace(url: string | URL, options: FromHuggingFaceOptions = {}): Promise<Uint8Array> {
  checkOptions('fromHuggingFace', options, { limit: true });
  const { limit = 2 ** 31 } = options;
  checkNumber('fromHuggingFace', 'limit', limit, 0);
  const address = addressOf(url);
  const response = await fetch(address).catch((cause: unknown) => {
    throw new InputError(`fromHuggingFace: ${address} cannot be read (${reasonOf(cause)})`, { cause });
  });
  check(response.ok, () =>
    `fromHuggingFace: ${address} cannot be read: the server answers ${response.status} ${response.statusText}`.trimEnd(),
  );
  return checkedFile(await bodyOf(response, address, limit), address);
}

/** Gives the bytes back. Throws unless they are a file of `save`. */
export function checkedFile(bytes: Uint8Array, where: string): Uint8Array {
  let metadata: Readonly<Record<string, string>>;
  try {
    metadata = parseMetadata(bytes);
  } catch (cause) {
    throw new InputError(`fromHuggingFace: ${where} is no model: ${(cause as Error).message}`, { cause });
  }
  check(
    metadata[MODEL_KEY] !== undefined,
    () => `fromHuggingFace: ${where} holds weights of another tool; make a model of the same layers, and load them with loadPytorch`,
  );
  return bytes;
}

/** The address of the file that an address of a repository, a folder or a file means. */
function addressOf(given: string | URL): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  check(
    url !== undefined && ['http:', 'https:'].includes(url.protocol),
    () => `fromHuggingFace: ${show(String(given))} is not an address that begins with https://`,
  );
  if (url.pathname.endsWith('.safetensors')) return url.href;
  const path = url.pathname.replace(/\/+$/, '');
  const repository = /^(\/[^/]+\/[^/]+)(?:\/tree\/(.+))?$/.exec(path);
  const isHub = ['huggingface.co', 'hf.co'].includes(url.hostname) && repository;
  url.pathname = isHub ? `${repository[1]}/resolve/${repository[2] ?? 'main'}/${WEIGHTS_FILE}` : `${path}/${WEIGHTS_FILE}`;
  return url.href;
}

/** The body of an answer. Throws when it is longer than `limit`, before more is read, and when it breaks off. */
async function bodyOf(response: Response, address: string, limit: number): Promise<Uint8Array> {
  const tooLarge = (): InputError => new InputError(`fromHuggingFace: ${address} is larger than limit, ${limit} bytes`);
  const told = Number(response.headers.get('content-length') ?? 0);
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    if (told > limit) throw tooLarge();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      chunks.push(next.value);
      length += next.value.length;
      if (length > limit) throw tooLarge();
    }
  } catch (cause) {
    await reader?.cancel().catch(() => undefined);
    if (cause instanceof InputError) throw cause;
    throw new InputError(`fromHuggingFace: ${address} broke off (${reasonOf(cause)})`, { cause });
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Why `fetch` failed: Node has the reason in the cause. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
};
