import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { checkedKeep, newestReadable } from './store.js';
import type { CheckpointStore, KeepOptions } from './store.js';

/** The place of all checkpoints in a database. Their keys count up. */
const PLACE = 'checkpoints';

/**
 * Keeps checkpoints in the browser: in an IndexedDB database `name` of the page's origin. It works in pages and in workers. Each checkpoint
 * is added, and the oldest removed, in one transaction. So if the page is closed, the ones before stay. If the newest is damaged, training
 * goes on from the one before it. Give each training a name of its own; `indexedDB.deleteDatabase(name)` frees the space.
 *
 * ```ts
 * await fit(model, images, { loss: { squaredError }, checkpoint: { store: browserStore('digits') }, resume: true });
 * ```
 */
export function browserStore(name: string, options: KeepOptions = {}): CheckpointStore {
  check(typeof name === 'string' && name !== '', () => `browserStore: name must be a string that is not empty, not ${show(name)}`);
  check(
    typeof indexedDB !== 'undefined',
    'browserStore: there is no IndexedDB here; in Node, use folderStore of @autoencoders/training/node',
  );
  const keep = checkedKeep('browserStore', options);
  return {
    async write(checkpoint) {
      const database = await opened(name);
      try {
        // Strict: the transaction ends when the checkpoint is on the disk.
        const transaction = database.transaction(PLACE, 'readwrite', { durability: 'strict' });
        const place = transaction.objectStore(PLACE);
        const keys = await keysOf(place);
        place.add(checkpoint);
        for (const old of keys.slice(keep - 1)) place.delete(old);
        await ended(transaction);
      } finally {
        database.close();
      }
    },
    async read(onNotice) {
      const database = await opened(name);
      try {
        const place = (): IDBObjectStore => database.transaction(PLACE).objectStore(PLACE);
        const keys = await keysOf(place());
        return await newestReadable(
          `browserStore(${show(name)})`,
          keys.map((key) => ({ name: `number ${String(key)}`, read: () => result(place().get(key)) as Promise<Uint8Array> })),
          onNotice,
        );
      } finally {
        database.close();
      }
    },
  };
}

/** The keys of all checkpoints, the newest first. */
const keysOf = async (place: IDBObjectStore): Promise<IDBValidKey[]> => (await result(place.getAllKeys())).toReversed();

function opened(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(PLACE, { autoIncrement: true }));
  return result(request);
}

const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });

/** Resolves when a transaction is complete. Rejects if it was aborted, for example because there is no space left. */
const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error));
  });
