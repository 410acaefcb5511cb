"""Write a model's card: what it is, how good it is beside simpler things and the model before it, where it fails."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from knownhands.learn import tasks
from knownhands.learn.tables import heading, markdown, show, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knownhands.learn.task import Goal, Task

_COMPARED = ("scores", "slices", "attacks", "sources", "per_project")
"""Sections in which a model is compared with the one before it, by the number that matters most."""


class _Sections(dict[str, str]):
    """What a template may name; what was not measured says so."""

    def __missing__(self, name: str) -> str:
        return "Not measured: trained with `--quick`, or there is nothing to measure it on."


def card(task: Task, metrics: Mapping[str, Any], model_id: str, before: Mapping[str, Any]) -> str:
    """Return the card, in Markdown.

    Args:
        task: what was learnt.
        metrics: from `evaluate` and `evaluate_recipe`.
        model_id: the model's id.
        before: the same of the model before it; empty when there is none.
    """
    sections = _Sections(
        id=model_id,
        title=task.title,
        outcome=task.words[0],
        goals=_goals(task, metrics),
        columns=_columns(metrics["columns"]),
        before=_before(task, metrics, before),
    )
    titles, words = _titles(task), _words(task)
    for name, rows in metrics.items():
        if rows and name not in sections:
            sections[name] = table(rows, titles, words)
    return Template(_template(task)).substitute(sections)


def _template(task: Task) -> str:
    """Return the task's own template, which lies beside its file, or the one for all."""
    beside = (Path(folder, f"{task.id}.md.in") for folder in tasks.__path__)
    for_all = Path(__file__).with_name("card.md.in")
    return next((path for path in beside if path.is_file()), for_all).read_text("utf-8")


def _titles(task: Task) -> dict[str, str]:
    titles = {simple.id: simple.title for simple in task.baselines}
    titles |= {recipe.id: f"{recipe.title} alone" for recipe in task.parts}
    for named in (task.slices, task.attacks, task.retrainings):
        titles |= {each.id: each.title for each in named}
    return titles | {"model": "**the model**"}


def _words(task: Task) -> dict[str, str]:
    return {"with": task.words[0], "without": task.words[1], "subjects": f"{task.kind}s", "stand_for": "stand for"}


def _goals(task: Task, metrics: Mapping[str, Any]) -> str:
    return markdown(("goal", "asked", "measured", ""), [_goal(goal, metrics) for goal in task.goals])


def _goal(goal: Goal, metrics: Mapping[str, Any]) -> tuple[str, str, str, str]:
    value: Any = metrics
    for step in goal.path:
        value = value.get(step) if isinstance(value, dict) else None
    bound = f"at {'least' if goal.is_least else 'most'} {goal.bound:g}"
    if value is None:
        return goal.what, bound, "?", "not measured"
    is_reached = value >= goal.bound if goal.is_least else value <= goal.bound
    return goal.what, bound, f"{value:.4g}", "reached" if is_reached else "**missed**"


def _columns(columns: Mapping[str, list[str]]) -> str:
    """Name the columns that are not what one would expect."""
    says = {
        "missing": "Unknown throughout in the examples, and so in training",
        "ignored": "In the examples, and no feature any more",
        "left_out": "Features that the model does not see, because they gained nothing",
    }
    lines = [
        f"- {says[name]}: {', '.join(f'`{column}`' for column in columns[name])}." for name in says if columns[name]
    ]
    return "\n".join(lines) or "Every feature is known in the examples, and the model sees them all."


def _before(task: Task, metrics: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    if not before:
        return "There is no model before this one."
    titles = _titles(task)
    head = (heading(task.headline), before["model"], "this model", "difference")
    rows = [
        (
            f"{section.replace('_', ' ')}: {titles.get(name, name.replace('_', ' '))}",
            show(old),
            show(new),
            f"{new - old:+.3f}",
        )
        for section, name, old, new in _compared(task, metrics, before)
    ]
    return markdown(head, rows)


def _compared(
    task: Task, metrics: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[tuple[str, str, float, float]]:
    for section in _COMPARED:
        for name, row in metrics.get(section, {}).items():
            old, new = before.get(section, {}).get(name, {}).get(task.headline), row.get(task.headline)
            if old is not None and new is not None:
                yield section, name, old, new
