"""The autoencoders of keras.io and of Keras' blog as Keras itself saves them, and what Keras computes.

Sources: blog.keras.io/building-autoencoders-in-keras.html, keras.io/examples/vision/autoencoder, keras.io/examples/generative/vae.
The layers and their sizes are those of the sources. Weights are drawn from nine values, so that the files are small in gzip.

Usage: KERAS_BACKEND=jax python3 make_keras_io.py folder, with keras 3.15.1, jax 0.10.2 and h5py 3.16
"""

import gzip
import io
import json
import os
import sys
import tempfile

import keras
import numpy as np
from keras import layers, ops, regularizers

folder = sys.argv[1]
rng = np.random.default_rng(0)
results = {"versions": {"keras": keras.__version__, "backend": keras.backend.backend()}}


def draw(model):
    """Weights of a usual size."""
    for weight in model.weights:
        shape = weight.shape
        if not str(weight.dtype).startswith("float"):
            continue
        fan = int(np.prod(shape[:-1])) if len(shape) > 1 else 16
        step = 2.0 ** -round(np.log2(2.6 * np.sqrt(fan)))
        values = rng.integers(-4, 5, shape) * step
        if "variance" in weight.path or "gamma" in weight.path:
            values = 1 + np.abs(values)
        weight.assign(values.astype("float32"))


def save(model, name):
    with tempfile.TemporaryDirectory() as temporary:
        path = os.path.join(temporary, name)
        model.save_weights(path) if name.endswith(".weights.h5") else model.save(path)
        content = open(path, "rb").read()
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(content)
    with open(f"{folder}/{name}.gz", "wb") as file:
        file.write(buffer.getvalue())


def keep(name, x, **outputs):
    flat = lambda value: [float(f"{number:.7g}") for number in np.asarray(value).ravel()]
    results[name] = {"shape": list(x.shape), "x": flat(x), **{key: flat(value) for key, value in outputs.items()}}


def encoder_of(model, layer):
    return keras.Model(model.inputs, model.get_layer(layer).output)


def examples(*shape, count=2):
    return (rng.integers(0, 17, (count, *shape)) / 16).astype("float32")


def whole(name, model, codes, *endings):
    """A model in one file, or in several kinds of files."""
    draw(model)
    x = examples(*model.inputs[0].shape[1:])
    keep(name, x, codes=encoder_of(model, codes).predict(x, verbose=0), output=model.predict(x, verbose=0))
    for ending in endings:
        save(model, f"{name}{ending}")


def simple(**options):
    keras.utils.clear_session()
    x = keras.Input(shape=(784,))
    encoded = layers.Dense(32, activation="relu", **options)(x)
    decoded = layers.Dense(784, activation="sigmoid")(encoded)
    return keras.Model(x, decoded)


# The blog: simple, sparse, deep.
model = simple()
whole("simple", model, "dense", ".h5", ".weights.h5")
results["simple.json"] = model.to_json()
results["sparse.json"] = simple(activity_regularizer=regularizers.l1(10e-5)).to_json()

x = keras.Input(shape=(784,))
h = layers.Dense(128, activation="relu")(x)
h = layers.Dense(64, activation="relu")(h)
h = layers.Dense(32, activation="relu", name="encoded")(h)
h = layers.Dense(64, activation="relu")(h)
h = layers.Dense(128, activation="relu")(h)
whole("deep", keras.Model(x, layers.Dense(784, activation="sigmoid")(h)), "encoded", ".keras")

# The blog: convolutional, and denoising.
x = keras.Input(shape=(28, 28, 1))
h = layers.Conv2D(16, (3, 3), activation="relu", padding="same")(x)
h = layers.MaxPooling2D((2, 2), padding="same")(h)
h = layers.Conv2D(8, (3, 3), activation="relu", padding="same")(h)
h = layers.MaxPooling2D((2, 2), padding="same")(h)
h = layers.Conv2D(8, (3, 3), activation="relu", padding="same")(h)
h = layers.MaxPooling2D((2, 2), padding="same", name="encoder")(h)
h = layers.Conv2D(8, (3, 3), activation="relu", padding="same")(h)
h = layers.UpSampling2D((2, 2))(h)
h = layers.Conv2D(8, (3, 3), activation="relu", padding="same")(h)
h = layers.UpSampling2D((2, 2))(h)
h = layers.Conv2D(16, (3, 3), activation="relu")(h)
h = layers.UpSampling2D((2, 2))(h)
whole("convolutional", keras.Model(x, layers.Conv2D(1, (3, 3), activation="sigmoid", padding="same")(h)), "encoder", ".keras")

x = keras.Input(shape=(28, 28, 1))
h = layers.Conv2D(32, (3, 3), activation="relu", padding="same")(x)
h = layers.MaxPooling2D((2, 2), padding="same")(h)
h = layers.Conv2D(32, (3, 3), activation="relu", padding="same")(h)
h = layers.MaxPooling2D((2, 2), padding="same", name="encoded")(h)
h = layers.Conv2D(32, (3, 3), activation="relu", padding="same")(h)
h = layers.UpSampling2D((2, 2))(h)
h = layers.Conv2D(32, (3, 3), activation="relu", padding="same")(h)
h = layers.UpSampling2D((2, 2))(h)
whole("denoising", keras.Model(x, layers.Conv2D(1, (3, 3), activation="sigmoid", padding="same")(h)), "encoded", ".keras")

# The blog: sequence to sequence.
x = keras.Input(shape=(5, 3))
h = layers.RepeatVector(5)(layers.LSTM(4)(x))
save(keras.Model(x, layers.LSTM(3, return_sequences=True)(h)), "sequence.keras")

# The blog: variational, with a Lambda.
keras.utils.clear_session()
x = keras.Input(shape=(784,))
h = layers.Dense(64, activation="relu")(x)
z_mean, z_log_sigma = layers.Dense(2)(h), layers.Dense(2, name="z_log_sigma")(h)
sampling = lambda z: z[0] + ops.exp(z[1]) * keras.random.normal((ops.shape(z[0])[0], 2), stddev=0.1)
encoder = keras.Model(x, [z_mean, z_log_sigma, layers.Lambda(sampling, output_shape=(2,))([z_mean, z_log_sigma])], name="encoder")
latent = keras.Input(shape=(2,), name="z_sampling")
decoder = keras.Model(latent, layers.Dense(784, activation="sigmoid")(layers.Dense(64, activation="relu")(latent)), name="decoder")
model = keras.Model(x, decoder(encoder(x)[2]), name="vae_mlp")
draw(model)
batch = examples(784)
# Without the Lambda, whose random numbers have no seed in a compiled function.
mean, log_sigma = keras.Model(x, [z_mean, z_log_sigma]).predict(batch, verbose=0)
keep("variational", batch, codes=mean, logVar=2 * log_sigma, output=decoder.predict(mean, verbose=0))
save(model, "variational.keras")

# keras.io: image denoising.
x = keras.Input(shape=(28, 28, 1))
h = layers.Conv2D(32, (3, 3), activation="relu", padding="same")(x)
h = layers.MaxPooling2D((2, 2), padding="same")(h)
h = layers.Conv2D(32, (3, 3), activation="relu", padding="same")(h)
h = layers.MaxPooling2D((2, 2), padding="same", name="encoded")(h)
h = layers.Conv2DTranspose(32, (3, 3), strides=2, activation="relu", padding="same")(h)
h = layers.Conv2DTranspose(32, (3, 3), strides=2, activation="relu", padding="same")(h)
whole("vision", keras.Model(x, layers.Conv2D(1, (3, 3), activation="sigmoid", padding="same")(h)), "encoded", ".keras")


# keras.io: the variational autoencoder, whose Sampling and VAE are classes.
@keras.saving.register_keras_serializable()
class Sampling(layers.Layer):
    def __init__(self, **options):
        super().__init__(**options)
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, inputs):
        z_mean, z_log_var = inputs
        return z_mean + ops.exp(0.5 * z_log_var) * keras.random.normal(ops.shape(z_mean), seed=self.seed_generator)


@keras.saving.register_keras_serializable()
class VAE(keras.Model):
    def __init__(self, encoder, decoder, **options):
        super().__init__(**options)
        self.encoder, self.decoder = encoder, decoder

    def call(self, inputs):
        return self.decoder(self.encoder(inputs)[2])

    def get_config(self):
        parts = {"encoder": self.encoder, "decoder": self.decoder}
        return {**super().get_config(), **{name: keras.saving.serialize_keras_object(model) for name, model in parts.items()}}


x = keras.Input(shape=(28, 28, 1))
h = layers.Conv2D(32, 3, activation="relu", strides=2, padding="same")(x)
h = layers.Conv2D(64, 3, activation="relu", strides=2, padding="same")(h)
h = layers.Dense(16, activation="relu")(layers.Flatten()(h))
z_mean, z_log_var = layers.Dense(2, name="z_mean")(h), layers.Dense(2, name="z_log_var")(h)
encoder = keras.Model(x, [z_mean, z_log_var, Sampling()([z_mean, z_log_var])], name="encoder")
latent = keras.Input(shape=(2,))
h = layers.Reshape((7, 7, 64))(layers.Dense(7 * 7 * 64, activation="relu")(latent))
h = layers.Conv2DTranspose(64, 3, activation="relu", strides=2, padding="same")(h)
h = layers.Conv2DTranspose(32, 3, activation="relu", strides=2, padding="same")(h)
decoder = keras.Model(latent, layers.Conv2DTranspose(1, 3, activation="sigmoid", padding="same")(h), name="decoder")
draw(encoder)
draw(decoder)
batch = examples(28, 28, 1)
mean, log_var, _ = encoder.predict(batch, verbose=0)
keep("generative", batch, codes=mean, logVar=log_var, output=decoder.predict(mean, verbose=0))
save(encoder, "generative-encoder.keras")
save(decoder, "generative-decoder.keras")

# The same class around two small models: a class of one's own in one file.
x, latent = keras.Input(shape=(4,)), keras.Input(shape=(2,))
z = layers.Dense(2)(x)
model = VAE(keras.Model(x, [z, z, z]), keras.Model(latent, layers.Dense(4)(latent)))
model(np.zeros((1, 4), "float32"))
save(model, "class.keras")

with open(f"{folder}/results.json", "w") as file:
    json.dump(results, file)
