/*
 * Models kept in this browser, one for each app, in IndexedDB. A browser may have no room, or forbid it: whoever calls
 * gets the error and says so.
 */
const DATABASE = 'autoencoders';
const STORE = 'models';

/** A model that was kept. */
export interface Kept {
  readonly bytes: Uint8Array;
  readonly when: number;
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing here'));
  });
}

async function within<T>(mode: IDBTransactionMode, f: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = f(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () =>
        reject(transaction.error ?? request.error ?? new Error('the browser keeps nothing here'));
    });
  } finally {
    database.close();
  }
}

export const keepModel = (app: string, bytes: Uint8Array): Promise<unknown> =>
  within('readwrite', (store) => store.put({ bytes, when: Date.now() } satisfies Kept, app));

export const keptModel = (app: string): Promise<Kept | undefined> => within<Kept | undefined>('readonly', (store) => store.get(app));

/** Hands bytes to the reader as a file. */
export function download(bytes: Uint8Array, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
