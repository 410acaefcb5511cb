"""PyPI, and whatever serves its two interfaces: one JSON document per project, and the simple index (PEP 691, 700).

Source: PyPI's documentation of its JSON API; the simple repository API (PEP 503, 691, 700).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.objects import read_object
from knownhands.documents.registry import Question
from knownhands.ecosystems._rules import RegistryRule
from knownhands.ecosystems.pypi.rows import parse_json, parse_simple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.documents.registry import Body, Row

_SIMPLE = "application/vnd.pypi.simple.v1+json"


def questions(address: str, name: str) -> tuple[Question, ...]:
    """Return what to ask an index about a project: both interfaces live side by side below one address."""
    base = address.removesuffix("/simple")
    return (
        Question("json", f"{base}/pypi/{name}/json"),
        Question("simple", f"{address}/{name}/", _SIMPLE, is_optional=True),
    )


def parse(body: Body) -> Iterator[Row]:
    """Yield the rows that one body holds.

    Raises:
        Unparsable: it is no JSON, or of another shape than either interface has.
    """
    answer = read_object(body)
    yield from parse_simple(answer, body) if body.kind == "simple" else parse_json(answer, body)


REGISTRY = RegistryRule(
    2,
    questions,
    parse,
    yanks=True,
    dates_files=True,
    address=r"^[A-Za-z0-9][A-Za-z0-9._-]*\s*(\[[^\]]*\])?\s*@",
)
