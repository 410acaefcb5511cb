"""Find the one constant that each extension file defines."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from knownhands.errors import KnownHandsError

if TYPE_CHECKING:
    from types import ModuleType


def names(package: str) -> list[str]:
    """List the extension files of a package, sorted, and import none of them."""
    place = importlib.import_module(package)
    return sorted(info.name for info in pkgutil.iter_modules(place.__path__) if not info.name.startswith("_"))


def discover_single(package: str, name: str, constant: str) -> object | None:
    """Import one file of a package and return its constant, without importing the others; None where there is no such file."""
    if name not in names(package):
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
    folder = package if isinstance(package, str) else package.__name__
    constants: dict[str, object] = {}
    for name in names(folder):
        module = importlib.import_module(f"{folder}.{name}")
        if not hasattr(module, constant):
            raise KnownHandsError(f"{module.__name__} defines no {constant}.", "Define it, or move the file.")
        constants[name] = getattr(module, constant)
    return constants
