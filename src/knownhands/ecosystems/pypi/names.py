"""How Python packages are called.

Source: https://packaging.python.org/en/latest/specifications/name-normalization/
"""

from __future__ import annotations

import re
import sys

from packaging.utils import canonicalize_name

from knownhands.ecosystems._rules import NameRule

_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.IGNORECASE | re.ASCII)


def normalise(name: str) -> str:
    """Return the name in lower case and with single hyphens.

    >>> normalise("Zope.Interface")
    'zope-interface'
    """
    return str(canonicalize_name(name))


def standard_library() -> frozenset[str]:
    """Return the top-level modules that come with Python."""
    return frozenset(name for name in sys.stdlib_module_names if not name.startswith("_"))


_AFFIXES = frozenset({"pip", "py", "pypi", "python", "python2", "python3"})
NAMES = NameRule(
    _PATTERN,
    normalise,
    "Names have ASCII letters, digits, '.', '-' and '_'.",
    built_in=standard_library,
    affixes=_AFFIXES,
)
