import { shareInstances } from '../share-instances.js';

/** An output cannot be written: the disk is full, or the reader of a pipe has gone. The message says what and why. */
export class OutputError extends Error {
  override readonly name: string = 'OutputError';
  /** Whether it is a pipe whose reader has gone. A command then ends without a message. */
  readonly unread: boolean = false;

  constructor(message: string, { cause, unread = false }: { readonly cause: unknown; readonly unread?: boolean }) {
    super(message, { cause });
    this.unread = unread;
  }
}
shareInstances(OutputError, 'OutputError');

/**
 * The error of writing to `what`.
 *
 * @param cause The error of the system.
 */
export const unwritable = (what: string, cause: unknown): OutputError =>
  new OutputError(`${what} cannot be written (${reasonOf(cause)})`, { cause, unread: codeOf(cause) === 'EPIPE' });

/** The code of a system error, such as `ENOSPC`; undefined for other errors. */
export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code;

/** The system's message for an error: `ENOSPC: no space left on device`. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // Node adds the call and the path: `ENOENT: no such file or directory, open '…'`.
  return /^[A-Z][A-Z0-9_]+: [^,]+/.exec(message)?.[0] ?? message;
}
