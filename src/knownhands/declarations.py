"""What extension files declare: features, families, checks, questions and kinds, all frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from knownhands import wording

if TYPE_CHECKING:
    from collections.abc import Mapping


class Cost(StrEnum):
    """What it costs an attacker to fake a piece of evidence."""

    FREE = "free"
    """The attacker types it."""
    CHEAP = "cheap"
    """Hours, or less than about 100 dollars."""
    COSTLY = "costly"
    """Months of real work, or other people's cooperation."""
    COMPROMISE = "compromise"
    """Someone else must be breached."""

    @property
    def is_hard(self) -> bool:
        """Whether good-looking evidence of this cost may raise trust."""
        return self in (Cost.COSTLY, Cost.COMPROMISE)


class Severity(StrEnum):
    """How much a yes to a check matters."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    """At most 1 in 100 ordinary subjects answers yes."""
    CRITICAL = "critical"
    """At most 1 in 1,000 answers yes, and what it finds is harmful by itself."""


class Direction(StrEnum):
    """How the risk may move when a feature's value rises."""

    RISES = "rises"
    FALLS = "falls"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Feature:
    """One number about a subject.

    Attributes:
        id: unique across all families; the column that the family's SQL returns.
        unit: what the number counts ("lines", "share of files", "days").
        low: smallest possible value.
        high: largest possible value; infinity where there is none.
        risk: how risk may move when the value rises.
        fake: what the good-looking value costs an attacker.
        sentence: explains a value; `{value}` and `{typical}` are filled in as `wording.py` says. A yes-or-no feature
            has two, `yes | no`; a number may have a second that is said of 0.
        unknown: explains that there is no value; "" says so in words of the sentence.
        counted: explains a value by what was counted for it, where its family looks that up: `{part}` of `{whole}`, where
            `{usual}` is the share that is usual, and `{name}` what was counted.
    """

    id: str
    unit: str
    low: float
    high: float
    risk: Direction
    fake: Cost
    sentence: str
    unknown: str = ""
    counted: str = ""

    @property
    def title(self) -> str:
        """What is measured, in words: what is said of a value, whatever the value.

        >>> Feature("x", "pots", 0, 9, Direction.EITHER, Cost.FREE, "it has {value:number} pots | it has no pot").title
        'it has … pots'
        """
        return wording.topic(self.sentence.partition(" | ")[0])

    def explain(self, value: float | None, typical: float | None) -> str:
        """Say in words what was measured.

        >>> feature = Feature("is_x", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "it is x | it is no x")
        >>> feature.explain(0.0, 1.0), feature.explain(None, 1.0)
        ('it is no x', 'it is not known whether it is x')
        >>> Feature("x", "pots", 0, 9, Direction.EITHER, Cost.FREE, "it has {value:number} pots").explain(None, None)
        'this is not known: it has … pots'
        """
        yes, _, no = self.sentence.partition(" | ")
        if value is not None:
            return wording.fill(no if no and value == 0 else yes, value, typical)
        return self.unknown or wording.unknown(yes)

    def recount(self, part: int, whole: int, usual: float, name: str) -> str:
        """Say what was counted, for a value that is an estimate.

        >>> feature = Feature("x", "", 0, 9, Direction.RISES, Cost.FREE, "", "", "{part:number} of {whole:number} {name} {part:is/are} odd")
        >>> feature.recount(1, 12, 0.01, "pots")
        '1 of 12 pots is odd'
        """
        return self.counted.format(
            part=wording.Amount(part), whole=wording.Amount(whole), usual=wording.Amount(usual), name=name
        )


@dataclass(frozen=True, slots=True)
class Family:
    """One question asked of the evidence: one SQL statement and a declaration per column.

    Attributes:
        id: the file's name.
        subject: which kind of subject it describes.
        version: raised whenever the meaning of a column changes.
        reads: the raw tables that the SQL reads.
        columns: what the SQL returns beside `subject_id`, in any order.
        sql: returns at most one row per subject.
        evidence: feature id → SQL with columns subject_id, kind, ref, weight, and line and excerpt where there are such; the
            heaviest are shown.
        counts: feature id → SQL with columns subject_id, part, whole, usual and name, for features that have a sentence for them.
        view: which part of the evidence it looks at, where a model has one part for each; a view can be missing.
    """

    id: str
    subject: str
    version: int
    reads: tuple[str, ...]
    columns: tuple[Feature, ...]
    sql: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)
    view: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A question that yes or no answers. It adds nothing to a model's points: weighing belongs to `scoring/`.

    Attributes:
        id: the file's name.
        subject: which kind of subject it asks about.
        severity: how much a yes matters.
        question: what is asked, so that yes is the answer to look at; of a check that earns, the answer to hope for.
        remedy: what to do about a yes.
        supply: what to do where the answer is unknown; "" where nobody can help it.
        reads: the raw tables that the SQL reads.
        sql: returns one row per subject: subject_id, answer (NULL is unknown) and refs, a list of what shows it: texts, or
            structs with ref, line and excerpt.
        compares: the column of `subjects` that names the other artifact it looks at; "" where there is none. Of an
            archive alone it is asked where that is known.
        concern: the concern that a yes speaks about.
        earns: trust points that a yes is worth, 0 for a check that looks for something bad. Only evidence that is
            costly to fake earns.
        fake: what a yes costs to fake, where it earns.
        credit: the sentence of what was earned.
    """

    id: str
    subject: str
    severity: Severity
    question: str
    remedy: str
    reads: tuple[str, ...]
    sql: str
    supply: str = ""
    compares: str = ""
    concern: str = "malware"
    earns: int = 0
    fake: Cost = Cost.FREE
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One concern of a kind of subject, as the kind declares it.

    Attributes:
        id: the concern's id.
        question: what is asked, so that yes lowers trust.
        outcome: what a high risk means, for "risk of being …"; "" where no model answers.
        task: the learning task whose model answers it; "" where checks alone do.
        gap: why nobody can answer it yet; "" where it is answered.
        caveat: that it was not answered, as a clause for the end of a verdict; "" where a verdict need not say so.
        alike: what is said of an ordinary subject that is no better, and of several.
        weighs_checks: whether a severe yes lowers the trust beside the model, which knows nothing of what the checks ask.
    """

    id: str
    question: str
    outcome: str = ""
    task: str = ""
    gap: str = ""
    caveat: str = ""
    alike: tuple[str, str] = ("looks as risky", "look as risky")
    weighs_checks: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of subject.

    Attributes:
        id: the file's name.
        plural: how several are called.
        evidence: the kind whose feature families and checks describe it: its own id, or another kind's.
        schema: the folder of `store/` that defines the tables it is judged from.
        questions: its concerns; on a draw the earlier one decides.
        policy: the table of knownhands.toml that sets its bar.
        name: the field of a subject that names it in a list: "id" or "head".
    """

    id: str
    plural: str
    evidence: str
    schema: str
    questions: tuple[Question, ...]
    policy: str
    name: str = "id"
