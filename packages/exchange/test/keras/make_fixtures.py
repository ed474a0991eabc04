"""Files as Keras 2 and Keras 3 write them, and what the models compute.

Keras cannot be had where these were made, so h5py writes the files after Keras' own code (keras/src/saving/saving_lib.py and
legacy_h5_format.py), and numpy computes the outputs in float64, straight from the definitions of the layers.

Usage: python3 make_fixtures.py folder
"""

import io
import json
import sys
import zipfile

import h5py
import numpy as np

rng = np.random.default_rng(0)
folder = sys.argv[1]


def numbers(*shape, scale=0.4):
    return (rng.standard_normal(shape) * scale).astype(np.float32)


def relu(x):
    return np.maximum(x, 0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def conv2d(x, kernel, bias, stride=1):
    """Padding `same`: zeros around, one more at the end."""
    n, h, w, _ = x.shape
    kh, kw, _, filters = kernel.shape
    oh, ow = -(-h // stride), -(-w // stride)
    ph, pw = max(0, (oh - 1) * stride + kh - h), max(0, (ow - 1) * stride + kw - w)
    x = np.pad(x, [(0, 0), (ph // 2, ph - ph // 2), (pw // 2, pw - pw // 2), (0, 0)])
    out = np.zeros((n, oh, ow, filters))
    for i in range(oh):
        for j in range(ow):
            patch = x[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[:, i, j] = np.tensordot(patch, kernel, 3)
    return out + bias


def conv2d_transpose(x, kernel, bias, stride):
    """Padding `same`: the gradient of conv2d, n·stride places."""
    n, h, w, _ = x.shape
    kh, kw, filters, _ = kernel.shape
    full = np.zeros((n, (h - 1) * stride + kh, (w - 1) * stride + kw, filters))
    for i in range(h):
        for j in range(w):
            full[:, i * stride : i * stride + kh, j * stride : j * stride + kw] += np.tensordot(x[:, i, j], kernel, [[1], [3]])
    ph, pw = max(0, kh - stride), max(0, kw - stride)
    return full[:, ph // 2 : ph // 2 + h * stride, pw // 2 : pw // 2 + w * stride] + bias


def max_pool(x, size=2):
    n, h, w, c = x.shape
    oh, ow = -(-h // size), -(-w // size)
    x = np.pad(x, [(0, 0), (0, oh * size - h), (0, ow * size - w), (0, 0)], constant_values=-np.inf)
    return x.reshape(n, oh, size, ow, size, c).max((2, 4))


def upsample(x):
    return x.repeat(2, 1).repeat(2, 2)


def batch_norm(x, gamma, beta, mean, variance):
    return gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta


# How the two versions write a layer.


def layer3(name, class_name, config, *inputs, module="keras.layers", registered=None):
    tensor = lambda source: {"class_name": "__keras_tensor__", "config": {"shape": [None], "dtype": "float32", "keras_history": list(source)}}
    args = [tensor(inputs[0])] if len(inputs) == 1 else [[tensor(source) for source in inputs]]
    return {
        "module": module,
        "class_name": class_name,
        "config": {"name": name, "trainable": True, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}}, **config},
        "registered_name": registered,
        "name": name,
        "inbound_nodes": [{"args": args, "kwargs": {}}] if inputs else [],
    }


def input3(name, shape):
    return layer3(name, "InputLayer", {"batch_shape": [None, *shape], "sparse": False})


def layer2(name, class_name, config, *inputs):
    return {
        "class_name": class_name,
        "config": {"name": name, "trainable": True, "dtype": "float32", **config},
        "name": name,
        "inbound_nodes": [[[*source, {}] for source in inputs]] if inputs else [],
    }


def input2(name, shape):
    return layer2(name, "InputLayer", {"batch_input_shape": [None, *shape], "sparse": False, "ragged": False})


def functional(name, layers, inputs, outputs, **more):
    config = {"name": name, "trainable": True, "layers": layers, "input_layers": inputs, "output_layers": outputs}
    return {"class_name": "Functional", "config": config, **more}


def dense(units, activation="linear"):
    return {"units": units, "activation": activation, "use_bias": True, "kernel_regularizer": None}


def conv(filters, activation="relu", **more):
    return {
        "filters": filters, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "data_format": "channels_last",
        "dilation_rate": [1, 1], "groups": 1, "activation": activation, "use_bias": True, **more,
    }  # fmt: skip


POOL = {"pool_size": [2, 2], "padding": "same", "strides": [2, 2], "data_format": "channels_last"}
UP = {"size": [2, 2], "data_format": "channels_last", "interpolation": "nearest"}


def keras3_file(path, model, weights, compression=zipfile.ZIP_STORED, root="layers/"):
    """`.keras`: weights by the place of their layer, each with the number it has in the layer."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        for place, values in weights.items():
            group = file.create_group(f"{root}{place}/vars")
            for i, value in enumerate(values):
                group[str(i)] = value
        file.create_group("optimizer/vars")["0"] = np.array(3, dtype=np.int64)
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.5.0", "date_saved": "2024-09-01@12:00:00"}))
        archive.writestr("config.json", json.dumps(model))
        archive.writestr("model.weights.h5", buffer.getvalue())


def h5_file(path, model, weights, text=str.encode, **storage):
    """Keras 2's `.h5`: a group for each layer, weights by their names. Without `model`, weights alone. Keras 3 writes the config as a `str`."""
    with h5py.File(path, "w") as file:
        if model:
            file.attrs["model_config"] = text(json.dumps(model))
            file.attrs["keras_version"] = b"2.11.0"
            file.attrs["backend"] = b"tensorflow"
        group = file.create_group("model_weights") if model else file
        group.attrs["layer_names"] = [name.encode() for name in weights]
        for layer, values in weights.items():
            inner = group.create_group(layer)
            inner.attrs["weight_names"] = [f"{name}:0".encode() for name in values]
            for name, value in values.items():
                inner.create_dataset(f"{name}:0", data=value, **storage)


def named(name, kernel, bias):
    return {name: {f"{name}/kernel": kernel, f"{name}/bias": bias}}


results = {}


def keep(name, x, **outputs):
    flat = lambda value: np.asarray(value, dtype=np.float32).ravel().tolist()
    results[name] = {"shape": list(x.shape), "x": flat(x), **{key: flat(value) for key, value in outputs.items()}}


# The simplest autoencoder and the deep one of blog.keras.io/building-autoencoders-in-keras.html, smaller: `.keras` and `.h5`.

x = rng.random((4, 20)).astype(np.float32)
(w1, b1), (w2, b2), (w3, b3), (w4, b4) = [(numbers(a, b), numbers(b)) for a, b in [(20, 12), (12, 5), (5, 12), (12, 20)]]
codes = relu(relu(x @ w1 + b1) @ w2 + b2)
output = sigmoid(relu(codes @ w3 + b3) @ w4 + b4)
keep("deep", x, codes=codes, output=output)
names = ["dense", "dense_1", "dense_2", "dense_3"]
kinds = [dense(12, "relu"), dense(5, "relu"), dense(12, "relu"), dense(20, "sigmoid")]
before = ["input_layer", *names]
layers = [input3("input_layer", [20])] + [layer3(n, "Dense", k, [b, 0, 0]) for n, k, b in zip(names, kinds, before)]
pairs = [[w1, b1], [w2, b2], [w3, b3], [w4, b4]]
model = functional("functional", layers, [["input_layer", 0, 0]], [["dense_3", 0, 0]], module="keras.src.models.functional", registered_name="Functional")
keras3_file(f"{folder}/deep.keras", model, dict(zip(names, pairs)))
keras3_file(f"{folder}/deep-2.12.keras", model, dict(zip(names, pairs)), zipfile.ZIP_DEFLATED, "_layer_checkpoint_dependencies/")
# Keras 2 names the input input_1, and the layers of a second model in the same program go on counting.
names2 = ["dense_4", "dense_5", "dense_6", "dense_7"]
layers = [input2("input_1", [20])] + [layer2(n, "Dense", k, [b, 0, 0]) for n, k, b in zip(names2, kinds, ["input_1", *names2])]
model = functional("model_1", layers, [["input_1", 0, 0]], [["dense_7", 0, 0]])
weights = {"input_1": {}} | {k: v for n, p in zip(names2, pairs) for k, v in named(n, *p).items()}
h5_file(f"{folder}/deep.h5", model, weights)
h5_file(f"{folder}/deep.weights.h5", None, weights)
with open(f"{folder}/deep.json", "w") as file:
    json.dump(model, file)

# The convolutional and the denoising one: Sequential, with batch normalization and a transposed convolution.

x = rng.random((3, 7, 8, 1)).astype(np.float32)
k1, c1, k2, c2 = numbers(3, 3, 1, 4), numbers(4), numbers(3, 3, 4, 2), numbers(2)
norm = [numbers(4) + 1, numbers(4), numbers(4), np.abs(numbers(4)) + 0.2]
k3, c3, k4, c4 = numbers(3, 3, 6, 2), numbers(6), numbers(3, 3, 6, 1), numbers(1)
h = relu(batch_norm(conv2d(x, k1, c1), *norm))
codes = relu(conv2d(max_pool(h), k2, c2, 2))  # [2, 2, 2]
up = upsample(conv2d_transpose(codes, k3, c3, 2))  # [8, 8, 6]
output = sigmoid(conv2d(up[:, :7], k4, c4))
keep("convolutional", x, codes=codes, output=output)
listed = [
    ("noise", "GaussianNoise", {"stddev": 0.5}),
    ("conv2d", "Conv2D", conv(4, "linear")),
    ("batch_normalization", "BatchNormalization", {"axis": -1, "momentum": 0.99, "epsilon": 0.001, "center": True, "scale": True}),
    ("re_lu", "ReLU", {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}),
    ("max_pooling2d", "MaxPooling2D", POOL),
    ("encoded", "Conv2D", conv(2, strides=[2, 2])),
    ("conv2d_transpose", "Conv2DTranspose", conv(6, "linear", strides=[2, 2], output_padding=None)),
    ("up_sampling2d", "UpSampling2D", UP),
    ("cropping2d", "Cropping2D", {"cropping": [[0, 1], [0, 0]], "data_format": "channels_last"}),
    ("conv2d_2", "Conv2D", conv(1, {"module": "builtins", "class_name": "function", "config": "sigmoid", "registered_name": "function"})),
]
model = {"module": "keras", "class_name": "Sequential", "registered_name": None}
model["config"] = {"name": "sequential", "layers": [input3("input_layer", [7, 8, 1]), *(layer3(*one) for one in listed)]}
weights = {"conv2d": [k1, c1], "batch_normalization": norm, "conv2d_1": [k2, c2], "conv2d_transpose": [k3, c3], "conv2d_2": [k4, c4]}
keras3_file(f"{folder}/convolutional.keras", model, weights)

# The variational one: encoder with z_mean, z_log_var and z, and a decoder. As two files, and as one of models within a model.

x = rng.random((5, 16)).astype(np.float32)
(w1, b1), (wm, bm), (wv, bv), (w2, b2), (w3, b3) = [(numbers(a, b), numbers(b)) for a, b in [(16, 8), (8, 2), (8, 2), (2, 8), (8, 16)]]
h = relu(x @ w1 + b1)
mean, log_var = h @ wm + bm, h @ wv + bv
output = sigmoid(relu(mean @ w2 + b2) @ w3 + b3)
keep("variational", x, codes=mean, logVar=log_var, output=output)
sampling = layer3("sampling", "Sampling", {"seed": 1337}, ["z_mean", 0, 0], ["z_log_var", 0, 0], module=None, registered="Custom>Sampling")
layers = [
    input3("input_layer", [16]),
    layer3("dense", "Dense", dense(8, "relu"), ["input_layer", 0, 0]),
    layer3("z_mean", "Dense", dense(2), ["dense", 0, 0]),
    layer3("z_log_var", "Dense", dense(2), ["dense", 0, 0]),
    sampling,
]
outputs = [["z_mean", 0, 0], ["z_log_var", 0, 0], ["sampling", 0, 0]]
encoder = functional("encoder", layers, [["input_layer", 0, 0]], outputs)
layers = [
    input3("input_layer_1", [2]),
    layer3("dense_1", "Dense", dense(8, "relu"), ["input_layer_1", 0, 0]),
    layer3("dense_2", "Dense", dense(16, "sigmoid"), ["dense_1", 0, 0]),
]
decoder = functional("decoder", layers, [["input_layer_1", 0, 0]], [["dense_2", 0, 0]])
encoded = {"dense": [w1, b1], "dense_1": [wm, bm], "dense_2": [wv, bv]}
decoded = {"dense": [w2, b2], "dense_1": [w3, b3]}
keras3_file(f"{folder}/encoder.keras", encoder, encoded)
keras3_file(f"{folder}/decoder.keras", decoder, decoded)
# Keras 2: vae = Model(inputs, decoder(encoder(inputs)[2])), with a Lambda, and a name that says ln σ.
layers = [
    input2("input_1", [16]),
    layer2("dense", "Dense", dense(8, "relu"), ["input_1", 0, 0]),
    layer2("dense_1", "Dense", dense(2), ["dense", 0, 0]),
    layer2("z_log_sigma", "Dense", dense(2), ["dense", 0, 0]),
    layer2("lambda", "Lambda", {"function": ["4wEAAAA=", None, None], "function_type": "lambda", "output_shape": None}, ["dense_1", 0, 0], ["z_log_sigma", 0, 0]),
]
inner = functional("encoder", layers, [["input_1", 0, 0]], [["dense_1", 0, 0], ["z_log_sigma", 0, 0], ["lambda", 0, 0]])
layers = [
    input2("z_sampling", [2]),
    layer2("dense_1", "Dense", dense(8, "relu"), ["z_sampling", 0, 0]),
    layer2("dense_2", "Dense", dense(16, "sigmoid"), ["dense_1", 0, 0]),
]
after = functional("decoder", layers, [["z_sampling", 0, 0]], [["dense_2", 0, 0]])
nested = lambda model, source: {**model, "name": model["config"]["name"], "inbound_nodes": [[[*source, {}]]]}
layers = [input2("input_2", [16]), nested(inner, ["input_2", 0, 0]), nested(after, ["encoder", 1, 2])]
model = functional("vae_mlp", layers, [["input_2", 0, 0]], [["decoder", 1, 0]])
weights = {
    "input_2": {},
    "encoder": {"dense/kernel": w1, "dense/bias": b1, "dense_1/kernel": wm, "dense_1/bias": bm, "z_log_sigma/kernel": wv / 2, "z_log_sigma/bias": bv / 2},
    "decoder": {"dense_1/kernel": w2, "dense_1/bias": b2, "dense_2/kernel": w3, "dense_2/bias": b3},
}
h5_file(f"{folder}/vae.h5", model, weights, lambda text: text, compression="gzip", shuffle=True)

# One of series: layers over time are those of images of width 1.

x = rng.random((3, 11, 2)).astype(np.float32)
k1, c1, k2, c2, kt, ct, k3, c3 = numbers(3, 2, 4), numbers(4), numbers(1, 4, 3), numbers(3), numbers(4, 4, 3), numbers(4), numbers(2, 4, 2), numbers(2)
wide = lambda y: y[:, :, None]


def transpose1d(x, kernel, bias, stride=2):
    """Padding `same` over time."""
    full = np.zeros((x.shape[0], (x.shape[1] - 1) * stride + len(kernel), kernel.shape[1]))
    for i in range(x.shape[1]):
        full[:, i * stride : i * stride + len(kernel)] += np.einsum("nc,kfc->nkf", x[:, i], kernel)
    start = (len(kernel) - stride) // 2
    return full[:, start : start + x.shape[1] * stride] + bias


h = relu(conv2d(np.pad(wide(x), [(0, 0), (1, 0), (0, 0), (0, 0)]), k1[:, None], c1))[:, :, 0]  # [12, 4]
h = h.reshape(3, 6, 2, 4).max(2)
h = conv2d(wide(h), k2[:, None], c2, 2)[:, :, 0]  # [3, 3]
we, be, wd, bd = numbers(9, 2), numbers(2), numbers(2, 9), numbers(9)
codes = h.reshape(3, 9) @ we + be
h = (codes @ wd + bd).reshape(3, 3, 3)
h = transpose1d(h, kt, ct)  # [6, 4]
h = np.where(h > 0, h, 0.3 * h).repeat(2, 1)[:, :-1]  # [11, 4]
output = conv2d(wide(h), k3[:, None], c3)[:, :, 0]
keep("series", x, codes=codes, output=output)
series = lambda filters, size, stride=1, activation="linear": {
    "filters": filters, "kernel_size": [size], "strides": [stride], "padding": "same", "data_format": "channels_last",
    "dilation_rate": [1], "groups": 1, "activation": activation, "use_bias": True,
}  # fmt: skip
listed = [
    ("zero_padding1d", "ZeroPadding1D", {"padding": [1, 0], "data_format": "channels_last"}),
    ("conv1d", "Conv1D", series(4, 3, 1, "relu")),
    ("max_pooling1d", "MaxPooling1D", {"pool_size": [2], "padding": "valid", "strides": [2], "data_format": "channels_last"}),
    ("conv1d_1", "Conv1D", series(3, 1, 2)),
    ("flatten", "Flatten", {"data_format": "channels_last"}),
    ("dense", "Dense", dense(2)),
    ("dense_1", "Dense", dense(9)),
    ("reshape", "Reshape", {"target_shape": [3, -1]}),
    ("conv1d_transpose", "Conv1DTranspose", {**series(4, 4, 2), "output_padding": None}),
    ("leaky_re_lu", "LeakyReLU", {"negative_slope": 0.3}),
    ("up_sampling1d", "UpSampling1D", {"size": 2}),
    ("cropping1d", "Cropping1D", {"cropping": [0, 1]}),
    ("conv1d_2", "Conv1D", series(2, 2)),
]
model = {"module": "keras", "class_name": "Sequential", "registered_name": None}
model["config"] = {"name": "sequential", "layers": [input3("input_layer", [11, 2]), *(layer3(*one) for one in listed)]}
weights = {"conv1d": [k1, c1], "conv1d_1": [k2, c2], "dense": [we, be], "dense_1": [wd, bd]}
weights |= {"conv1d_transpose": [kt, ct], "conv1d_2": [k3, c3]}
keras3_file(f"{folder}/series.keras", model, weights)

with open(f"{folder}/results.json", "w") as file:
    json.dump(results, file)
