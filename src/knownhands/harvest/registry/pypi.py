"""PyPI, and whatever serves its two interfaces: one JSON document per project, and the simple index (PEP 691, 700).

Source: PyPI's documentation of its JSON API; the simple repository API (PEP 503, 691, 700).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from knownhands.errors import UsageError
from knownhands.harvest.registry.harvester import Harvester
from knownhands.harvest.registry.pypi_rows import parse_json, parse_simple
from knownhands.harvest.registry.reading import read_object
from knownhands.harvest.registry.records import JSON, Body, Target, Validators

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from knownhands.harvest.registry.http import Http
    from knownhands.harvest.registry.records import Registry, Row

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_SIMPLE = "application/vnd.pypi.simple.v1+json"


def normalise(name: str) -> str:
    """Return the name that the index looks a project up by.

    Raises:
        UsageError: no project can have that name.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name of a Python package.", "Names have letters, digits, '.', '-' and '_'.")
    return canonicalize_name(name)


async def fetch(target: Target, since: Mapping[str, Validators], http: Http) -> AsyncIterator[Body]:
    """Yield what the first index that has the project says of it, through both interfaces.

    Args:
        target: a project and the indexes that may have it.
        since: address → what came with its last answer.
        http: asks for it.

    Raises:
        SourceError: see `Http.get`.
    """
    for index in target.registries:
        questions = _questions(index, target.name)
        is_there = False
        for kind, (url, accept) in questions.items():
            reply = await http.get(index, url, since.get(url, Validators()), accept)
            status = 406 if kind == "simple" and "html" in reply.content_type else reply.status
            content = reply.content if status == 200 else None  # noqa: PLR2004 - an HTTP status
            is_there = is_there or status in (200, 304)
            yield Body("pypi", target.name, kind, url, status, content, reply.validators)
        if is_there:
            return


def parse(body: Body) -> Iterator[Row]:
    """Yield the rows that one body holds.

    Raises:
        Unparsable: it is no JSON, or of another shape than either interface has.
    """
    found = read_object(body)
    yield from parse_simple(found, body) if body.kind == "simple" else parse_json(found, body)


HARVESTER = Harvester("pypi", 1, fetch, parse, normalise)


def _questions(index: Registry, name: str) -> dict[str, tuple[str, str]]:
    """Return kind → address and media type: both interfaces live side by side below one address."""
    base = index.address.removesuffix("/simple")
    return {"json": (f"{base}/pypi/{name}/json", JSON), "simple": (f"{index.address}/{name}/", _SIMPLE)}
