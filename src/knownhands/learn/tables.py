"""Tables and numbers as the cards show them, and as JSON keeps them."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def markdown(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """Return a table.

    >>> print(markdown(("pot", "price"), [("blue", 3)]))
    | pot | price |
    | --- | --- |
    | blue | 3 |
    """
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def thousandths(value: float | None) -> str:
    """Show three digits, or that it is unknown."""
    return "?" if value is None else f"{value:.3f}"


def percent(value: float | None) -> str:
    """Show a share in percent, or that it is unknown."""
    return "?" if value is None else f"{value:.2%}"


def plain(value: Any, digits: int) -> Any:  # noqa: ANN401 - walks JSON
    """Turn NaN into None and round, so that JSON stays valid and the file readable."""
    if isinstance(value, dict):
        return {key: plain(one, digits) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one, digits) for one in value]
    if isinstance(value, float):
        return None if isnan(value) else round(value, digits)
    return value
