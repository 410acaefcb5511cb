"""From a name and a version in a file to a package that can be looked up, or to the reason why it cannot."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypedDict, Unpack, cast
from urllib.parse import urlsplit, urlunsplit

from knownhands.harvest.dependencies.records import Dependency

if TYPE_CHECKING:
    from collections.abc import Callable

    from packageurl import PackageURL

_NAMES = {
    "pypi": re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", re.IGNORECASE),
    "npm": re.compile(r"(?:@[a-z0-9~_.-]+/)?[a-z0-9~_-][a-z0-9~_.!'()*-]*", re.IGNORECASE),
}
_LONGEST = 214  # npm's limit for a name; PyPI's longest is shorter
_VERSION = re.compile(r"[0-9a-z][0-9a-z.+!_~-]{0,255}", re.IGNORECASE)
_DETAIL = 200  # characters of a URL or range shown in a gap


class Details(TypedDict, total=False):
    """The fields of a dependency beside its purl, name, version and ecosystem."""

    hashes: tuple[str, ...]
    marker: str
    is_direct: bool | None
    brought_in_by: tuple[str, ...]
    source: str
    gap: str


def gap(kind: str, detail: str = "") -> str:
    """Word a reason as a kind and a detail: "url: https://…", "vcs: git+…", "local path: ./x", "unpinned: >=1".

    Passwords in URLs are left out, and only the first part of a long detail is kept.
    """
    detail = without_password(detail.strip())[:_DETAIL]
    return f"{kind}: {detail}" if detail else kind


def origin(address: str) -> str:
    """Say what kind of place an address is: a gap, or empty for one that is no address."""
    start = address.lower()
    if start.startswith(("git+", "hg+", "svn+", "bzr+", "git:", "git@", "ssh:", "github:", "gitlab:", "bitbucket:")):
        return gap("vcs", address)
    if start.startswith(("http:", "https:", "ftp:")):
        is_repository = start.partition("#")[0].endswith(".git")
        return gap("vcs" if is_repository else "url", address)
    if start.startswith(("file:", "link:", "portal:", "workspace:", "./", "../", "/", "~/", ".\\", "..\\")):
        return gap("local path", address)
    return ""


def tarball_origin(address: str, name: str) -> str:
    """Say where a JavaScript archive comes from: empty for a registry, which serves `…/name/-/name-1.0.tgz`.

    NOTE: any host can serve that path. Whether the host is the configured registry is for whoever knows the settings.
    """
    if address.lower().startswith(("http:", "https:")) and f"/{name}/-/" in address.replace("%2f", "/"):
        return ""
    return origin(address)


def package(ecosystem: str, name: str, version: str | None, **details: Unpack[Details]) -> Dependency:
    """Make a dependency of PyPI's or npm's kind.

    Args:
        ecosystem: "pypi" or "npm".
        name: in any spelling.
        version: exact, or None when the file leaves it open.
        details: the record's other fields. A gap that is given stays; otherwise an impossible name or version,
            or the lack of a version, is one.
    """
    from packaging.utils import canonicalize_name

    details["gap"] = details.get("gap", "") or _doubt(ecosystem, name, version)
    is_name = bool(len(name) <= _LONGEST and _NAMES[ecosystem].fullmatch(name))
    if is_name and ecosystem == "pypi":
        name = str(canonicalize_name(name))
    purl = _purl(ecosystem, name, version if version and _VERSION.fullmatch(version) else None) if is_name else ""
    return Dependency(purl, name, version, ecosystem, **details)


def _doubt(ecosystem: str, name: str, version: str | None) -> str:
    if len(name) > _LONGEST or not _NAMES[ecosystem].fullmatch(name):
        return gap("not a possible name", name)
    if version is None:
        return gap("unpinned")
    return "" if _VERSION.fullmatch(version) else gap("not a possible version", version)


def _purl(ecosystem: str, name: str, version: str | None) -> str:
    scope, _, short = name.rpartition("/")
    return str(_purl_type()(ecosystem, scope or None, short, version).to_string())


@cache
def _purl_type() -> Callable[..., PackageURL]:
    from packageurl import PackageURL

    return cast("Callable[..., PackageURL]", PackageURL)


def without_password(address: str) -> str:
    """Leave a user's name and password out of a URL."""
    if "@" not in address or "://" not in address:
        return address
    try:
        parts = urlsplit(address)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:
        return address.partition("://")[0]
