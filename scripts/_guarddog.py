"""GuardDog's own code rules and risk score over the files of an archive in memory; nothing is written to a disk.

Its analyzer walks a folder, opens files and hands their paths to YARA. Here the same code runs, unchanged, with a folder
that exists only in memory: `os.walk`, `open` and `yara.compile` of that one module are answered from it. All rules look
at a file in one pass instead of one pass each, which changes no match.

Its metadata rules ask a registry and are left out, and so are the lists of well-known packages that they download.
"""

from __future__ import annotations

import importlib
import io
import os
import posixpath
import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from knownhands.harvest.archive.contents import Contents

ROOT = "/archive"
"""Where the unpacked archive would be; no such folder is made."""


class Refused(Exception):  # noqa: N818 - reads better than RefusedError
    """A file that could not be read, or an archive that leads outside."""


def files_of(contents: Contents) -> dict[str, bytes | None]:
    """Return path → bytes, as unpacking would leave them: the last of a name wins, archives inside stay packed.

    Links have no bytes and are left out. None stands for a file that we could not read.

    Raises:
        Refused: a path leads outside.
    """
    names = {member.path for member in contents.members}
    files: dict[str, bytes | None] = {}
    for member in contents.members:
        if member.kind == "folder" or member.path.partition("!/")[0] in names - {member.path}:
            continue
        path = posixpath.normpath(member.path)
        if path.startswith(("/", "../")):
            raise Refused(f"{member.path} leads outside")
        if member.body is not None or member.kind == "file":
            files[path] = member.body
    return files


def walk(files: Mapping[str, object], top: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk paths as `os.walk` walks a folder; whoever asks may sort the folders before going on.

    >>> list(walk({"a/x.py": b"", "setup.py": b""}, "/t"))
    [('/t', ['a'], ['setup.py']), ('/t/a', [], ['x.py'])]
    """
    folders: dict[str, tuple[dict[str, None], list[str]]] = {"": ({}, [])}
    for path in files:
        inside = ""
        *parents, name = path.split("/")
        for parent in parents:
            folders[inside][0][parent] = None
            inside = f"{inside}/{parent}" if inside else parent
            folders.setdefault(inside, ({}, []))
        folders[inside][1].append(name)
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        inner, names = list(folders[inside][0]), folders[inside][1]
        yield f"{top}/{inside}" if inside else top, inner, names
        waiting += [f"{inside}/{name}" if inside else name for name in reversed(inner)]


class GuardDog:
    """GuardDog's analyzer over files in memory.

    Args:
        packages: the site-packages folder that GuardDog is installed in.
    """

    def __init__(self, packages: Path) -> None:
        sys.path.append(str(packages))
        no_metadata = ModuleType("guarddog.analyzer.metadata")
        no_metadata.get_metadata_detectors = lambda _: {}  # type: ignore[attr-defined]  # the one name that is asked for
        sys.modules[no_metadata.__name__] = no_metadata
        module: Any = importlib.import_module("guarddog.analyzer.analyzer")
        self._files: dict[str, bytes | None] = {}
        self._matches: dict[str, dict[str, list[Any]]] = {}
        self._analyzer = module.Analyzer()
        rules = {name: f"{module.SOURCECODE_RULES_PATH}/{name}.yar" for name in self._analyzer.yara_ruleset}
        self._rules = module.yara.compile(filepaths=rules)
        module.yara = SimpleNamespace(compile=self._compile)
        module.os = SimpleNamespace(path=os.path, walk=lambda top: walk(self._files, top))
        module.open = self._open

    def score(self, contents: Contents) -> float:
        """Return the risk score, 0 to 10; NaN where a rule failed, or asked for a file that we could not read."""
        try:
            self._files = files_of(contents)
        except Refused:
            return np.nan
        self._matches = {}
        results = self._analyzer.analyze_sourcecode(ROOT)
        if results["errors"]:
            return np.nan
        return float(self._analyzer.calculate_package_risk_score(results)["score"])

    def _compile(self, filepath: str) -> SimpleNamespace:
        rule = posixpath.basename(filepath).removesuffix(".yar")
        return SimpleNamespace(match=lambda path: self._match(path).get(rule, ()))

    def _match(self, path: str) -> dict[str, list[Any]]:
        if path not in self._matches:
            matches = self._matches[path] = {}
            for match in self._rules.match(data=self._body(path)):
                matches.setdefault(match.namespace, []).append(match)
        return self._matches[path]

    def _open(self, path: str, mode: str = "r", errors: str | None = None) -> io.BytesIO | io.TextIOWrapper:
        file = io.BytesIO(self._body(path))
        return file if mode == "rb" else io.TextIOWrapper(file, encoding="utf-8", errors=errors)

    def _body(self, path: str) -> bytes:
        body = self._files[path.removeprefix(f"{ROOT}/")]
        if body is None:
            raise Refused(path)
        return body
