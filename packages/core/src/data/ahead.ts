/** Asks for up to `count` items before they are needed, so that reading goes on while the loop works. Leaving the loop ends the reading. */
export async function* ahead<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T, void> {
  const iterator = items[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<T, unknown>>[] = [];
  const ask = (): void => {
    const next = iterator.next();
    // What cannot be read is reported when its turn comes.
    next.catch(() => undefined);
    asked.push(next);
  };
  try {
    for (let i = 0; i < count; i++) ask();
    for (;;) {
      const { done, value } = await asked.shift()!;
      if (done) return;
      ask();
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
