/*
 * A page is not told when somebody ends one of its workers. But the locks that a worker holds are then free.
 * https://developer.mozilla.org/docs/Web/API/Web_Locks_API
 */

/** Holds the lock for as long as this thread lives. */
export async function holdLifeline(name: string): Promise<void> {
  await new Promise<void>((held) => {
    const never = new Promise<never>(() => undefined);
    if (!locks) return held();
    void locks.request(name, () => (held(), never));
  });
}

/** Calls `ended` when the thread that holds the lock has ended. Never where there are no locks. */
export function watchLifeline(name: string, ended: () => void): void {
  void locks?.request(name, ended);
}

/** Undefined in Node, which says when a worker ends, and in pages that are not served by https. */
const locks: LockManager | undefined = typeof process === 'undefined' ? globalThis.navigator?.locks : undefined;
