"""Reads an event file of TensorBoard with descriptors made from its .proto files, and prints what it holds as JSON."""

import base64
import json
import math
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, struct_pb2  # noqa: F401

T = descriptor_pb2.FieldDescriptorProto
KINDS = {"double": T.TYPE_DOUBLE, "float": T.TYPE_FLOAT, "int64": T.TYPE_INT64, "int32": T.TYPE_INT32, "string": T.TYPE_STRING, "bytes": T.TYPE_BYTES}
MESSAGES = {
    "Event": "double wall_time=1, int64 step=2, string file_version=3, Summary summary=5",
    "Summary": "repeated Value value=1",
    "Value": "string tag=1, float simple_value=2, Image image=4, HistogramProto histo=5, SummaryMetadata metadata=9",
    "Image": "int32 height=1, int32 width=2, int32 colorspace=3, bytes encoded_image_string=4",
    "HistogramProto": "double min=1, double max=2, double num=3, double sum=4, double sum_squares=5, "
    "repeated double bucket_limit=6, repeated double bucket=7",
    "SummaryMetadata": "PluginData plugin_data=1",
    "PluginData": "string plugin_name=1, bytes content=2",
    "HParamsPluginData": "int32 version=1, Experiment experiment=2, SessionStartInfo session_start_info=3, SessionEndInfo session_end_info=4",
    "Experiment": "repeated HParamInfo hparam_infos=4, repeated MetricInfo metric_infos=5",
    "HParamInfo": "string name=1, int32 type=4",
    "MetricInfo": "MetricName name=1",
    "MetricName": "string group=1, string tag=2",
    # A map is a repeated message of a key and a value.
    "SessionStartInfo": "repeated Entry hparams=1, double start_time_secs=5",
    "Entry": "string key=1, google.protobuf.Value value=2",
    "SessionEndInfo": "int32 status=1, double end_time_secs=2",
}


def messages():
    file = descriptor_pb2.FileDescriptorProto(name="tb.proto", package="tb", syntax="proto3", dependency=["google/protobuf/struct.proto"])
    for name, fields in MESSAGES.items():
        made = file.message_type.add(name=name)
        for field in fields.split(", "):
            words, number = field.split("=")
            *repeated, kind, field_name = words.split()
            label = T.LABEL_REPEATED if repeated else T.LABEL_OPTIONAL
            added = made.field.add(name=field_name, number=int(number), label=label)
            if kind in KINDS:
                added.type = KINDS[kind]
            else:
                added.type = T.TYPE_MESSAGE
                added.type_name = f".{kind}" if "." in kind else f".tb.{kind}"
    pool = descriptor_pool.Default()
    pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return {name: factory.GetPrototype(pool.FindMessageTypeByName(f"tb.{name}")) for name in MESSAGES}


def crc32c(data):
    """Bit by bit, as the definition has it."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(path):
    with open(path, "rb") as file:
        while head := file.read(12):
            length, crc = struct.unpack("<QI", head)
            assert crc == masked(head[:8]), "the checksum of a length"
            data = file.read(length)
            assert struct.unpack("<I", file.read(4))[0] == masked(data), "the checksum of a record"
            yield data


def value_of(types, value):
    if value.HasField("image"):
        image = value.image
        return {"size": [image.height, image.width, image.colorspace], "png": base64.b64encode(image.encoded_image_string).decode()}
    if value.HasField("histo"):
        histo = value.histo
        sums = {name: getattr(histo, name) for name in ("min", "max", "num", "sum", "sum_squares")}
        return {**sums, "limits": list(histo.bucket_limit), "counts": list(histo.bucket)}
    if value.metadata.plugin_data.plugin_name:
        content = types["HParamsPluginData"].FromString(value.metadata.plugin_data.content)
        return {"plugin": value.metadata.plugin_data.plugin_name, "content": text_of(content)}
    return value.simple_value if math.isfinite(value.simple_value) else str(value.simple_value)


def text_of(message):
    from google.protobuf import json_format

    return json_format.MessageToDict(message, preserving_proto_field_name=True)


types = messages()
events = [types["Event"].FromString(record) for record in records(sys.argv[1])]
print(
    json.dumps(
        [
            {
                "seconds": event.wall_time,
                "step": event.step,
                "version": event.file_version,
                "values": {value.tag: value_of(types, value) for value in event.summary.value},
            }
            for event in events
        ]
    )
)
