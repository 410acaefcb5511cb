"""Tables and numbers as the cards show them, and as JSON keeps them."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PERCENT = ("alarms", "caught", "precision", "share", "promised", "observed", "prevalence", "within", "budget")
_HEADS = {
    "auc": "AUC",
    "auc_interval": "90 % interval",
    "auc_pooled": "AUC, pooled",
    "recall_fpr_1": "recall at 1 % false alarms",
    "recall_fpr_1_interval": "90 % interval",
    "recall_fpr_3": "recall at 3 %",
    "precision_fpr_1": "precision at 1 % false alarms",
    "caught_at_1": "caught at 1 % false alarms of all",
    "caught_at_1_of_all": "caught at 1 % false alarms of all",
    "caught_at_1_of_npm": "caught at 1 % of npm alone",
    "false_alarms_at_0.001": "false alarms, budget 0.1 %",
    "false_alarms_at_0.01": "false alarms, budget 1 %",
    "false_alarms_at_0.05": "false alarms, budget 5 %",
    "caught_at_0.01": "caught, budget 1 %",
    "lift_5": "lift of the riskiest 5 %",
    "recall_20": "recall in the riskiest 20 %",
    "recall_effort_20": "recall in 20 % of the lines",
    "popt": "Popt",
    "lapredict": "LApredict",
    "ece": "ECE",
}


def markdown(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """Return a table.

    >>> print(markdown(("pot", "price"), [("blue", 3)]))
    | pot | price |
    | --- | --- |
    | blue | 3 |
    """
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def table(rows: Mapping[str, Mapping[str, Any]], titles: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Show row → column → value; a column appears where the first row that has it has it.

    Args:
        rows: the table.
        titles: row → what it is called; its own name where there is none.
        words: column → what it is called, before the common names.
    """
    columns = list(dict.fromkeys(column for cells in rows.values() for column in cells))
    head = ("", *(words.get(column, heading(column)) for column in columns))
    shown = [
        (titles.get(name, name.replace("_", " ")), *(show(cells.get(column, ""), column) for column in columns))
        for name, cells in rows.items()
    ]
    return markdown(head, shown)


def heading(column: str) -> str:
    """Return what a column is called.

    >>> heading("auc"), heading("false_alarms")
    ('AUC', 'false alarms')
    """
    return _HEADS.get(column, column.replace("_", " "))


def show(value: object, column: str = "") -> str:
    """Show a value of a column, or `?` where it is unknown.

    >>> show(0.0123, "false_alarms"), show(0.7288, "auc"), show(None), show([0.5, 0.75]), show(12345)
    ('1.23%', '0.729', '?', '0.500 … 0.750', '12,345')
    """
    if value is None:
        return "?"
    if isinstance(value, (list, tuple)):
        return " … ".join(show(each, column) for each in value)
    if isinstance(value, float):
        if any(word in column for word in _PERCENT):
            return f"{value:.2%}"
        return f"{value:.3f}" if value == 0 or abs(value) >= 0.01 else f"{value:.2g}"  # noqa: PLR2004  two digits say more there
    return f"{value:,}" if isinstance(value, int) else str(value)


def plain(value: Any, digits: int) -> Any:  # noqa: ANN401 - walks JSON
    """Turn NaN into None and round, so that JSON stays valid and the file readable."""
    if isinstance(value, dict):
        return {key: plain(each, digits) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each, digits) for each in value]
    if isinstance(value, float):
        return None if isnan(value) else round(value, digits) + 0.0
    return value
