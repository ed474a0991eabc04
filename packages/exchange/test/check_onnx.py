"""Checks ONNX files with onnx.checker, shape inference included, and prints their inputs and outputs as JSON: python3 check_onnx.py FILE …"""

import json
import sys

import onnx


def shapes(values):
    return {
        value.name: [size.dim_param or size.dim_value for size in value.type.tensor_type.shape.dim] for value in values
    }


found = []
for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    found.append(
        {
            "ir": model.ir_version,
            "opset": [(each.domain, each.version) for each in model.opset_import],
            "inputs": shapes(model.graph.input),
            "outputs": shapes(inferred.graph.output),
            "metadata": {each.key: each.value for each in model.metadata_props},
        }
    )
json.dump(found, sys.stdout)
