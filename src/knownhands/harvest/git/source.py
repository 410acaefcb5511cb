"""Turn what a user names, a path or an https address, into a local repository."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands.errors import NotFound, Unreachable, UsageError
from knownhands.harvest.git.branches import remarks
from knownhands.harvest.git.process import Repository, call, complaint, open_repository, run_to_its_end
from knownhands.settings import CLONE_SECONDS
from knownhands.store.connection import alone

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEMES = ("https", "file")
_ELSEWHERE = (  # set where knownhands is called from a git hook
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_QUARANTINE_PATH",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
)  # fmt: skip
_STALLED = {"GIT_HTTP_LOW_SPEED_LIMIT": "1", "GIT_HTTP_LOW_SPEED_TIME": "600"}  # bytes a second, for so many seconds


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
        path = _expand(name)
        if not path.exists():
            raise NotFound(f"{name} does not exist.", "Name a clone, or an https address.")
        if path.is_file():
            raise UsageError(f"{name} is a file, and no git repository.", "Name a clone, or an https address.")
        return _opened(path, os.fsencode(path.resolve()).decode("utf-8", "replace"), say)
    if name.partition("://")[0].lower() not in _SCHEMES:
        raise UsageError(
            f"{without_credentials(name)} is not an https address.", "Use https://…, or clone it yourself."
        )
    return _clone(name, cache, offline=offline, say=say)


def _opened(path: Path, source: str, say: Callable[[str], None]) -> Repository:
    """Open a repository, and say so where its default branch was chosen against something else."""
    repository = open_repository(path, source)
    for remark in remarks(repository):
        say(remark)
    return repository


def _expand(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # `~nobody`: there is no such user, so it is the name of a folder
        return Path(name)


def store_path(repository: Repository, cache: Path) -> Path:
    """Return where this repository's store is kept unless the user names another place."""
    digest = hashlib.sha256(os.fsencode(repository.git_dir)).hexdigest()[:16]
    return cache / "stores" / f"{digest}.duckdb"


def without_credentials(address: str) -> str:
    """Drop the user and password from an address.

    >>> without_credentials("https://user:secret@forge.example/a/b")
    'https://forge.example/a/b'
    """
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return scheme + separator + host.rpartition("@")[2] + slash + path


def _clone(address: str, cache: Path, *, offline: bool, say: Callable[[str], None]) -> Repository:
    shown = without_credentials(address)
    folder = cache / "clones" / hashlib.sha256(shown.encode()).hexdigest()[:16]
    if offline and not _is_there(folder):
        raise NotFound(f"{shown} was never cloned and --offline forbids it.", "Run once without --offline.")
    if not offline:
        with alone(folder, say):
            if _is_there(folder):
                _fetch(folder, address, shown)
            else:
                say(f"Cloning {shown} …")
                _clone_anew(folder, address, shown)
    return _opened(folder, shown, say)


def _is_there(folder: Path) -> bool:
    return (folder / "HEAD").exists()


def _clone_anew(folder: Path, address: str, shown: str) -> None:
    """Clone beside the folder first, so that a clone that was broken off is never taken for one."""
    import shutil

    partial = folder.with_suffix(".partial")
    if partial.exists():
        shutil.rmtree(partial)
    _network(["git", "clone", "--quiet", "--mirror", "--template=", "--", shown, str(partial)], address, shown)
    partial.rename(folder)


def _fetch(folder: Path, address: str, shown: str) -> None:
    """Bring every ref up to date, and the default branch too: it may have another name by now."""
    git = ["git", f"--git-dir={folder}"]
    _network([*git, "fetch", "--quiet", "--prune", "--no-write-fetch-head", shown, "+refs/*:refs/*"], address, shown)
    for line in _network([*git, "ls-remote", "--symref", shown, "HEAD"], address, shown).splitlines():
        if line.startswith("ref: refs/heads/"):
            call([*git, "symbolic-ref", "HEAD", line.split()[1]])


def _network(command: list[str], address: str, shown: str) -> str:
    """Run git with the user's own configuration, which holds proxies and credentials, and return what it prints.

    Credentials in the address stay out of the command line and of the clone's configuration.

    Raises:
        Unreachable: git failed.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": ":".join(_SCHEMES), "LC_ALL": "C"} | _STALLED
    if address != shown:
        environment |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{address}.insteadOf",
            "GIT_CONFIG_VALUE_0": shown,
        }
    done = run_to_its_end(command, environment, b"", CLONE_SECONDS)
    if done.returncode:
        secret = address.partition("://")[2].partition("/")[0].rpartition("@")[0]
        reason = complaint(done).replace(f"{secret}@", "") if secret else complaint(done)
        raise Unreachable(f"{shown} could not be read: {reason}", "Check the address and the network.")
    return done.stdout.decode("utf-8", "replace")
