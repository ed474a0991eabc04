/// <reference types="vite/client" />
import '@tensorflow/tfjs-backend-cpu';
import { squaredError } from '@autoencoders/losses';
import { digitsLike } from '@autoencoders/testing';
import { browserStore, fit } from '../../src/index.js';
import { plainModel, weightsOf } from '../helpers.js';
import { newestStep, trainAtOnce, trainOn } from './closings.js';

const options = { loss: { squaredError }, batch: 10, epochs: 6, seed: 1 };
const name = 'digits';

/** Trains, and stops for good after an epoch, as a page that is closed does. */
async function interrupted(epochs: number): Promise<void> {
  for await (const { epoch } of fit(plainModel(), digitsLike(60), {
    ...options,
    checkpoint: { store: browserStore(name), everySteps: 1 },
  }))
    if (epoch === epochs) break;
}

/** The weights of a training that goes on from the store, how many epochs it has in all, and what was said. */
async function resumed(): Promise<{ readonly weights: number[]; readonly epochs: number; readonly notices: string[] }> {
  const model = plainModel(5);
  const notices: string[] = [];
  const checkpoint = { store: browserStore(name), onNotice: (notice: string) => void notices.push(notice) };
  const { history } = await fit(model, digitsLike(60), { ...options, checkpoint, resume: true });
  return { weights: weightsOf(model), epochs: history.length, notices };
}

/** The weights of a training that was never interrupted. */
async function whole(): Promise<number[]> {
  const model = plainModel();
  await fit(model, digitsLike(60), options);
  return weightsOf(model);
}

/** Everything in the database. */
const rows = (change?: (place: IDBObjectStore, keys: IDBValidKey[]) => void): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.addEventListener('error', () => reject(request.error));
    request.addEventListener('success', () => {
      const place = request.result.transaction('checkpoints', 'readwrite').objectStore('checkpoints');
      const keys = place.getAllKeys();
      keys.addEventListener('success', () => {
        change?.(place, keys.result);
        request.result.close();
        resolve(keys.result.length);
      });
    });
  });

/** Cuts the newest checkpoint short. */
const damage = (): Promise<number> => rows((place, keys) => void place.put(new Uint8Array(100), keys.at(-1)!));

/** What the test calls. */
export interface Page {
  readonly interrupted: typeof interrupted;
  readonly resumed: typeof resumed;
  readonly whole: typeof whole;
  readonly damage: typeof damage;
  readonly rows: typeof rows;
  readonly trainOn: typeof trainOn;
  readonly trainAtOnce: typeof trainAtOnce;
  readonly newestStep: typeof newestStep;
}
const page: Page = { interrupted, resumed, whole, damage, rows, trainOn, trainAtOnce, newestStep };
Object.assign(globalThis, page);
