"""Turn what a user names, a path or an https address, into a local repository."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from knownhands.errors import NotFound, Unreachable, UsageError
from knownhands.harvest.git.process import Repository, complaint, open_repository

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEMES = ("https", "file")


def locate(name: str, cache: Path, *, offline: bool, say: Callable[[str], None]) -> Repository:
    """Open a path, or clone an address into the cache and keep that clone up to date.

    Args:
        name: a path, or an `https://` or `file://` address.
        cache: the folder that holds clones.
        offline: use the clone that is there and contact nobody.
        say: called with one line before anything slow.

    Raises:
        UsageError: an address of another kind.
        NotFound: no repository there, or offline and never cloned.
        Unreachable: cloning or fetching failed.
    """
    if "://" not in name:
        path = Path(name).expanduser()
        if not path.exists():
            raise NotFound(f"{name} does not exist.", "Name a clone, or an https address.")
        return open_repository(path, str(path.resolve()))
    if urlsplit(name).scheme not in _SCHEMES:
        raise UsageError(f"{without_credentials(name)} is not an https address.", "Use https://…, or clone it yourself.")
    return _clone(name, cache, offline=offline, say=say)


def store_path(repository: Repository, cache: Path) -> Path:
    """Return where this repository's store is kept unless the user names another place."""
    digest = hashlib.sha256(os.fsencode(repository.git_dir)).hexdigest()[:16]
    return cache / "stores" / f"{digest}.duckdb"


def without_credentials(address: str) -> str:
    """Drop the user and password from an address.

    >>> without_credentials("https://user:secret@forge.example/a/b")
    'https://forge.example/a/b'
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.port:
        host = f"{host}:{parts.port}"
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))


def _clone(address: str, cache: Path, *, offline: bool, say: Callable[[str], None]) -> Repository:
    shown = without_credentials(address)
    folder = cache / "clones" / hashlib.sha256(shown.encode()).hexdigest()[:16]
    there = (folder / "HEAD").exists()
    if offline and not there:
        raise NotFound(f"{shown} was never cloned and --offline forbids it.", "Run once without --offline.")
    if not offline:
        if there:
            _network(["git", "--git-dir", str(folder), "fetch", "--quiet", "--prune", address, "+refs/*:refs/*"], shown)
        else:
            say(f"Cloning {shown} …")
            partial = folder.with_suffix(".partial")
            folder.parent.mkdir(parents=True, exist_ok=True)
            _remove(partial)
            _network(["git", "clone", "--quiet", "--bare", "--template=", "--", address, str(partial)], shown)
            partial.rename(folder)
    return open_repository(folder, shown)


def _network(command: list[str], shown: str) -> None:
    """Run git with the user's own configuration, which holds proxies and credentials.

    Raises:
        Unreachable: git failed.
    """
    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": ":".join(_SCHEMES), "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603
    if done.returncode:
        raise Unreachable(f"{shown} could not be read: {complaint(done)}", "Check the address and the network.")


def _remove(folder: Path) -> None:
    import shutil

    if folder.exists():
        shutil.rmtree(folder)
