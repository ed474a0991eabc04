import type { AppModules } from './app-modules.js';

interface Found {
  readonly threshold: { readonly value: number };
  readonly scores: Float64Array;
}
/** What the page that finds anomalies does, without a page. */
interface Service {
  readonly train: (request: object) => Promise<Found>;
  readonly save: (request: object) => Promise<Uint8Array>;
  readonly open: (request: object) => Promise<Found>;
}
type Files = { readonly learn: File; readonly look?: File };

/** Kernels, and the rows that neighbours are looked for in, become bytes; what the page shows as numbers stays. */
const finenessOf = (tensor: string): number | undefined =>
  tensor.endsWith('kernel') ? 24 : tensor.endsWith('rows') ? Infinity : undefined;

/** Trains a detector for each sample of the page that finds anomalies, with the settings that the page begins with. */
export async function makeDetectors({ app, kit }: AppModules, write: (sample: string, bytes: Uint8Array) => void): Promise<void> {
  const { service } = await app<{ service: (told: () => void) => Service }>('anomaly/src/service/service.ts');
  const { samples, sampleFiles } = await app<{ samples: object; sampleFiles: (sample: string) => Files }>('anomaly/src/samples/index.ts');
  const { defaults: settings } = await app<{ defaults: object }>('anomaly/src/settings.ts');
  const { packWeights, unpackWeights } = await kit<{
    packWeights: (file: Uint8Array, fineness: (tensor: string) => number | undefined) => Uint8Array;
    unpackWeights: (file: Uint8Array) => Uint8Array;
  }>('data/packed-weights.ts');
  for (const sample of Object.keys(samples)) {
    const { train, save, open } = service(() => undefined);
    const files = sampleFiles(sample);
    const trained = await train({ type: 'train', ...files, settings });
    const packed = packWeights(await save({ type: 'save', threshold: trained.threshold }), finenessOf);
    write(sample, packed);
    const opened = await open({ type: 'open', bytes: unpackWeights(packed), look: files.look ?? files.learn });
    const alarms = ({ scores }: Found): number => scores.filter((score) => score > trained.threshold.value).length;
    console.log(`  trained: ${alarms(trained)} alarms`);
    console.log(`  as bytes: ${alarms(opened)} alarms`);
  }
}
