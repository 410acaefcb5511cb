"""Models are known by their format; a Keras model that carries code is told from one that names a function."""

import json

import pytest

from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.reader import read_bytes
from knownhands.harvest.code.models import read_model
from knownhands.store.connection import memory_store
from packing import tar, zipped

CODE = "4wEAAAAAAAAAAAAAAAEAAAABAAAA"
HDF5 = b"\x89HDF\r\n\x1a\n"


def safetensors(header, length=None):
    return (len(header) if length is None else length).to_bytes(8, "little") + header


def keras(layer):
    layers = [{"class_name": "Dense", "config": {"activation": "relu"}}, layer]
    return json.dumps({"class_name": "Functional", "config": {"layers": layers}, "registered_name": None}).encode()


def seen(path, body):
    return {(observation.capability, observation.target) for observation in read_model(path, body)}


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("clay.bin", b"GGUF\x03\0\0\0", "GGUF"),
        ("clay.safetensors", safetensors(b"{}"), "safetensors"),
        ("clay.keras", b"PK\x03\x04", "Keras"),
        ("clay.keras!/config.json", keras({}), "Keras"),
        ("clay.h5", HDF5, "HDF5"),
        ("clay", b"\0" * 1024 + HDF5, "HDF5"),
    ],
)
def test_formats_are_recognised(path, body, expected):
    assert seen(path, body) == {("model_file", expected)}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clay.safetensors", b""),
        ("clay.safetensors", b"\x02\0"),
        ("clay.safetensors", safetensors(b"{}", 3)),
        ("clay.safetensors", safetensors(b"{}", 2**64 - 1)),
        ("clay.safetensors", safetensors(b"[]")),
        ("clay.safetensors", safetensors(b'{"a": ' * 100_000)),
        ("clay.safetensors", safetensors(b"{\xff}")),
        ("clay.bin", safetensors(b"{}")),
        ("clay.h5", HDF5[:-1]),
        ("clay.keras", b"PK"),
        ("config.json", b"[" * 100_000),
        ("config.json", b'{"class_name": 1, "config": {}}'),
        ("config.json", b'{"model_type": "bert"}'),
        ("config.json", b"\xff"),
        ("config.json", b'{"class_name": ' + b"1" * 10_000 + b"}"),
    ],
)
def test_what_is_cut_off_or_lies_is_no_model(path, body):
    assert seen(path, body) == set()


LAYERS = {
    "version 3": {"class_name": "Lambda", "config": {"function": {"class_name": "__lambda__", "config": {"code": CODE}}}},
    "a function elsewhere": {"class_name": "Dense", "config": {"activation": {"class_name": "__lambda__", "config": {}}}},
    "version 2": {
        "class_name": "Lambda",
        "config": {"function": {"class_name": "__tuple__", "items": [CODE, None, None]}, "function_type": "lambda"},
    },
    "a list": {"class_name": "Lambda", "config": {"function": [CODE, None, None]}},
    "its mask": {"class_name": "Lambda", "config": {"mask_type": "lambda"}},
    "registered": {"class_name": "X", "registered_name": "keras>Lambda", "config": {"function": [CODE]}},
}  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_that_carries_code_is_serialised_code(name):
    assert ("serialised_code", "Keras Lambda layer") in seen("config.json", keras(LAYERS[name]))


@pytest.mark.parametrize(
    "layer",
    [
        {"class_name": "Lambda", "config": {"function": "relu", "function_type": "function", "output_shape": [None, 3]}},
        {"class_name": "Lambda", "config": {"function": {"class_name": "function", "config": "relu"}}},
        {"class_name": "Lambda", "config": 1, "registered_name": []},
        {"class_name": "Dense", "config": {"function": [CODE]}},
    ],
)  # fmt: skip
def test_a_layer_that_names_a_function_is_not(layer):
    assert seen("config.json", keras(layer)) == {("model_file", "Keras")}


def test_hdf5_is_searched_for_the_layer():
    assert seen("a.h5", HDF5 + keras(LAYERS["version 2"])) == {
        ("model_file", "HDF5"), ("serialised_code", "Keras Lambda layer"),
    }  # fmt: skip
    assert seen("a.h5", HDF5 + keras({})) == {("model_file", "HDF5")}


def test_a_keras_model_inside_a_package_is_opened():
    model = zipped(("config.json", keras(LAYERS["version 3"])), ("model.weights.h5", HDF5))
    with memory_store("package_schema") as packages:
        keep(packages, "a", read_bytes("pots.tar", tar(("pots/clay.keras", model))))
        rows = packages.execute("SELECT path, capability, target FROM artifact_observations").fetchall()
    assert set(rows) == {
        ("clay.keras", "model_file", "Keras"),
        ("clay.keras!/config.json", "model_file", "Keras"),
        ("clay.keras!/config.json", "serialised_code", "Keras Lambda layer"),
        ("clay.keras!/model.weights.h5", "model_file", "HDF5"),
    }
