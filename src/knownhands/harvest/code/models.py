"""Files that hold a trained model: which format they are in, and whether a Keras model carries code that loading it runs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from knownhands.harvest.code.notes import Ends, Notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.records import Observation

LARGEST = 20_000_000  # bytes of one header or configuration that are parsed
_MODEL = "model_file"
_LAMBDA = "Keras Lambda layer"
_HDF5 = b"\x89HDF\r\n\x1a\n"
# Source: the Keras code that loads: version 3 has `__lambda__`, those before say that a function is of the type lambda.
_FUNCTIONS = ("function", "output_shape", "mask")
_LAMBDA_TEXT = re.compile(
    rb'"class_name"\s{0,20}:\s{0,20}"__lambda__"|"(?:function|output_shape|mask)_type"\s{0,20}:\s{0,20}"lambda"'
)
_SENSELESS = (ValueError, RecursionError)


def read_model(path: str, body: bytes, notes: Notes | None = None) -> tuple[Observation, ...]:
    """Note that a file is a model, and a Keras Lambda layer with code in it (CVE-2024-3660).

    A header that is cut off or does not say the truth makes no model. In HDF5, whose own structure is not read, the
    layer is found where its description is written as Keras writes it.

    Args:
        path: the file.
        body: all of it.
        notes: where to gather; new ones by default.
    """
    notes = notes or Notes(path)
    name = path.rpartition("/")[2].lower()
    if body.startswith(b"GGUF"):
        notes.add(0, _MODEL, "call", Ends(target="GGUF"))
    elif name.endswith(".safetensors") and _is_safetensors(body):
        notes.add(0, _MODEL, "call", Ends(target="safetensors"))
    elif name.endswith(".keras") and body.startswith(b"PK\x03\x04"):
        notes.add(0, _MODEL, "call", Ends(target="Keras"))
    elif _is_hdf5(body):
        notes.add(0, _MODEL, "call", Ends(target="HDF5"))
        if _LAMBDA_TEXT.search(body):
            notes.add(0, "serialised_code", "call", Ends(target=_LAMBDA))
    elif name == "config.json":
        _note_configuration(notes, body)
    return notes.observations()


def _note_configuration(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "call", Ends(target="too large"))
        return
    configuration = _parsed(body)
    if not isinstance(configuration, dict) or not isinstance(configuration.get("class_name"), str):
        return
    if isinstance(configuration.get("config"), dict):
        notes.add(0, _MODEL, "call", Ends(target="Keras"))
    if any(_is_lambda(part) for part in _parts(configuration)):
        notes.add(0, "serialised_code", "call", Ends(target=_LAMBDA))


def _parts(whole: object) -> Iterator[dict[str, Any]]:
    """Yield every mapping in a configuration."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _is_lambda(part: dict[str, Any]) -> bool:
    """Tell a layer with code in it from one that only names a function."""
    names = [part.get("class_name"), part.get("registered_name")]
    if "__lambda__" in names:
        return True
    configuration = part.get("config")
    is_layer = any(isinstance(name, str) and name.rpartition(">")[2] == "Lambda" for name in names)
    return (
        is_layer
        and isinstance(configuration, dict)
        and any(configuration.get(f"{key}_type") == "lambda" or _is_code(configuration.get(key)) for key in _FUNCTIONS)
    )


def _is_code(value: object) -> bool:
    """Tell a function that is written out as base64, defaults and closure."""
    if isinstance(value, dict):
        value = value.get("items")
    return isinstance(value, list) and bool(value) and isinstance(value[0], str)


def _is_safetensors(body: bytes) -> bool:
    """Eight bytes, the lowest first, say how long the JSON is that follows."""
    length = int.from_bytes(body[:8], "little")
    if len(body) < 8 + length or body[8:9] != b"{":
        return False
    return length > LARGEST or isinstance(_parsed(body[8 : 8 + length]), dict)


def _is_hdf5(body: bytes) -> bool:
    """Its mark stands at the start, or after a block of the user's own, at 512 bytes or twice that, again and again."""
    place = 0
    while place < len(body):
        if body.startswith(_HDF5, place):
            return True
        place = place * 2 or 512
    return False


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except _SENSELESS:
        return None
