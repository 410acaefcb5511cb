"""Read the files in which packages say what they are: what makes no sense is nothing."""

from __future__ import annotations

import configparser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SENSELESS = (ValueError, RecursionError, SyntaxError, MemoryError, configparser.Error)
"""What parsers raise at files that make no sense."""


def read_table(parse: Callable[[bytes], object], body: bytes | None) -> dict[str, Any]:
    """Return the table that a file holds; an empty one where it holds something else."""
    try:
        data = parse(body) if body else {}
    except SENSELESS:
        return {}
    return data if isinstance(data, dict) else {}


def listed(value: object) -> list[Any]:
    """Return a list, or an empty one where the value is something else."""
    return value if isinstance(value, list) else []


def stripped(value: object) -> str:
    """Return a text without blanks around it, or an empty one where the value is something else."""
    return value.strip() if isinstance(value, str) else ""


def person(value: object) -> dict[str, Any]:
    """Return the name and address of `{"name": …, "email": …}` or "Name <address>"."""
    if isinstance(value, dict):
        return value
    return {"name": stripped(value).partition("<")[0], "email": between(stripped(value))}


def between(text: str) -> str:
    """Return what stands between < and >."""
    return text.partition("<")[2].partition(">")[0]
