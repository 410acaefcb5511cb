"""Does a change do what attacks do, and how rare is that in its project?

Why: an attack is in what the added lines do and where; size, message and history look like everybody's.
Unknown when: its contents were not read.
Source: Gonzalez et al. 2021, "Anomalicious"; the worms of 2025 and 2026, of which a clone shows what runs by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knownhands.capabilities.load import capabilities
from knownhands.features.change._events import VIEW
from knownhands.learn import baselines
from knownhands.learn.calibrate import always_beside, group_weights
from knownhands.learn.evaluate import BANDS
from knownhands.learn.habits import read_clone
from knownhands.learn.measure import within_groups
from knownhands.learn.reference import ENOUGH, of_subjects
from knownhands.learn.scale import measure_newcomers, rolling
from knownhands.learn.surprise import Surprise
from knownhands.learn.task import Goal, Rows, Split, Task, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.learn.examples import Examples
    from knownhands.learn.reference import Reference
    from knownhands.learn.task import Table, Trial

_GROUPS = ("by_itself_", "program_", "elsewhere_", "history_")
_TESTED = 400
"""The newest changes of a tested project that are measured; those before them are what they are compared with, as in use."""
_ONLY_WHERE = frozenset({"agent_instructions", "agent_server", "git_hook"})
"""What says no more than that a file is where something runs or obeys it."""
_SIGNS = frozenset(
    {
        "blockchain_channel", "dependency_from_address", "exfiltration_host", "geofencing", "hidden_unicode", "mangled_names",
        "offscreen_code",
    }
)  # fmt: skip
"""Ordinary in an archive, and a sign when a change brings it in."""
_PLAIN = 0.35
"""What a bit counts of what is no sign of an attack by itself; chosen by eye."""
_PLAIN_FLOOR = 0.001
"""How often such a thing is taken to happen at least, so that however rare it is, it alone never alarms; chosen by eye."""


def _none(data: Examples) -> np.ndarray:
    return np.zeros(len(data), bool)


def _ones(data: Examples) -> np.ndarray:
    return np.ones(len(data))


def _project(data: Examples) -> np.ndarray:
    return np.asarray(data.keys["project"])


def _weight(data: Examples) -> np.ndarray:
    return group_weights(_project(data), _ones(data))


def _folds(data: Examples) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    yield np.ones(len(data), bool), np.ones(len(data), bool)


def _rows(data: Examples, y: np.ndarray, seed: int) -> Rows:
    del seed
    return Rows(data, y, _weight(data))


def _references(data: Examples, z: np.ndarray) -> dict[str, Reference]:
    return {"": always_beside(of_subjects(z, "changes of other projects", _weight(data)), ENOUGH)}


def _event(feature: str) -> str:
    """Return what happens, wherever it does.

    >>> _event("by_itself_hidden_unicode")
    'hidden_unicode'
    """
    return next(feature.removeprefix(group) for group in _GROUPS if feature.startswith(group))


def _family(feature: str) -> str:
    """Return what an event counts together with: that a file is obeyed by agents is where it is, not one thing more.

    >>> _family("by_itself_agent_instructions"), _family("by_itself_fetch_and_run"), _family("history_nobody")
    ('reach', 'data-execution', 'history')
    """
    event = _event(feature)
    known = capabilities().get(event)
    if known is None:
        return "history"
    return "reach" if event in _ONLY_WHERE else known.behaviour


def _worth(feature: str) -> float:
    event = _event(feature)
    known = capabilities().get(event)
    return 1.0 if event in _SIGNS or (known and known.is_suspicious) else _PLAIN


def _floor(feature: str) -> float:
    return 0.0 if _worth(feature) == 1 else _PLAIN_FLOOR


def _is_measured(data: Examples) -> np.ndarray:
    """Leave out all but the newest changes of each project: the others are the past that those are compared with."""
    _, index = np.unique(_project(data), return_inverse=True)
    ordinal = data.keys["ordinal"].astype(np.int64)
    newest = np.zeros(index.max(initial=0) + 1, np.int64)
    np.maximum.at(newest, index, ordinal)
    return np.asarray(ordinal > newest[index] - _TESTED)


def _newcomers(trial: Trial) -> Table:
    """Compare first commits with all others, and say by how much they alarm more often."""
    table = measure_newcomers(lambda data: data.keys["newcomer"] == 1, _is_measured)(trial)
    for row in table.values():
        row.pop("caught_at_0.01")
    ratios = {
        name: table["newcomers"][name] / table["others"][name] if table["others"][name] else np.nan
        for name in table["newcomers"]
        if name.startswith("false_alarms")
    }
    return {**table, "ratio": ratios}


def _quiet(trial: Trial) -> Table:
    """Say of each project, of the worst for each column and of all how often it alarms, and how often what can run was not read."""
    kept = _is_measured(trial.test)
    project, rare, whole = _project(trial.test)[kept], trial.rare[kept], trial.test.keys["whole"][kept] == 1
    decisive = trial.test.keys["decisive"][kept] == 1

    def row(mask: np.ndarray) -> dict[str, float]:
        return {
            "subjects": int(mask.sum()),
            "review_or_worse": float(np.mean(rare[mask] <= BANDS["review"])),
            "high_risk": float(np.mean(rare[mask] <= BANDS["high_risk"])),
            "decisive": float(np.mean(decisive[mask])),
            "not_wholly_read": float(np.mean(~whole[mask])),
        }

    projects = {str(name): row(project == name) for name in np.unique(project)}
    together = row(np.ones(len(project), bool))
    worst = {name: max(row[name] for row in projects.values()) for name in together}
    return {**projects, "the worst": {**worst, "subjects": np.nan}, "all": together}


TASK: Task = Task(
    id="change_attack",
    kind="change",
    title="how rare it is among ordinary changes to do what a change does, as far as attacks do it",
    words=("attacks", "ordinary"),
    keys=("project", "ordinal", "newcomer", "whole", "decisive", "role"),
    texts=("project", "role"),
    known=_none,
    outcome=_none,
    groups=_project,
    split=lambda data: Split(data.keys["role"] == "learn", data.keys["role"] == "test"),
    folds=_folds,
    rows=_rows,
    parts=(Surprise("rarity", "rarity of events", _family, _worth, _floor, past=200.0, most=16.0, top=5),),
    calibration_weight=_weight,
    references=_references,
    alarm_share=rolling(_project, _ones),
    measure=within_groups(_project, _ones, _ones, 1),
    headline="auc",
    baselines=(baselines.Baseline("random", "random score", (), baselines.fit_random),),
    families=of_kind("change", view=VIEW),
    sections={"quiet": _quiet, "newcomers": _newcomers},
    goals=(
        Goal(
            "`review` or worse, projects never seen",
            BANDS["review"],
            ("quiet", "all", "review_or_worse"),
            is_least=False,
        ),
        Goal(
            "`review` or worse, in the worst of them", 0.02, ("quiet", "the worst", "review_or_worse"), is_least=False
        ),
        Goal("`high-risk`, in all of them", BANDS["high_risk"], ("quiet", "all", "high_risk"), is_least=False),
        Goal("settled by a check, in all of them", BANDS["high_risk"], ("quiet", "all", "decisive"), is_least=False),
        Goal("not wholly read, in all of them", 0.03, ("quiet", "all", "not_wholly_read"), is_least=False),
        Goal(
            "first commits against all others, 1 %",
            1.25,
            ("newcomers", "ratio", "false_alarms_at_0.01"),
            is_least=False,
        ),
    ),
    extract=read_clone,
    has_outcomes=False,
)
