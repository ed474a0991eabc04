// What a user's program does, as an ES module: trains a small model, saves it and opens it again. Prints the last loss.
import { setNodeBackend } from '@autoencoders/backend-node';
import { digits, take, toFlat } from '@autoencoders/datasets';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder, load, save } from '@autoencoders/models';
import { fit } from '@autoencoders/training';

await setNodeBackend();
const data = toFlat(take(await digits(), 512));
const model = autoencoder({
  input: [64],
  encoder: chain(dense(32), relu, dense(8)),
  decoder: chain(dense(32), relu, dense(64)),
  output: sigmoid,
  seed: 1,
});
try {
  let last;
  for await (const { loss } of fit(model, data, { loss: { squaredError }, epochs: 5, seed: 1 })) last = loss;
  load(await save(model)).dispose();
  console.log(last.toFixed(3));
} finally {
  model.dispose();
}
