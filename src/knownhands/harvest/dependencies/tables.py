"""JSON, TOML and settings of strangers as plain tables; what makes no sense is an empty one."""

from __future__ import annotations

import json
import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from knownhands.documents.tree import has_long_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENSELESS = (ValueError, RecursionError, MemoryError)
LONGEST_LINE = 2_000  # characters of a line that are looked at; chosen by eye
_SECTION = re.compile(r"\[([^\]]*)\]")
_PAIR = re.compile(r"([^\s=:#;\[][^=:]*)[=:](.*)")


@lru_cache(maxsize=4)
def read_json(body: bytes) -> dict[str, Any]:
    """Return the table that a JSON file holds."""
    try:
        table = json.loads(body.decode("utf-8-sig", "replace"))
    except _SENSELESS:
        return {}
    return table if isinstance(table, dict) else {}


@lru_cache(maxsize=4)
def read_toml(body: bytes) -> dict[str, Any]:
    """Return the table that a TOML file holds."""
    text = body.decode("utf-8-sig", "replace")
    try:
        return {} if has_long_key(text) else tomllib.loads(text)
    except _SENSELESS:
        return {}


def table_at(table: object, *keys: str) -> dict[str, Any]:
    """Return the table below some keys; an empty one where there is none."""
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}


def list_at(table: object, *keys: str) -> list[Any]:
    """Return the list below some keys; an empty one where there is none."""
    value = table_at(table, *keys[:-1]).get(keys[-1])
    return value if isinstance(value, list) else []


def text_at(table: object, *keys: str) -> str:
    """Return the text below some keys; "" where there is none."""
    value = table_at(table, *keys[:-1]).get(keys[-1])
    return value if isinstance(value, str) else ""


def read_lines(body: bytes) -> Iterator[str]:
    """Yield each line as far as it is looked at, without blanks at its end."""
    for line in body.decode("utf-8-sig", "replace").split("\n"):
        yield line[:LONGEST_LINE].rstrip()


def read_settings(body: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield section, key and value of a file of settings; a value that goes on in lines further in is yielded by line."""
    section = key = ""
    for line in read_lines(body):
        text = line.strip()
        if not text or text[0] in "#;":
            continue
        if line[0] in " \t" and key:
            yield section, key, text
        elif match := _SECTION.fullmatch(text):
            section, key = match[1].strip(), ""
        elif match := _PAIR.fullmatch(text):
            key = match[1].strip().lower().replace("_", "-")
            yield section, key, match[2].strip()


def plain(text: str) -> str:
    """Return a value of YAML without the comment behind it and the quotes around it.

    >>> plain("'pot' # of clay")
    'pot'
    """
    return text.partition(" #")[0].strip().strip("\"'")
