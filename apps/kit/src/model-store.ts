import { InputError } from '@autoencoders/core';

/*
 * Models kept in this browser, one for each app, in IndexedDB. A browser may have no room, or may not allow it: then
 * these functions reject.
 */
const DATABASE = 'autoencoders';
const STORE = 'models';

/** A model that was kept. */
export interface KeptModel {
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly when: number;
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing here'));
  });
}

async function request<T>(mode: IDBTransactionMode, f: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = f(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () =>
        reject(transaction.error ?? asked.error ?? new Error('the browser keeps nothing here'));
    });
  } finally {
    database.close();
  }
}

/** Keeps the model of an app, in place of the one before. */
export const keepModel = (app: string, bytes: Uint8Array): Promise<unknown> =>
  request('readwrite', (store) => store.put({ bytes, when: Date.now() } satisfies KeptModel, app)).catch((cause: Error) => {
    const why = `the browser has no room to keep the model, or keeps nothing for this page (${cause.name})`;
    throw new InputError(`${why}; download it instead`, { cause });
  });

/** The model of an app that was kept, if there is one. */
export const keptModel = (app: string): Promise<KeptModel | undefined> =>
  request<KeptModel | undefined>('readonly', (store) => store.get(app));
