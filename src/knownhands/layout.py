"""Lay records out for readers that know no records: JSON and HTML."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from html import escape
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def html_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay texts out as a table in HTML, escaped; "" where there is no row."""
    head = "".join(f"<th>{title}</th>" for title in titles)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>" if rows else ""


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON knows
    """Turn records into what JSON knows: floats to six digits, whole ones whole, text that is no Unicode replaced."""
    if isinstance(value, str):
        return str(value).encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float):
        return None if not isfinite(value) else int(value) if value.is_integer() else float(f"{value:.6g}")
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    return value
