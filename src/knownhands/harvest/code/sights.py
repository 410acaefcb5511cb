"""What a walk over a Python syntax tree leaves behind, and which parts of a node it visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

    from knownhands.harvest.code.notes import Ends

_PARTS: dict[type[ast.AST], tuple[str, ...]] = {}
_EMPTY_PARTS = frozenset({"ctx", "op", "ops"})


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing seen, before it is known whether its function runs at import.

    Attributes:
        ends: source, sink and target, as far as there are any.
        function: where it was seen; "" is the module level.
    """

    line: int
    capability: str
    ends: Ends
    function: str


@dataclass(slots=True)
class Sink:
    """A call that runs or sends what it is given."""

    key: str
    name: str
    behaviour: str
    line: int
    function: str


def parts(kind: type[ast.AST]) -> tuple[str, ...]:
    """Name the fields of a sort of node that can hold other nodes worth a visit, last first."""
    known = _PARTS.get(kind)
    if known is None:
        known = _PARTS[kind] = tuple(name for name in reversed(kind._fields) if name not in _EMPTY_PARTS)
    return known
