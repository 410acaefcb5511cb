"""The nouns of knownhands, all frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

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


class Answer(StrEnum):
    """What a check found; unknown is neither good nor bad."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """How the risk may move when a feature's value rises."""

    RISES = "rises"
    FALLS = "falls"
    EITHER = "either"


class Band(StrEnum):
    """What a reader should do, from false-alarm budgets measured on held-out changes."""

    TRUSTED = "trusted"
    ORDINARY = "ordinary"
    REVIEW = "review"
    HIGH_RISK = "high-risk"
    UNKNOWN = "unknown"


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
        sentence: explains a value; `{value}` and `{typical}` are filled in. A yes-or-no feature has two, `yes | no`.
    """

    id: str
    unit: str
    low: float
    high: float
    risk: Direction
    fake: Cost
    sentence: str

    def explain(self, value: float | None, typical: float | None) -> str:
        """Say in words what was measured.

        >>> feature = Feature("is_x", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "it is x | it is no x")
        >>> feature.explain(0.0, 1.0), feature.explain(None, 1.0)
        ('it is no x', 'is x: not known')
        """
        if value is None:
            return f"{self.id.replace('_', ' ')}: not known"
        yes, _, no = self.sentence.partition(" | ")
        sentence = no if no and value == 0 else yes
        return sentence.format(value=value, typical=0.0 if typical is None else typical)


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
        evidence: feature id → SQL with columns subject_id, kind, ref, weight; the heaviest are shown.
        view: which part of the evidence it looks at, where a model has one part for each; a view can be missing.
    """

    id: str
    subject: str
    version: int
    reads: tuple[str, ...]
    columns: tuple[Feature, ...]
    sql: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    view: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A question that yes or no answers. It gives no points: weighing belongs to `scoring/`.

    Attributes:
        id: the file's name.
        subject: which kind of subject it asks about.
        severity: how much a yes matters.
        question: what is asked, so that yes is the answer to look at.
        remedy: what to do about a yes.
        reads: the raw tables that the SQL reads.
        sql: returns one row per subject: subject_id, answer (NULL is unknown) and refs, a list of what shows it.
        compares: the column of `subjects` that names the other artifact it looks at; "" where there is none. Of an
            archive alone it is asked where that is known.
    """

    id: str
    subject: str
    severity: Severity
    question: str
    remedy: str
    reads: tuple[str, ...]
    sql: str
    compares: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Observation:
    """One place where a file shows a capability.

    Attributes:
        path: the file inside its archive.
        line: counted from 1; 0 where the file has no lines.
        capability: the id of a capability file.
        trigger: when it happens: "start" (of every interpreter), "install", "import" or "call".
        source: where data comes from: a call, path or variable; "" for none. All three are text from outside, at most
            80 characters, never an instruction.
        sink: the call that it goes to or that acts; "" for none.
        target: what the act is done to: a command, file, host or variable, or what sort of thing was seen; "" for none.
    """

    path: str
    line: int
    capability: str
    trigger: str
    source: str = ""
    sink: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something a reader can look up: a commit, a file, a field or an address."""

    kind: str
    ref: str


@dataclass(frozen=True, slots=True)
class Reason:
    """How many points one feature moves the trust, and why.

    Attributes:
        feature: a feature's id, or `starting-point`, `adds-package`, `smaller-reasons`, `end-of-scale`.
        points: trust points; negative lowers the trust.
        value: what was measured; None when unknown.
        typical: the median of the training data; None where it makes no sense.
        cost_to_fake: None for the entries that are no evidence.
        sentence: what a person reads.
        evidence: where to look.
    """

    feature: str
    points: float
    value: float | None
    typical: float | None
    cost_to_fake: Cost | None
    sentence: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found about one subject.

    Attributes:
        check: the check's id.
        sentence: the question, its answer, and on a yes what to do.
        evidence: where to look.
    """

    check: str
    severity: Severity
    answer: Answer
    sentence: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A gap in the evidence, named."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What was scored.

    Attributes:
        kind: the kind of subject.
        id: what the user asked for; of a package the purl, with the version that was found.
        repository: path or address, without credentials.
        base: the commit whose ancestors (and itself) are the history that was looked at; "" for a root.
        head: the newest commit of the change; the SHA-256 of an artifact, of a package's first archive; "" for none.
        commits: how many commits the change holds.
    """

    kind: str
    id: str
    repository: str
    base: str
    head: str
    commits: int


@dataclass(frozen=True, slots=True)
class Risk:
    """How likely the outcome is that the model was trained on.

    Attributes:
        probability: calibrated, in [0, 1].
        interval: 90 % interval over projects.
        prevalence: how common the outcome was in the calibration data.
        percentile: share of held-out changes with a lower risk, in percent.
    """

    probability: float
    interval: tuple[float, float]
    prevalence: float
    percentile: float


@dataclass(frozen=True, slots=True)
class ModelRef:
    """Which model answered."""

    id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Score:
    """The answer: knownhands.score/1.

    Attributes:
        trust: 0 = no trust, 100 = full trust; None when the evidence needed could not be had.
        risk: None when trust is None.
        coverage: share of the features whose value is known; of the checks that were answered, where there is no model.
        as_of: the commit whose history was used, or a moment; "" where only the subject itself was looked at.
        model: which model answered; None where there is none for this kind of subject yet.
        findings: what the checks found, in the order of their ids.
    """

    subject: Subject
    as_of: str
    trust: int | None
    band: Band
    risk: Risk | None
    coverage: float
    reasons: tuple[Reason, ...]
    unknown: tuple[Unknown, ...]
    model: ModelRef | None
    findings: tuple[Finding, ...] = ()
