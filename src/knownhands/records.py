"""What is found out about subjects, all frozen; what extension files declare is in `declarations.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any

from knownhands._version import __version__
from knownhands.layout import html_table, plain
from knownhands.wording import Amount, continued, rarity_text, share_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.declarations import Cost, Severity

SCHEMA = "knownhands.score/2"
DIRECTION = "0 = no trust, 100 = full trust"
_CONTRACT = (
    "schema", "subject", "as_of", "trust", "direction", "band", "verdict", "decided_by", "header", "concerns", "earned",
    "findings", "read", "unknown", "policy", "model", "version",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Concern:
    """What was found out about one question.

    Attributes:
        id: the concern's id.
        question: what was asked.
        band: by this concern alone, before anything earned.
        alarm_share: the share of ordinary subjects that look at least as risky; None where that is not known.
        probability: calibrated risk of the outcome; None where no model answers.
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


@dataclass(frozen=True, slots=True)
class Score:
    """The answer: knownhands.score/2.

    Attributes:
        as_of: the commit whose history was used, or a moment; "" where only the subject itself was looked at.
        trust: 0 = no trust, 100 = full trust; None when the evidence needed could not be had.
        verdict: one sentence for somebody who reads nothing else.
        decided_by: the concern that decided; "" where none could.
        concerns: every concern, in the order of the kind's questions; one that was not answered is `unknown`.
        earned: what costly evidence added to the deciding concern's trust.
        findings: what the checks found, in the order of their ids.
        model: which model answered; None where none did.
        header: what is true of the project as a whole, and so no reason.
        values: feature id → what was measured, None where unknown; no part of the contract.
    """

    subject: Subject
    as_of: str
    trust: int | None
    band: Band
    verdict: str
    decided_by: str = ""
    concerns: tuple[Concern, ...] = ()
    earned: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    read: Read = Read()
    unknown: tuple[Unknown, ...] = ()
    policy: Outcome = Outcome()
    model: ModelRef | None = None
    header: str = ""
    values: Mapping[str, float | None] = field(default_factory=dict, repr=False)

    @property
    def deciding(self) -> Concern | None:
        """The concern that decided the trust."""
        return next((concern for concern in self.concerns if concern.id == self.decided_by), None)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What leads to the trust: the deciding concern's reasons and what was earned; their points add up to it."""
        return (*(self.deciding.reasons if self.deciding else ()), *self.earned)

    def answer(self, concern: Concern) -> str:
        """Say in a sentence what was found out about one question, and how rare that is among ordinary subjects."""
        if concern.alarm_share is None:
            why = next((gap.why for gap in self.unknown if gap.id == concern.id), "")
            return f"Not known: {continued(why)}." if why else "Not known."
        claims = "; ".join(self._claims(concern))
        if concern.alarm_share == 0 and claims:
            return f"Yes: {claims}; settled by a finding that is harmful by itself."
        return f"{self._by_checks(concern, claims) if concern.probability is None else _by_model(concern)}."

    def _claims(self, concern: Concern) -> list[str]:
        """Return what checks say that lowers the trust."""
        checks = {finding.check for finding in self.findings}
        return [reason.sentence.rstrip(".") for reason in concern.reasons if reason.feature in checks]

    def _by_checks(self, concern: Concern, claims: str) -> str:
        answers = [finding.answer for finding in self.findings if finding.concern == concern.id]
        applicable = len(answers) - answers.count(Answer.NOT_APPLICABLE)
        open_ = answers.count(Answer.UNKNOWN)
        rare = f"at most {share_text(concern.alarm_share or 0.0)} ordinary ones has a finding as severe"
        text = f"Yes: {claims}; {rare}" if claims else "No check found anything that weighs"
        return f"{text}; {open_} of {applicable} could not be answered" if open_ else text

    def to_dict(self) -> dict[str, Any]:
        """Lay the score out as the contract says, with nothing in it but what JSON knows."""
        given = {"schema": SCHEMA, "direction": DIRECTION, "version": __version__}
        return {name: given[name] if name in given else plain(getattr(self, name)) for name in _CONTRACT}

    def __repr__(self) -> str:
        """Name the subject and the answer in one short line."""
        return f"<Score {self.subject.id} {'?' if self.trust is None else self.trust} {self.band}>"

    def _repr_html_(self) -> str:
        """Show the score in a notebook: the verdict, each concern, the reasons, what checks say and what is unknown."""
        trust = "unknown" if self.trust is None else f"{self.trust} of 100"
        concerns = [(each.id, each.band, f"{each.question} {self.answer(each)}") for each in self.concerns]
        reasons = [(f"{each.points:+.1f}", each.sentence, each.cost_to_fake or "") for each in self.reasons]
        checks = [(each.severity, each.claim, each.remedy) for each in self.findings if each.answer is Answer.YES]
        open_ = [(each.check, each.sentence) for each in self.findings if each.answer is Answer.UNKNOWN]
        gaps = [(gap.id, gap.why) for gap in self.unknown]
        return "".join(
            (
                f"<p><b>{escape(self.subject.id)}</b>: trust {trust}, {self.band}. {escape(self.verdict)}</p>",
                html_table(("concern", "band", "answer"), concerns),
                html_table(("points", "reason", "cost to fake"), reasons),
                html_table(("severity", "checks that say yes", "what to do"), checks),
                html_table(("unknown", "why"), [*gaps, *open_]),
            )
        )


def _by_model(concern: Concern) -> str:
    population, _, thin = concern.reference.partition("; ")
    whom = population if population.startswith("the ") else f"the {population or 'ordinary ones'}"
    share, probability = concern.alarm_share or 0.0, Amount(concern.probability or 0.0)
    if thin:
        text = f"Of {whom} {thin.replace('none of them', 'none')}, to {share_text(share)}"
    else:
        text = rarity_text(share, whom)
    return f"{text[:1].upper()}{text[1:]}; probability {probability:share}"
