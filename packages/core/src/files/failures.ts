/** Something cannot be written: a full disk, a pipe that nobody reads any more. The message says what and why. */
export class OutputError extends Error {
  override readonly name: string = 'OutputError';
  /** Whether it is a pipe whose reader has gone, which is nothing to complain about. */
  readonly unread: boolean = false;

  constructor(message: string, { cause, unread = false }: { readonly cause: unknown; readonly unread?: boolean }) {
    super(message, { cause });
    this.unread = unread;
  }
}

/** The error of writing to `what`. */
export const unwritable = (what: string, cause: unknown): OutputError =>
  new OutputError(`${what} cannot be written (${reasonOf(cause)})`, { cause, unread: codeOf(cause) === 'EPIPE' });

/** The system's name for what went wrong, such as `ENOSPC`, where it was the system. */
export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code;

/** What went wrong in the system's words: `ENOSPC: no space left on device`. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // Node adds the call and the path: `ENOENT: no such file or directory, open '…'`.
  return /^[A-Z][A-Z0-9_]+: [^,]+/.exec(message)?.[0] ?? message;
}
