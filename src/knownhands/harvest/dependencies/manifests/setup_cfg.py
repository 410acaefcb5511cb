"""setup.cfg: the requirements that setuptools reads from it."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.manifests._python import wish_of
from knownhands.harvest.dependencies.tables import read_settings

_INDEXES = frozenset({"index-url", "find-links"})
_KEYS = ("install-requires", "setup-requires", "tests-require")


def read(body: bytes) -> Contents:
    """Read the lists of `options` and of its extras."""
    wishes: list[Wish] = []
    indexes: list[Index] = []
    for section, key, value in read_settings(body):
        is_extra = section == "options.extras_require"
        if value and (is_extra or (section == "options" and key in _KEYS)):
            for text in value.split(";" if "://" not in value and ">" not in value and "==" not in value else "\n"):
                wish = wish_of(text, f"{section}.{key}", builds=key == "setup-requires")
                wishes += [wish] if wish else []
        elif value and (key == "dependency-links" or (section == "easy_install" and key in _INDEXES)):
            indexes.append(Index("pypi", key, value))
    return Contents(tuple(wishes), tuple(indexes))


MANIFEST = Manifest("setup_cfg", "pypi", re.compile(r"(?:^|/)setup\.cfg$"), read)
