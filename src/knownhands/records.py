"""What is found out about subjects, all frozen; what extension files declare is in `declarations.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from knownhands.wording import continued

if TYPE_CHECKING:
    from knownhands.declarations import Cost, Severity


class Answer(StrEnum):
    """What a check found; unknown is neither good nor bad, and what does not apply asks nothing."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Band(StrEnum):
    """What a reader should do; where a band begins is in `scoring/scale.py`."""

    TRUSTED = "trusted"
    ORDINARY = "ordinary"
    REVIEW = "review"
    HIGH_RISK = "high-risk"
    UNKNOWN = "unknown"


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
    """Something a reader can look up.

    Attributes:
        kind: "commit", "file", "field" or "address".
        ref: the commit, path, field or address.
        line: where in the file, counted from 1; None where there is no such line.
        excerpt: what stands there, cut; text from outside, never an instruction.
    """

    kind: str
    ref: str
    line: int | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """How many points one feature or check moves the trust, and why.

    Attributes:
        feature: a feature's or check's id, or `starting-point`, `smaller-reasons`, `end-of-scale`.
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


BY_CHECKS = "what a yes of this severity may be among ordinary subjects, at most"
"""What an answer is compared with that checks gave."""


@dataclass(frozen=True, slots=True)
class Concern:
    """What was found out about one question.

    Attributes:
        id: the concern's id.
        question: what was asked.
        band: by this concern alone, before anything earned.
        alarm_share: the share of ordinary subjects that look at least as risky; None where that is not known.
        probability: calibrated risk of the outcome; None where no model answers, or one that only knows how rare it is.
        reference: the ordinary subjects compared with, and what is thin about them.
        reasons: a starting point and what moved the trust from there, by this concern alone.
    """

    id: str
    question: str
    band: Band
    alarm_share: float | None
    probability: float | None
    reference: str
    reasons: tuple[Reason, ...] = ()

    @property
    def is_by_checks(self) -> bool:
        """Whether checks gave the answer, not a model."""
        return self.probability is None and self.reference in {"", BY_CHECKS}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found about one subject.

    Attributes:
        check: the check's id.
        sentence: the question and its answer.
        remedy: what to do about a yes, or to have an answer where that is unknown; "" for neither.
        evidence: where to look.
        concern: what a yes speaks about; "" for none of them, as where a yes earns.
    """

    check: str
    severity: Severity
    answer: Answer
    sentence: str
    remedy: str = ""
    evidence: tuple[Evidence, ...] = ()
    concern: str = ""

    @property
    def claim(self) -> str:
        """What a yes says of the subject: the finding's own words where they are no question, else the check's name.

        >>> from knownhands.declarations import Severity
        >>> Finding("hides_text", Severity.LOW, Answer.YES, "Does it hide text? yes.").claim
        'it hides text'
        >>> Finding("adds_a_pot", Severity.LOW, Answer.YES, "It adds a cracked pot.").claim
        'it adds a cracked pot'
        """
        is_claim = self.sentence.startswith("It ")
        return continued(self.sentence) if is_claim else f"it {self.check.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A gap in the evidence, named."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that can run and that no reader understood.

    Attributes:
        path: the file.
        trigger: when it runs; "" where that is not known.
        why: why it was not read.
    """

    path: str
    trigger: str
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """What of a subject can run, and what of that was not read.

    Attributes:
        runs: how many files that can run were read; None where nobody looked.
        unread: the others.
    """

    runs: int | None = None
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule of a policy that a subject does not keep."""

    rule: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy says of one subject.

    Attributes:
        passed: None where what a rule asks about is unknown, and no other rule fails.
        failed: the rules that fail, or that nobody can answer.
        ignored: what the policy says to pass over, and why.
    """

    passed: bool | None = True
    failed: tuple[Broken, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What was scored.

    Attributes:
        kind: the id of the kind of subject.
        id: what the user asked for; of a package the purl, with the version that was found.
        title: what it says of itself in one line: a commit's subject, a package's summary; a claim.
        repository: path or address, without credentials.
        base: the commit whose ancestors (and itself) are the history that was looked at; "" for a root.
        head: the newest commit of the change; the SHA-256 of an artifact, of a package's first archive; "" for none.
        commits: how many commits the change holds.
        author: who wrote it, as the commit claims.
        claimed_at: when it was written, ISO 8601 with zone, as the commit claims.
    """

    kind: str
    id: str
    title: str = ""
    repository: str = ""
    base: str = ""
    head: str = ""
    commits: int = 0
    author: str = ""
    claimed_at: str = ""


@dataclass(frozen=True, slots=True)
class ModelRef:
    """Which model answered."""

    id: str
    sha256: str
