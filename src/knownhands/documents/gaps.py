"""Why a dependency cannot be looked up in a registry: where it comes from instead."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

_DETAIL = 200  # characters of a URL or range shown in a gap


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


def without_password(address: str) -> str:
    """Leave a user's name and password out of a URL."""
    if "@" not in address or "://" not in address:
        return address
    try:
        parts = urlsplit(address)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:
        return address.partition("://")[0]
