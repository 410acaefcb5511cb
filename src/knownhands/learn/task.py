"""What a learning task says of itself; the engine that trains, measures and describes is one for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

import numpy as np

from knownhands.errors import UsageError
from knownhands.features.assemble import families_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from knownhands.declarations import Family, Feature
    from knownhands.learn.baselines import Baseline
    from knownhands.learn.examples import Examples
    from knownhands.learn.model import Model, Part
    from knownhands.learn.reference import Reference

Table = dict[str, dict[str, Any]]
"""A table as metrics.json keeps it and the card shows it: row → column → value."""
SEED = 20260101


class Recipe(Protocol):
    """How one summand of a model is trained.

    Attributes:
        id: what its files are called; unique in a task.
        title: what a table shows.
    """

    @property
    def id(self) -> str:
        """What its files are called."""

    @property
    def title(self) -> str:
        """What a table shows."""

    def fit(
        self, data: Examples, features: Sequence[Feature], y: np.ndarray, weight: np.ndarray, seed: int
    ) -> tuple[Part, ...]:
        """Train on n subjects with outcomes y (n,) and weights (n,)."""


class Rows(NamedTuple):
    """What is trained on: n subjects, their outcomes (n,), and how much each counts (n,)."""

    data: Examples
    y: np.ndarray
    weight: np.ndarray


class Split(NamedTuple):
    """Masks (n,) of what is learned from and what is tested with."""

    learn: np.ndarray
    test: np.ndarray


@dataclass(frozen=True)
class Trial:
    """A model on subjects that it has not seen.

    Attributes:
        task: what was learnt.
        data: all examples.
        learned: those learned from.
        test: those tested with; their key `place` is their number.
        y: (n_test,) the outcomes.
        z: (n_test,) the model's log-odds.
        model: the model; of several (one for each part of the test), the one that gave scale and references.
    """

    task: Task
    data: Examples
    learned: Examples
    test: Examples
    y: np.ndarray
    z: np.ndarray
    model: Model

    def log_odds(self, rows: Examples) -> np.ndarray:
        """Ask the model about other subjects: (n,)."""
        return log_odds(self.model, rows)

    def alarm_share(self, rows: Examples, z: np.ndarray) -> np.ndarray:
        """Return how rare it is to look at least as risky as each of n tested subjects with log-odds z: (n,)."""
        return self.task.alarm_share(self, rows, z)

    @cached_property
    def rare(self) -> np.ndarray:
        """How rare it is to look at least as risky as each of the tested subjects, (n_test,)."""
        return self.alarm_share(self.test, self.z)

    @cached_property
    def beside(self) -> np.ndarray:
        """The scores (n_test,) of the first baseline, which the others are compared with."""
        return self.simpler(self.task.baselines[0])

    def simpler(self, baseline: Baseline) -> np.ndarray:
        """Return a baseline's scores (n_test,), learned from what the model may learn from."""
        task, learned = self.task, self.learned
        score = baseline.fit(learned.columns(baseline.columns), task.known(learned), task.stands_for(learned), SEED)
        return np.round(score(self.test.columns(baseline.columns)), 9)


class Slice(NamedTuple):
    """Some of the tested subjects, measured by themselves.

    Attributes:
        id: in metrics.json.
        title: in the card.
        rows: the mask (n,) of a trial's test.
        enough: how many with the outcome a group needs to be counted; None for the task's own number.
    """

    id: str
    title: str
    rows: Callable[[Trial], np.ndarray]
    enough: int | None = None


class Attack(NamedTuple):
    """What somebody who wants to look harmless can do, done to the tested subjects that have the outcome."""

    id: str
    title: str
    rows: Callable[[Trial], Examples]


class Retraining(NamedTuple):
    """The recipe on other splits or data: what only the card needs.

    Attributes:
        id: in metrics.json.
        title: in the card.
        pieces: which rows to learn from and to test with, once or several times; each tested row once.
        task: the task in its place.
        sections: which sections of the card are measured on it, beside its scores.
    """

    id: str
    title: str
    pieces: Callable[[Examples], Iterable[Split]]
    task: Callable[[Task], Task] = lambda task: task
    sections: tuple[str, ...] = ()


class Goal(NamedTuple):
    """A number that was asked for before anything was measured."""

    what: str
    bound: float
    path: tuple[str, ...]
    is_least: bool = True


@dataclass(frozen=True)
class Task:
    """What one model learns. Functions get examples and return one value per row, if nothing else is said.

    Attributes:
        id: the file's name.
        kind: the kind of subject.
        title: what the model predicts, in a few words.
        keys: columns that its examples have beside the features; they tell which task a file belongs to.
        known: the outcome as far as it could be known when the test begins.
        outcome: the outcome as it is known now.
        groups: what a subject has in common with others: its project, its campaign or owner.
        stands_for: how many subjects each row stands for.
        split: what is learned from and what is tested with.
        folds: pairs of what a first model is fitted on and what it is then calibrated on; masks over what is learned from.
        rows: what is trained on; the seed decides what is drawn.
        parts: the summands of the model.
        calibration_weight: how much each subject counts for calibration and references.
        references: ordinary subjects and their log-odds → references by group; "" is all.
        alarm_share: how rare it is to look at least as risky as a tested subject.
        measure: how well scores of a trial's subjects tell the outcomes apart; `rows` is a mask, `enough` as in `Slice`.
        headline: the number of `measure` that matters most.
        baselines: simpler answers, on features and keys.
        families: the features of today.
        optional: keys that the examples may lack.
        texts: which of the keys hold text; the others hold numbers.
        rate: the feature that says how common the outcome was where a subject comes from; "" for none.
        prevalence: how common the outcome is where the model is used; None for as common as in the calibration.
        left_out: features that the model does not see.
        sections: further sections of the card.
        extract: (clone, store, cache, say) → a table of its examples, to which `project` is added; None where no clone
            can become any.
        needed: how many subjects with and without the outcome are too few to learn from.
        has_outcomes: whether outcomes are learned from; without them only how rare a subject looks is, and there is no probability.
        words: the outcome, and its absence, in the card.
    """

    id: str
    kind: str
    title: str
    keys: tuple[str, ...]
    known: Callable[[Examples], np.ndarray]
    outcome: Callable[[Examples], np.ndarray]
    groups: Callable[[Examples], np.ndarray]
    split: Callable[[Examples], Split]
    folds: Callable[[Examples], Iterable[tuple[np.ndarray, np.ndarray]]]
    rows: Callable[[Examples, np.ndarray, int], Rows]
    parts: tuple[Recipe, ...]
    calibration_weight: Callable[[Examples], np.ndarray]
    references: Callable[[Examples, np.ndarray], Mapping[str, Reference]]
    alarm_share: Callable[[Trial, Examples, np.ndarray], np.ndarray]
    measure: Callable[..., dict[str, Any]]
    headline: str
    baselines: tuple[Baseline, ...]
    families: Callable[[], Sequence[Family]]
    stands_for: Callable[[Examples], np.ndarray] = lambda data: np.ones(len(data))
    optional: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    rate: str = ""
    prevalence: float | None = None
    left_out: tuple[str, ...] = ()
    slices: tuple[Slice, ...] = ()
    attacks: tuple[Attack, ...] = ()
    retrainings: tuple[Retraining, ...] = ()
    sections: Mapping[str, Callable[[Trial], Table]] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    extract: Callable[..., Any] | None = None
    needed: int = 50
    has_outcomes: bool = True
    words: tuple[str, str] = ("yes", "no")

    def features(self) -> tuple[Feature, ...]:
        """Return the features that the model sees, in the order of its columns."""
        columns = [feature for family in self.families() for feature in family.columns]
        return tuple(feature for feature in columns if feature.id not in self.left_out)


def log_odds(model: Model, rows: Examples) -> np.ndarray:
    """Ask a model about n subjects: (n,), rounded to what is the same on every machine."""
    pieces = [
        model.log_odds(rows.take(np.arange(start, min(start + _CHUNK, len(rows)))).matrix(model.features))
        for start in range(0, len(rows), _CHUNK)
    ]
    return np.round(np.concatenate([np.empty(0), *pieces]), 6)


def tasks() -> dict[str, Task]:
    """Return every task, by id."""
    from knownhands.plugins import discover

    return cast("dict[str, Task]", discover("knownhands.learn.tasks", "TASK"))


def task_named(name: str) -> Task:
    """Return a task.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in tasks():
        raise UsageError(f"There is no task {name!r}.", f"Known are: {', '.join(tasks())}.")
    return tasks()[name]


def task_of(columns: Iterable[str]) -> Task:
    """Return the task that examples with these columns belong to.

    Raises:
        UsageError: none.
    """
    there = set(columns)
    fitting = [task for task in tasks().values() if there.issuperset(task.keys)]
    if not fitting:
        raise UsageError(
            "These examples belong to no task: "
            + "; ".join(f"{task.id} needs {', '.join(task.keys)}" for task in tasks().values())
            + ".",
            "Build them with scripts/build_corpus.py or scripts/build_package_corpus.py.",
        )
    return max(fitting, key=lambda task: len(task.keys))


def of_kind(kind: str, *, view: str = "", leave_out: str = "") -> Callable[[], Sequence[Family]]:
    """Return what lists the families of one kind of subject.

    Args:
        kind: of the subjects.
        view: only those of this view; "" for all.
        leave_out: all but those of this view.
    """
    return lambda: [
        family
        for family in families_of(kind)
        if view in {"", family.view} and not (leave_out and family.view == leave_out)
    ]


_CHUNK = 50_000
