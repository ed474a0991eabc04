import { io, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** What tfjs-layers makes of a model.json and its weights. */
export const openLayers = (modelJson: any, weights: Uint8Array): Promise<LayersModel> =>
  loadLayersModel(
    io.fromMemory({
      modelTopology: modelJson.modelTopology,
      weightSpecs: modelJson.weightsManifest.flatMap((group: any) => group.weights),
      weightData: weights.slice().buffer,
    }),
  );

/** The outputs of a model of tfjs-layers. */
export const runLayers = (model: LayersModel, values: Float32Array, shape: number[]): Float32Array[] =>
  tidy(() => ([model.predict(tensor(values, shape))] as (Tensor | Tensor[])[]).flat().map((y) => y.dataSync() as Float32Array));

/** What `model.save` of tfjs-layers writes. */
export async function savedLayers(model: LayersModel): Promise<{ modelJson: any; weights: Uint8Array }> {
  let saved: any;
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      saved = {
        modelJson: {
          modelTopology: artifacts.modelTopology,
          weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }],
        },
        weights: new Uint8Array(artifacts.weightData as ArrayBuffer),
      };
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return saved;
}
