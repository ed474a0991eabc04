import { InputError } from '@autoencoders/core';
import { check, checkBoolean, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { MODEL_KEY, parseMetadata, show, showUntrusted, tensorBytes } from '@autoencoders/core/internal';

/** Options of `fromHuggingFace`. */
export interface FromHuggingFaceOptions {
  /** The branch, tag or commit of a repository of Hugging Face. Default: what the address names, or `main`. */
  readonly revision?: string | undefined;
  /** The most bytes that are read from an address. Default 2³¹. */
  readonly limit?: number | undefined;
  /** Whether weights of PyTorch are given, too, for `loadPytorch`. Default false: they are refused. */
  readonly pytorch?: boolean | undefined;
}

/** The name of the file in a folder. */
export const WEIGHTS_FILE = 'model.safetensors';

/** Throws for options that do not fit. */
export function checkHuggingFaceOptions(options: FromHuggingFaceOptions): void {
  checkOptions('fromHuggingFace', options, { revision: true, limit: true, pytorch: true });
  const { revision, limit, pytorch } = options;
  check(
    revision === undefined || (typeof revision === 'string' && revision !== ''),
    () => `fromHuggingFace: revision must be a branch, a tag or a commit, such as 'main', not ${show(revision)}`,
  );
  if (limit !== undefined) checkNumber('fromHuggingFace', 'limit', limit, 0);
  if (pytorch !== undefined) checkBoolean('fromHuggingFace', 'pytorch', pytorch);
}

/**
 * The file of a model at an address, for `load`. The address is that of a repository of Hugging Face, such as
 * `https://huggingface.co/user/model` or `…/tree/v2`, that of any folder with a `model.safetensors`, or that of the file. Throws when it cannot be
 * had, is larger than `limit`, or holds weights of another tool.
 *
 * ```ts
 * using model = load(await fromHuggingFace('https://example.org/models/digits/'));
 * ```
 *
 * @param url The address.
 */
export async function fromHuggingFace(url: string | URL, options: FromHuggingFaceOptions = {}): Promise<Uint8Array> {
  checkHuggingFaceOptions(options);
  const { limit = 2 ** 31, revision } = options;
  const address = addressOf(url, revision);
  const response = await fetch(address).catch((cause: unknown) => {
    throw new InputError(`fromHuggingFace: ${address} cannot be read (${reasonOf(cause)})`, { cause });
  });
  if (!response.ok) {
    await response.body?.cancel().catch(() => undefined);
    throw new InputError(`fromHuggingFace: ${address} cannot be read: ${answerOf(response)}`);
  }
  return checkedFile(await bodyOf(response, address, limit), address, options);
}

/** What an answer without a file says. Hugging Face gives a reason in a header, and hides which repositories are private. */
function answerOf({ status, statusText, headers }: Response): string {
  const reason = headers.get('x-error-message') ?? statusText;
  const said = `the server answers ${status}${reason && ` (${showUntrusted(reason)})`}`;
  if (status === 401 || status === 403)
    return `${said}; the repository is private, asks for its terms to be accepted, or is not there: download it, and open its folder`;
  return said;
}

/** Gives the bytes back. Throws unless they are a file of `save`, or weights of PyTorch where these are wanted. */
export function checkedFile(bytes: Uint8Array, where: string, { pytorch = false }: FromHuggingFaceOptions): Uint8Array {
  check(
    !LFS.every((byte, i) => bytes[i] === byte),
    () => `fromHuggingFace: ${where} is a pointer of Git LFS in place of the file; run git lfs pull, or give the address of the repository`,
  );
  try {
    tensorBytes(bytes);
  } catch (cause) {
    throw new InputError(`fromHuggingFace: ${where} is no model: ${(cause as Error).message}`, { cause });
  }
  check(
    pytorch || isOurs(bytes),
    () => `fromHuggingFace: ${where} holds weights of another tool; make a model of the same layers, and load them with loadPytorch`,
  );
  return bytes;
}

/** How a pointer begins. */
const LFS = new TextEncoder().encode('version https://git-lfs');

/** Whether a safetensors file is one of `save`. Those of other tools may have tensors that these packages do not read. */
function isOurs(bytes: Uint8Array): boolean {
  try {
    return parseMetadata(bytes)[MODEL_KEY] !== undefined;
  } catch {
    return false;
  }
}

/** The address of the file that an address of a repository, a folder or a file means. */
function addressOf(given: string | URL, revision: string | undefined): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  check(
    url !== undefined && ['http:', 'https:'].includes(url.protocol),
    () => `fromHuggingFace: ${show(String(given))} is not an address that begins with https://`,
  );
  const path = url.pathname.replace(/\/+$/, '');
  const [, repository, kind, branch = 'main', rest = ''] = HUBS.includes(url.hostname) ? (REPOSITORY.exec(path) ?? []) : [];
  check(
    revision === undefined || (repository !== undefined && kind === undefined),
    () => `fromHuggingFace: revision is for an address such as https://huggingface.co/user/model, not ${url.href}`,
  );
  const folder =
    repository === undefined ? path : `${repository}/resolve/${revision === undefined ? branch : encodeURIComponent(revision)}${rest}`;
  url.pathname = folder.endsWith('.safetensors') ? folder : `${folder}/${WEIGHTS_FILE}`;
  return url.href;
}

const HUBS = ['huggingface.co', 'hf.co'];
/** A repository, and a revision with a folder or a file in it, as the pages of Hugging Face have them. */
const REPOSITORY = /^(\/[^/]+\/[^/]+)(?:\/(tree|blob|resolve|raw)\/([^/]+)(\/.+)?)?$/;

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
