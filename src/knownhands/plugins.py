"""Find the one constant that each extension file defines."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from knownhands.errors import KnownHandsError

if TYPE_CHECKING:
    from types import ModuleType


def discover_single(package: str, name: str, constant: str) -> object | None:
    """Import one file of a package and return its constant, without importing the others; None where there is no such file."""
    place = importlib.import_module(package)
    if name.startswith("_") or name not in {info.name for info in pkgutil.iter_modules(place.__path__)}:
        return None
    return getattr(importlib.import_module(f"{package}.{name}"), constant, None)


def discover(package: ModuleType | str, constant: str) -> dict[str, object]:
    """Import every file of a package and collect its constant.

    Args:
        package: a package or its name; files whose name begins with `_` are passed over.
        constant: the upper-case name that each file must define.

    Returns:
        File name → constant, sorted by file name.

    Raises:
        KnownHandsError: when a file lacks the constant.
    """
    if isinstance(package, str):
        package = importlib.import_module(package)
    constants: dict[str, object] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        if not hasattr(module, constant):
            raise KnownHandsError(f"{module.__name__} defines no {constant}.", "Define it, or move the file.")
        constants[info.name] = getattr(module, constant)
    return constants
