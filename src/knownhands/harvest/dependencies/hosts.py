"""Whose an address in a dependency file is: its host, and on a forge the owner too."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urlsplit

_FORGES = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "codeload.github.com",
    "raw.githubusercontent.com",
)
_SHORT = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org", "gist": "gist.github.com"}
_SHORTHAND = re.compile(r"(github|gitlab|bitbucket|gist):([\w.-]+)", re.ASCII)
_PLAIN = re.compile(r"(?:git\+)?(?:ssh://)?(?:[\w.-]+@)?([\w.-]+\.[a-z]{2,}):([\w.-]+)/", re.ASCII | re.IGNORECASE)
_ARCHIVE = re.compile(r"\.(?:whl|zip|tgz|tar|tar\.(?:gz|bz2|xz)|gem|crate|jar|egg|nupkg)(?:[#?\[]|$)", re.IGNORECASE)
_TWO_LABELS = 2


def owner_of(address: str) -> str:
    """Return who serves an address: its host, of a forge with the owner; "" for a path.

    >>> [owner_of(a) for a in ("git+https://u:p@github.com/kiln/pot.git", "github:kiln/pot", "https://kiln.example/a.tgz", "../pot")]
    ['github.com/kiln', 'github.com/kiln', 'kiln.example', '']
    """
    address = address.strip()[:2000]
    if match := _SHORTHAND.match(address):
        return f"{_SHORT[match[1]]}/{match[2]}".lower()
    if match := _PLAIN.match(address):
        host, owner = match[1].lower(), match[2]
    else:
        host, path = host_of(address), _path(address)
        owner = path.strip("/").partition("/")[0]
    return f"{host}/{owner.lower()}" if host in _FORGES and owner else host


def host_of(address: str) -> str:
    """Return the host of a URL in lower case; "" for anything else, and for a file's."""
    start, sign, _ = address.partition("://")
    if not sign or start.lower().endswith("file"):
        return ""
    try:
        return (urlsplit(f"x://{address.partition('://')[2]}").hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(f"x://{address.partition('://')[2]}").path)
    except ValueError:
        return ""


def is_archive(address: str) -> bool:
    """Whether a path is that of a packed package."""
    return bool(_ARCHIVE.search(address[:2000]))


def is_home(ecosystem: str, address: str) -> bool:
    """Whether an address is served by the home of all packages of an ecosystem."""
    host = host_of(address) or address.lower().strip("/")
    return ".".join(host.split(".")[-_TWO_LABELS:]) in _homes(ecosystem) and not address.lower().startswith("http:")


def is_like_home(ecosystem: str, address: str) -> bool:
    """Whether an address is served by a host that has the name of an ecosystem's home under another ending."""
    labels = host_of(address).split(".")[-_TWO_LABELS:]
    return ".".join(labels) not in _homes(ecosystem) and labels[0] in {
        home.partition(".")[0] for home in _homes(ecosystem)
    }


@cache
def _homes(ecosystem: str) -> frozenset[str]:
    from packageurl.contrib.purl2url import get_download_url, get_repo_url

    purl = f"pkg:{ecosystem}/{'a/a' if ecosystem in {'maven', 'composer', 'golang'} else 'a'}@1"
    addresses = [get_download_url(purl), get_repo_url(purl)]
    return frozenset(".".join(host_of(address).split(".")[-_TWO_LABELS:]) for address in addresses if address)
